"""From what people type to a value, and to how people read it. Pure: the same while drafting and at the submission.

`address`, `table`, `blocks` and `budget` are made of several answers: the engine splits them before it comes here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from webapp.core import french
from webapp.core.phones import shown_phone
from webapp.reference.places import search_places
from webapp.schemes import identifiers, numbers, texts
from webapp.schemes.choices import read_choice, read_choices, read_yes_no, search_choices
from webapp.schemes.conditions import Value, as_number
from webapp.schemes.days import read_day
from webapp.schemes.definition import WITH_CHOICES, Field, FieldType
from webapp.schemes.misread import Misread

LINE_MAX = 1_000
"""Characters of one line of any type: what is longer is not read at all, which could take long."""
TEXT_MAX = 500
LONG_TEXT_MAX = 10_000
CHOICES_TEXT_MAX = 20_000
COMPUTED_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Understood:
    """`shown` is how people read `value`; `problem` is the sentence to say when there is none. A blank has neither."""

    value: Value | None = None
    shown: str = ""
    problem: str = ""


def understand(field: Field, text: str) -> Understood:
    """Of a text as it was typed. Raises KeyError for a type that is not typed in one field."""
    read = _READERS[field.type]
    if not text.strip():
        return Understood()
    most = _longest(field)
    if len(text) > most:
        too_long = texts.TOO_LONG.format(most=french.number(most), typed=french.number(len(text)))
        return Understood(problem=too_long)
    try:
        value = read(field, text)
    except Misread as misread:
        return Understood(problem=misread.sentence)
    return Understood(value, show(field, value))


def _longest(field: Field) -> int:
    """In characters."""
    match field.type:
        case FieldType.TEXT:
            return field.max_length or TEXT_MAX
        case FieldType.LONG_TEXT:
            return field.max_length or LONG_TEXT_MAX
        case FieldType.CHOICES:
            return CHOICES_TEXT_MAX
    return LINE_MAX


_READERS: dict[FieldType, Callable[[Field, str], Value]] = {
    FieldType.TEXT: lambda field, text: text,
    FieldType.LONG_TEXT: lambda field, text: text,
    FieldType.INTEGER: lambda field, text: numbers.read_integer(text, field.unit),
    FieldType.DECIMAL: lambda field, text: numbers.read_decimal(text, field.unit),
    FieldType.AMOUNT: lambda field, text: numbers.read_amount(text, field.unit),
    FieldType.PERCENTAGE: lambda field, text: numbers.read_percentage(text, field.unit),
    FieldType.DATE: lambda field, text: read_day(text),
    FieldType.YES_NO: lambda field, text: read_yes_no(text),
    FieldType.CHOICE: lambda field, text: read_choice(field.choices, text),
    FieldType.CHOICES: lambda field, text: read_choices(field.choices, text),
    FieldType.EMAIL: lambda field, text: identifiers.read_email(text),
    FieldType.PHONE: lambda field, text: identifiers.read_phone(text),
    FieldType.WEBSITE: lambda field, text: identifiers.read_website(text),
    FieldType.COMMUNE: lambda field, text: identifiers.read_commune(text),
    FieldType.SIRET: lambda field, text: identifiers.read_siret(text),
    FieldType.RNA: lambda field, text: identifiers.read_rna(text),
    FieldType.IBAN: lambda field, text: identifiers.read_iban(text),
}


def show(field: Field, value: Value) -> str:
    """How people read it; a computed value as its `result`. Several choices are one a line."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return _with_unit(_shown_number(field, Decimal(value)), field.unit)
    if isinstance(value, date):
        return french.iso_date(value.isoformat())
    if isinstance(value, tuple):
        return "\n".join(value)
    text = str(value)
    match field.type:
        case FieldType.YES_NO:
            return text.capitalize()
        case FieldType.PHONE:
            return shown_phone(text)
        case FieldType.SIRET:
            return french.siret(text)
        case FieldType.IBAN:
            return identifiers.shown_iban(text)
    return text


def _shown_number(field: Field, number: Decimal) -> str:
    places = COMPUTED_DECIMALS if field.type is FieldType.COMPUTED else numbers.DECIMALS_MAX
    match _kind(field):
        case FieldType.INTEGER:
            return numbers.shown_decimal(number, 0)
        case FieldType.PERCENTAGE:
            return f"{numbers.shown_decimal(number, places)}{french.NO_BREAK_SPACE}%"
        case FieldType.AMOUNT:
            return french.euros(numbers.rounded(number, numbers.CENTS))
    return numbers.shown_decimal(number, places)


def _with_unit(shown: str, unit: str) -> str:
    return shown if not unit or shown.endswith(unit) else f"{shown}{french.NO_BREAK_SPACE}{unit}"


def _kind(field: Field) -> FieldType:
    return field.result if field.type is FieldType.COMPUTED else field.type


def missing_sentence(field: Field) -> str:
    """What to do about a required field without an answer."""
    sentence = texts.MISSING.get(field.type, texts.MISSING_TEXT)
    return sentence.format(label=field.label, row=field.row_name or texts.ONE_ROW)


def bound_problem(field: Field, value: Value, minimum: Value | None, maximum: Value | None) -> str:
    """The sentence, or an empty text; bounds are included. An amount without a minimum is not negative."""
    if field.type is FieldType.AMOUNT and minimum is None:
        minimum = 0
    kind = _kind(field)
    if kind not in texts.AT_LEAST:
        return ""
    worth, least, most = (_ordered(kind, one) for one in (value, minimum, maximum))
    if worth is None:
        return ""
    if least is not None and worth < least:
        if kind is FieldType.AMOUNT and least == 0:
            return texts.AMOUNT_NEGATIVE
        return texts.AT_LEAST[kind].format(bound=show(field, least))
    if most is not None and worth > most:
        return texts.AT_MOST[kind].format(bound=show(field, most))
    return ""


def _ordered(kind: FieldType, value: Value | None) -> Any:
    """A date or a Decimal, also from the text that a scheme's file has; None for what is neither."""
    if kind is not FieldType.DATE:
        return as_number(value)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def suggestions(field: Field, typed: str, limit: int = 12) -> tuple[str, ...]:
    """Answers that begin like what is typed: of a closed list, or communes. None for the other types."""
    if field.type in WITH_CHOICES:
        return search_choices(field.choices, typed, limit)
    if field.type is FieldType.COMMUNE:
        return tuple(place.label for place in search_places(typed, limit))
    return ()
