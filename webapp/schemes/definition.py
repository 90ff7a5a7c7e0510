"""The shape of a scheme's TOML file, and of a revision's content: msgspec checks both against these structs.

What a file says beyond its shape – a condition about a field that does not exist – is checked in checking.py.
"""

from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from webapp.core import french
from webapp.core.clock import PARIS
from webapp.schemes.conditions import Condition, Operand
from webapp.schemes.formulas import Formula

Key = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$", max_length=60)]
Slug = Annotated[str, Meta(pattern="^[a-z0-9-]+$", max_length=60)]
Text = Annotated[str, Meta(min_length=1)]
LocalTime = Annotated[datetime, Meta(tz=False)]  # an offset would be a second truth beside Paris
TemplateFile = Annotated[str, Meta(pattern=r"^[a-z0-9-]+\.(ods|odt|docx|xlsx|pdf)$", max_length=60)]
Bound = int | str | Operand
"""Decimals and days are written between quotes: "0.5", "2026-01-01"."""


class FieldType(StrEnum):
    """What a field asks, or shows. `choice` and `choices` with more than LONG_LIST answers are searched in."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    ADDRESS = "address"
    COMMUNE = "commune"
    SIRET = "siret"
    RNA = "rna"
    IBAN = "iban"
    TABLE = "table"
    BLOCKS = "blocks"
    BUDGET = "budget"
    HEADING = "heading"
    EXPLANATION = "explanation"
    COMPUTED = "computed"
    FACT = "fact"


LONG_LIST = 12
WITH_CHOICES = {FieldType.CHOICE, FieldType.CHOICES}
WITH_COLUMNS = {FieldType.TABLE, FieldType.BLOCKS}
WORDS_ONLY = {FieldType.HEADING, FieldType.EXPLANATION}
NUMBERS = {FieldType.INTEGER, FieldType.DECIMAL, FieldType.AMOUNT, FieldType.PERCENTAGE}
NOT_TYPED = {*WORDS_ONLY, FieldType.COMPUTED, FieldType.FACT}
"""Nothing is answered there."""


class StructureFact(StrEnum):
    """What the portal knows of a structure: shown by a field of type `fact`, asked by conditions."""

    FAMILY = "family"
    NAME = "name"
    SIRET = "siret"
    RNA = "rna"
    NAF = "naf"
    LEGAL_FORM = "legal_form"
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"
    ADDRESS = "address"
    POSTAL_CODE = "postal_code"
    COMMUNE = "commune"
    LEGAL_REPRESENTATIVE = "legal_representative"


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True, dict=True):
    """A mistyped key is an error, not an option silently ignored. `dict`: for what is worked out once and kept."""


class Field(Part, frozen=True, kw_only=True):
    """`minimum`, `maximum`: in the field's own unit (people, euros, days). `unit`: shown after a number ("kWh").

    `columns`, `rows_min`, `rows_max` and `row_name` ("une dépense") go with tables and repeated blocks; `totals` are
    the columns that a table sums below itself. `result` is the type of a computed value; one that is `hidden` only
    serves other values, conditions and rules. `text` is what an explanation says.
    """

    key: Key
    type: FieldType
    label: Text
    hint: str = ""
    text: str = ""
    required: bool = False
    when: Condition | None = None
    choices: tuple[Text, ...] = ()
    minimum: Bound | None = None
    maximum: Bound | None = None
    max_length: Annotated[int, Meta(ge=1, le=20_000)] | None = None
    unit: str = ""
    columns: tuple["Field", ...] = ()
    rows_min: Annotated[int, Meta(ge=0, le=50)] = 0
    rows_max: Annotated[int, Meta(ge=1, le=200)] = 50
    row_name: str = ""
    totals: tuple[Key, ...] = ()
    formula: Formula | None = None
    result: FieldType = FieldType.AMOUNT
    hidden: bool = False
    fact: StructureFact | None = None

    def __post_init__(self) -> None:
        if (self.type in WITH_CHOICES) is not bool(self.choices):
            raise ValueError(f"{self.key}: choices go with the types choice and choices, and only with them")
        if (self.type in WITH_COLUMNS) is not bool(self.columns):
            raise ValueError(f"{self.key}: columns go with the types table and blocks, and only with them")
        if (self.type is FieldType.COMPUTED) is not (self.formula is not None):
            raise ValueError(f"{self.key}: a formula goes with the type computed, and only with it")
        if (self.type is FieldType.FACT) is not (self.fact is not None):
            raise ValueError(f"{self.key}: a fact goes with the type fact, and only with it")

    @property
    def is_answered(self) -> bool:
        return self.type not in NOT_TYPED

    @property
    def is_searched(self) -> bool:
        return len(self.choices) > LONG_LIST

    @cached_property
    def columns_by_key(self) -> dict[str, "Field"]:
        return {column.key: column for column in self.columns}


class Section(Part, frozen=True, kw_only=True):
    """Fields under one heading."""

    key: Key
    title: Text
    text: str = ""
    when: Condition | None = None
    fields: tuple[Field, ...]


class FormStep(Part, frozen=True, kw_only=True):
    """One page of "Votre dossier", or the page "Budget"."""

    key: Slug
    title: Text
    text: str = ""
    when: Condition | None = None
    sections: tuple[Section, ...]


class EligibilityQuestion(Part, frozen=True, kw_only=True):
    """A yes/no question; another answer than `expected` ends the form with `reason`."""

    key: Key
    label: Text
    hint: str = ""
    expected: Annotated[str, Meta(pattern="^(oui|non)$")]
    reason: Text


class Template(Part, frozen=True, kw_only=True):
    """A file to download and fill in; it lies in `modeles/`, beside the scheme's file."""

    file: TemplateFile
    label: Text

    @property
    def extension(self) -> str:
        return self.file[self.file.rindex(".") :]


