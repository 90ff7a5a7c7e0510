"""The shape of a scheme's TOML file, and of a revision's content: msgspec checks both against these structs."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from webapp.core import french
from webapp.core.clock import PARIS

Key = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Meta(min_length=1)]
LocalTime = Annotated[datetime, Meta(tz=False)]  # an offset would be a second truth beside Paris


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    AMOUNT = "amount"
    CHOICE = "choice"


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mistyped key is an error, not an option silently ignored."""


class Field(Part, frozen=True):
    """`minimum` is in the field's own unit: people, euros."""

    key: Key
    type: FieldType
    label: Text
    hint: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: int | None = None

    def __post_init__(self) -> None:
        if (self.type is FieldType.CHOICE) is not bool(self.choices):
            raise ValueError(f"{self.key}: choices go with the type choice, and only with it")


class Section(Part, frozen=True):
    title: Text
    fields: tuple[Field, ...]


class EligibilityQuestion(Part, frozen=True):
    """A yes/no question; another answer than `expected` ends the form with `reason`."""

    key: Key
    label: Text
    expected: Annotated[str, Meta(pattern="^(oui|non)$")]
    reason: Text


class Piece(Part, frozen=True):
    key: Key
    label: Text
    hint: str = ""
    required: bool = False


class Campaign(Part, frozen=True):
    """Local times of Paris, to the second: sending is possible from `opens` (included) to `closes` (excluded)."""

    opens: LocalTime
    closes: LocalTime

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("the campaign must open before it closes")

    @property
    def opens_at(self) -> datetime:
        return self.opens.replace(tzinfo=PARIS)

    @property
    def closes_at(self) -> datetime:
        return self.closes.replace(tzinfo=PARIS)

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at


class ServiceInCharge(Part, frozen=True):
    """Named on every acknowledgement (CRPA R112-5): nothing here may be empty."""

    slug: Annotated[str, Meta(pattern="^[a-z0-9-]+$")]
    name: Text
    address: Text
    email: Text
    phone: Text


class Sheet(Part, frozen=True):
    purpose: Text
    beneficiaries: Text
    amount: Text
    calendar: Text


class Intro(Part, frozen=True):
    text: Text


class SwornStatement(Part, frozen=True):
    """`republican_commitment`: date of the "contrat d'engagement républicain", empty where none applies."""

    text: Text
    republican_commitment: str = ""


class SchemeDefinition(Part, frozen=True):
    title: Text
    theme: Text
    families: tuple[str, ...]
    summary: Text
    campaign: Campaign
    service: ServiceInCharge
    sheet: Sheet
    intro: Intro
    eligibility: tuple[EligibilityQuestion, ...]
    sections: tuple[Section, ...]
    pieces: tuple[Piece, ...]
    sworn_statement: SwornStatement

    def __post_init__(self) -> None:
        keys = [question.key for question in self.eligibility] + [field.key for field in self.fields]
        for group in (keys, [piece.key for piece in self.pieces]):
            if twice := {key for key in group if group.count(key) > 1}:
                raise ValueError(f"used twice: {', '.join(sorted(twice))}")

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    def piece(self, key: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.key == key), None)


def from_toml(text: str) -> SchemeDefinition:
    """With French spaces, wherever its sentences are shown later.

    Raises msgspec.ValidationError, which names the place, or msgspec.DecodeError for a text that is not TOML.
    """
    return msgspec.convert(_spaced(msgspec.toml.decode(text)), SchemeDefinition)


def _spaced(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _spaced(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_spaced(value) for value in part]
    return french.spaced(part) if isinstance(part, str) else part


def from_content(content: object) -> SchemeDefinition:
    """The definition of a stored revision."""
    return msgspec.convert(content, SchemeDefinition)


def to_content(definition: SchemeDefinition) -> dict[str, object]:
    content: dict[str, object] = msgspec.to_builtins(definition)
    return content
