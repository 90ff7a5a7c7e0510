"""What is between the parts of a scheme: keys that are there once, rules, the service, what is asked for."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from webapp.accounts.rules import email_problem
from webapp.core.phones import normal_phone
from webapp.core.typed import cleaned
from webapp.schemes.checks.comparisons import condition
from webapp.schemes.checks.names import Names, is_column
from webapp.schemes.checks.places import Found, Place, Places
from webapp.schemes.checks.shape import nearest
from webapp.schemes.definition import (
    WORDS_ONLY,
    EligibilityQuestion,
    Field,
    FieldType,
    FormStep,
    Piece,
    Rule,
    Section,
    ServiceInCharge,
)
from webapp.structures.rules import StructureFamily

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
Parts = Mapping[Place, msgspec.Struct]


def keys_once(parts: Parts, places: Places) -> Iterator[Found]:
    """Fields and questions share one set of keys: their answers are kept by them. The others have one each."""
    seen: dict[tuple[Any, str], Place] = {}
    for place, part in sorted(parts.items(), key=lambda entry: places.line(entry[0])):
        match part:
            case Field() | EligibilityQuestion():
                kind: Any = place[:-2] if is_column(place) else Field
            case FormStep() | Section() | Piece():
                kind = type(part)
            case _:
                continue
        first = seen.setdefault((kind, part.key), place)
        if first != place:
            yield (*place, "key"), f'the key "{part.key}" is used twice: first at line {places.line((*first, "key"))}'


def documents_once(parts: Parts, places: Places) -> Iterator[Found]:
    """An application holds a document in one slot: two slots for one kind would both offer it."""
    seen: dict[str, Place] = {}
    for place, part in sorted(parts.items(), key=lambda entry: places.line(entry[0])):
        if isinstance(part, Piece) and part.document:
            first = seen.setdefault(part.document, place)
            if first != place:
                line = places.line((*first, "document"))
                yield (*place, "document"), f'the document "{part.document}" is asked for twice: first at line {line}'


def bank_account_once(parts: Parts, places: Places) -> Iterator[Found]:
    """An aid is paid into one account."""
    asking = [place for place, part in parts.items() if isinstance(part, Piece) and part.bank_account]
    first, *others = sorted(asking, key=places.line) or [()]
    for place in others:
        line = places.line((*first, "bank_account"))
        yield (*place, "bank_account"), f"the bank account is asked for twice: first at line {line}"


def invisible(part: Any, place: Place = ()) -> Iterator[Found]:
    """What an editor does not show: it would stand in pages and mails, and PostgreSQL refuses NUL."""
    if isinstance(part, str):
        if (kept := cleaned(part)) != part:
            strange = next((one for one in part if one not in kept), part[0])
            yield place, f"holds a character that nobody sees, U+{ord(strange):04X}: take it out"
        return
    steps = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for step, inner in steps:
        yield from invisible(inner, (*place, step))


def step(asked: FormStep, place: Place) -> Iterator[Found]:
    if not asked.sections:
        yield (*place, "sections"), "must hold at least one section"


def service(asked: ServiceInCharge, place: Place) -> Iterator[Found]:
    """The acknowledgement tells people to write and call there."""
    if email_problem(asked.email):
        yield (*place, "email"), f'"{asked.email}" is no complete e-mail address'
    if normal_phone(asked.phone) is None:
        yield (*place, "phone"), f'"{asked.phone}" is no number that can be called'


def rule(asked: Rule, place: Place, names: Names) -> Iterator[Found]:
    field = names.fields.get(asked.field)
    if field is None:
        yield from names.unknown(asked.field, (*place, "field"))
    elif field.type in WORDS_ONLY or field.hidden:
        yield (*place, "field"), f'"{asked.field}" shows no value: the message would stand beside nothing'
    yield from condition(asked.check, (*place, "check"), names)
    for name in _PLACEHOLDER.findall(asked.message):
        if "." in name or names.type_of(name) is None:
            yield from names.unknown(name, (*place, "message"))


def top(tables: Mapping[str, Any], names: Names) -> Iterator[Found]:
    """`tables`, as the file has them: the scheme as a whole may not have a shape yet."""
    families = [family.value for family in StructureFamily]
    given = tables.get("families")
    if given == []:
        yield ("families",), "must name at least one: nobody could apply"
    for family in given if isinstance(given, list) else ():
        if isinstance(family, str) and family not in families:
            yield ("families",), f'"{family}" is none of {", ".join(families)}{nearest(family, families)}'
    amount = tables.get("requested_amount")
    if isinstance(amount, str) and amount:
        yield from _requested_amount(amount, names)


def _requested_amount(key: str, names: Names) -> Iterator[Found]:
    kind = names.type_of(key)
    if kind is None:
        yield from names.unknown(key, ("requested_amount",))
    elif kind is not FieldType.AMOUNT or key not in names.fields:
        yield ("requested_amount",), f'"{key}" must be a field of type amount, or a computed value that is one'
