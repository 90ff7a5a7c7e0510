"""Conditions: each name exists, and is of a type that can be compared in this way with this value."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from webapp.schemes.checks.names import Names, family
from webapp.schemes.checks.places import Found, Place
from webapp.schemes.checks.shape import nearest
from webapp.schemes.conditions import Condition, Operand, as_number
from webapp.schemes.definition import NUMBERS, WITH_COLUMNS, WORDS_ONLY, Field, FieldType, StructureFact
from webapp.schemes.formulas import LARGEST
from webapp.structures.rules import StructureFamily

IN_ORDER = {"at_least", "at_most", "more_than", "less_than"}
ONLY_GIVEN = {FieldType.BUDGET, FieldType.ADDRESS}
"""Of these one can only ask whether something is there."""


def condition(asked: Condition, place: Place, names: Names, row: Field | None = None) -> Iterator[Found]:
    if asked.not_:
        yield from condition(asked.not_, (*place, "not"), names, row)
    for group, parts in (("all", asked.all_), ("any", asked.any_)):
        if parts == ():
            yield (*place, group), "must hold at least one condition"
        for rank, part in enumerate(parts or ()):
            yield from condition(part, (*place, group, rank), names, row)
    if asked.fact:
        yield from _about_fact(asked, place, names, row)
    elif asked.of:
        yield from _about_answer(asked, place, names, row)


def _about_answer(asked: Condition, place: Place, names: Names, row: Field | None) -> Iterator[Found]:
    how, other = asked.comparison
    kind = names.type_of(asked.of, row)
    if kind is None:
        yield from names.unknown(asked.of, (*place, "of"), row)
    elif kind in WORDS_ONLY:
        yield (*place, "of"), f'"{asked.of}" only shows words: nothing is answered there'
    elif "." in asked.of and kind not in NUMBERS:
        yield (*place, "of"), f'"{asked.of}" is a column of type {kind}: only columns of numbers have a sum to compare'
    elif problem := _misfit(how, kind):
        yield (*place, how), f'"{asked.of}" is of type {kind}: {problem}'
    elif how != "given":
        field = names.field(asked.of, row)
        for one in other if how == "one_of" else (other,):
            yield from _constant(one, kind, field.choices if field else (), (*place, how), (names, row))


def _misfit(how: str, kind: FieldType) -> str | None:
    if how == "given":
        return None
    if kind in ONLY_GIVEN:
        return "only `given` can be asked of it"
    if (how == "contains") is not (kind is FieldType.CHOICES):
        return "`contains`, for one of the answers ticked, goes with choices, and choices with it or `given`"
    if how in IN_ORDER and kind not in {*NUMBERS, *WITH_COLUMNS, FieldType.DATE}:
        return f"`{how}` is for numbers and dates"
    return None


def _constant(
    other: Any, kind: FieldType, choices: tuple[str, ...], place: Place, scope: tuple[Names, Field | None]
) -> Iterator[Found]:
    if isinstance(other, Operand):
        yield from operand(other, kind, place, *scope)
    elif choices and other not in choices:
        yield place, f'"{other}" is none of its choices{nearest(str(other), choices)}'
    elif problem := constant_problem(other, kind):
        yield place, problem


def constant_problem(other: Any, kind: FieldType) -> str | None:
    """Why a value that the file gives is none of this type."""
    if kind is FieldType.YES_NO:
        return None if other in ("oui", "non") else 'must be compared with "oui" or "non"'
    if kind in {*NUMBERS, *WITH_COLUMNS}:  # of a table, the number of its rows
        number = as_number(other)
        if number is not None and abs(number) > LARGEST:
            return f"{other} is more than anybody may answer"
        return None if number is not None else f'"{other}" is no number'
    if kind is FieldType.DATE:
        return None if is_day(other) else f'"{other}" is no day: "2026-12-31"'
    return None if isinstance(other, str) else f"{str(other).lower()} is no text: write it between quotes"


def operand(other: Operand, kind: FieldType, place: Place, names: Names, row: Field | None) -> Iterator[Found]:
    """Another value is of the same family, and `today` is for dates."""
    if other.today is not None:
        if kind is not FieldType.DATE:
            yield (*place, "today"), f"a value of type {kind} cannot be compared with a day"
        return
    second = names.type_of(other.value_of, row)
    if second is None:
        yield from names.unknown(other.value_of, (*place, "value_of"), row)
    elif second in {*WORDS_ONLY, *ONLY_GIVEN} or family(second) is not family(kind):
        yield (*place, "value_of"), f'"{other.value_of}" is of type {second}: it cannot be compared with {kind}'


def is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _about_fact(asked: Condition, place: Place, names: Names, row: Field | None) -> Iterator[Found]:
    facts, families = [fact.value for fact in StructureFact], [one.value for one in StructureFamily]
    how, other = asked.comparison
    if asked.fact not in facts:
        likely = nearest(asked.fact, facts) or f": there are {', '.join(facts)}"
        yield (*place, "fact"), f'"{asked.fact}" is no fact of a structure{likely}'
    elif how in IN_ORDER or how == "contains":
        yield (*place, how), "a fact of the structure is a text: `is`, `one_of` and `given` can be asked of it"
    elif how != "given":
        allowed = tuple(families) if asked.fact == StructureFact.FAMILY else ()
        for one in other if how == "one_of" else (other,):
            yield from _constant(one, FieldType.TEXT, allowed, (*place, how), (names, row))