class Piece(Part, frozen=True, kw_only=True):
    """`when`: what it is asked for only then. A piece that is asked for is still optional unless `required`.

    `document`: the kind of document, the same word in all schemes; what a structure gave once is offered again. It
    stays good for `valid_months` after it was deposited, or to the end of that year; with neither, until it changes.
    `bank_account`: what it proves is asked beside it too: who holds the account, its IBAN and its BIC.
    """

    key: Key
    label: Text
    hint: str = ""
    required: bool = False
    when: Condition | None = None
    template: Template | None = None
    document: Key | None = None
    valid_months: Annotated[int, Meta(ge=1, le=120)] | None = None
    valid_this_year: bool = False
    bank_account: bool = False

    def __post_init__(self) -> None:
        if (self.valid_months or self.valid_this_year) and not self.document:
            raise ValueError(f"{self.key}: valid_months and valid_this_year go with a document")
        if self.valid_months and self.valid_this_year:
            raise ValueError(f"{self.key}: valid_months and valid_this_year exclude each other")


class Rule(Part, frozen=True, kw_only=True):
    """Between several answers: where `check` does not hold, `message` stands beside `field`.

    A rule about something that is not given yet says nothing: `required` asks for that. In `message`, `{key}` stands
    for the value of that field as people read it.
    """

    field: Key
    check: Condition
    message: Text
    when: Condition | None = None


class Campaign(Part, frozen=True, kw_only=True):
    """Local times of Paris, to the second: sending is possible from `opens` (included) to `closes` (excluded).

    `reopens`: when the next one begins, once that is decided; the sheet of a closed scheme says it.
    """

    opens: LocalTime
    closes: LocalTime
    reopens: LocalTime | None = None

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("the campaign must open before it closes")
        if self.reopens is not None and self.reopens < self.closes:
            raise ValueError("the campaign must close before it reopens")

    @property
    def opens_at(self) -> datetime:
        return self.opens.replace(tzinfo=PARIS)

    @property
    def closes_at(self) -> datetime:
        return self.closes.replace(tzinfo=PARIS)

    @property
    def reopens_at(self) -> datetime | None:
        return self.reopens.replace(tzinfo=PARIS) if self.reopens else None

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at


class ServiceInCharge(Part, frozen=True, kw_only=True):
    """Named on every acknowledgement (CRPA R112-5): nothing here may be empty."""

    slug: Slug
    name: Text
    address: Text
    email: Text
    phone: Text


class Sheet(Part, frozen=True, kw_only=True):
    """`keywords`: other words that people search it by, never shown."""

    purpose: Text
    beneficiaries: Text
    criteria: str = ""
    amount: Text
    calendar: Text
    keywords: tuple[Text, ...] = ()


class Intro(Part, frozen=True, kw_only=True):
    text: Text


class SwornStatement(Part, frozen=True, kw_only=True):
    """`republican_commitment`: date of the "contrat d'engagement républicain", empty where none applies."""

    text: Text
    republican_commitment: str = ""


class SchemeDefinition(Part, frozen=True, kw_only=True):
    """`facts`: what the structure must have said of itself before it sends an application.

    `requested_amount`: the key of the field that says what is asked for, or of the computed value that does.
    """

    title: Text
    theme: Text
    families: tuple[str, ...]
    summary: Text
    campaign: Campaign
    service: ServiceInCharge
    sheet: Sheet
    intro: Intro
    facts: tuple[StructureFact, ...] = ()
    requested_amount: str = ""
    eligibility: tuple[EligibilityQuestion, ...] = ()
    steps: tuple[FormStep, ...]
    rules: tuple[Rule, ...] = ()
    pieces: tuple[Piece, ...] = ()
    sworn_statement: SwornStatement

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(section for step in self.steps for section in step.sections)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Without the columns of tables."""
        return tuple(field for section in self.sections for field in section.fields)

    @cached_property
    def fields_by_key(self) -> dict[str, Field]:
        return {field.key: field for field in self.fields}

    @cached_property
    def questions_by_key(self) -> dict[str, EligibilityQuestion]:
        return {question.key: question for question in self.eligibility}

    def piece(self, key: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.key == key), None)

    @property
    def template_files(self) -> tuple[str, ...]:
        """Each once, in the order of the pieces."""
        return tuple(dict.fromkeys(piece.template.file for piece in self.pieces if piece.template))

    def step(self, key: str) -> FormStep | None:
        return next((step for step in self.steps if step.key == key), None)


def from_toml(text: str) -> SchemeDefinition:
    """With French spaces, wherever its sentences are shown later.

    Raises msgspec.ValidationError, which names the place, or msgspec.DecodeError for a text that is not TOML.
    """
    return msgspec.convert(read_tables(text), SchemeDefinition)


def read_tables(text: str) -> Any:
    """What the file holds, whatever its shape. Raises msgspec.DecodeError."""
    return _spaced(msgspec.toml.decode(text))


def _spaced(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _spaced(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_spaced(value) for value in part]
    return french.unbroken(part) if isinstance(part, str) else part


def from_content(content: object) -> SchemeDefinition:
    """The definition of a stored revision."""
    return msgspec.convert(content, SchemeDefinition)


def to_content(definition: SchemeDefinition) -> dict[str, object]:
    content: dict[str, object] = msgspec.to_builtins(definition)
    return content
