"""Is a scheme's file right? Every mistake at once, each with its place: its author corrects them in one go."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from webapp.schemes.checks import fields, whole
from webapp.schemes.checks.comparisons import condition
from webapp.schemes.checks.names import Names, is_column
from webapp.schemes.checks.places import Found, Mistake, Places
from webapp.schemes.checks.shape import Reading
from webapp.schemes.definition import (
    Field,
    FormStep,
    Piece,
    Rule,
    SchemeDefinition,
    Section,
    ServiceInCharge,
    read_tables,
)
from webapp.schemes.dependencies import Cycle, evaluation_order

__all__ = ["Mistake", "check"]


def check(text: str) -> tuple[SchemeDefinition | None, tuple[Mistake, ...]]:
    """The scheme, or what is wrong with its file, by line. One of them is empty."""
    try:
        tables = read_tables(text)
    except (msgspec.DecodeError, ValueError) as error:
        return None, (_of_syntax(str(error), text),)
    except RecursionError:
        return None, (Mistake("", "brackets are nested too deep", 1),)
    places = Places(text, tables)
    reading = Reading()
    definition = reading.part(SchemeDefinition, tables)
    found = [*reading.found, *_meaning(reading, tables, places)]
    if not found:
        found = [*_cycles(definition, reading)]
    if found:
        mistakes = {places.mistake(one) for one in found}
        return None, tuple(sorted(mistakes, key=lambda one: (one.line, one.place, one.sentence)))
    return definition, ()


def _of_syntax(said: str, text: str) -> Mistake:
    """What the parser says, which stops at the first mistake."""
    at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", said)
    line = int(at[1] or text.count("\n") + 1) if at else 1
    return Mistake("", f"this is no TOML: {said}", line)


def _meaning(reading: Reading, tables: Any, places: Places) -> Iterator[Found]:
    names = Names(reading.parts, reading.unread)
    yield from whole.top(tables, names)
    yield from whole.invisible(tables)
    yield from whole.keys_once(reading.parts, places)
    yield from whole.documents_once(reading.parts, places)
    yield from whole.bank_account_once(reading.parts, places)
    for place, part in reading.parts.items():
        match part:
            case Field() if is_column(place):
                row = reading.parts.get(place[:-2])
                if isinstance(row, Field):
                    yield from fields.column(part, place, names, row)
            case Field():
                yield from fields.field(part, place, names)
            case ServiceInCharge():
                yield from whole.service(part, place)
            case Rule():
                yield from whole.rule(part, place, names)
            case FormStep():
                yield from whole.step(part, place)
        if isinstance(part, (FormStep, Section, Piece, Rule)) and part.when:
            yield from condition(part.when, (*place, "when"), names)


def _cycles(definition: SchemeDefinition, reading: Reading) -> Iterator[Found]:
    try:
        evaluation_order(definition)
    except Cycle as cycle:
        places = {part.key: place for place, part in reading.parts.items() if isinstance(part, Field)}
        yield places[cycle.keys[0]], f"waits for itself: {cycle}"
