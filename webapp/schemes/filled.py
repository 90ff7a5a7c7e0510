"""A form as it is filled in: what engine.py makes of a scheme and the answers to it. Only what is asked is in it."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from webapp.schemes.accounting import Account, AccountClass, Side
from webapp.schemes.conditions import Value
from webapp.schemes.definition import Field, FormStep, Piece, SchemeDefinition, Section


@dataclass(frozen=True, slots=True)
class Fact:
    """What the portal knows of the structure; `shown` as people read it."""

    value: Value
    shown: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A field with its answer. `name`: under which it is sent (controls.py); `text`: as it was typed.

    `problem` says what is wrong with what was typed, `missing` what is still to give; empty where all is well. A postal
    address has `parts`, a table and a repeated block have `rows`.
    """

    name: str
    field: Field
    text: str = ""
    value: Value | None = None
    shown: str = ""
    problem: str = ""
    missing: str = ""
    parts: tuple["Filled", ...] = ()
    rows: tuple["Row", ...] = ()
    totals: Mapping[str, str] = dataclasses.field(default_factory=dict)
    budget: "Budget | None" = None

    @property
    def worth(self) -> Value | None:
        """What conditions, bounds, formulas and rules see: a wrong answer counts as not given."""
        return None if self.problem else self.value

    @property
    def leaves(self) -> Iterator["Filled"]:
        """The field itself, then all that stands in it."""
        yield self
        yield from self.parts
        for row in self.rows:
            yield from row.cells
        if self.budget:
            yield from self.budget.cells

    @property
    def is_blank(self) -> bool:
        """Nothing is typed, anywhere in it."""
        return not any(leaf.text.strip() for leaf in self.leaves)


@dataclass(frozen=True, slots=True)
class Row:
    """`name`: what its marker is kept under. A blank row is no row: it has no values, and nothing in it is missing."""

    id: str
    name: str
    cells: tuple[Filled, ...]

    @property
    def is_blank(self) -> bool:
        return not any(cell.text.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Either one `cell`, or a row for each funder."""

    account: Account
    name: str
    cell: Filled | None
    funders: tuple[Row, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class BudgetClass:
    account_class: AccountClass
    lines: tuple[BudgetLine, ...]
    total: Decimal
    is_given: bool


@dataclass(frozen=True, slots=True)
class Budget:
    """`totals` by side, contributions in kind apart; `imbalance`: sentences, none when both sides are equal."""

    classes: tuple[BudgetClass, ...]
    totals: Mapping[Side, Decimal]
    totals_in_kind: Mapping[Side, Decimal]
    imbalance: tuple[str, ...]

    @property
    def lines(self) -> Iterator[BudgetLine]:
        for one in self.classes:
            yield from one.lines

    @property
    def cells(self) -> Iterator[Filled]:
        for line in self.lines:
            if line.cell:
                yield line.cell
            for row in line.funders:
                yield from row.cells


@dataclass(frozen=True, slots=True)
class FilledSection:
    section: Section
    fields: tuple[Filled, ...]


@dataclass(frozen=True, slots=True)
class FilledStep:
    step: FormStep
    sections: tuple[FilledSection, ...]

    @property
    def leaves(self) -> Iterator[Filled]:
        for section in self.sections:
            for one in section.fields:
                yield from one.leaves

    def section_of(self, key: str) -> Section | None:
        """Where this field stands."""
        sections = (one.section for one in self.sections if any(field.field.key == key for field in one.fields))
        return next(sections, None)

    @property
    def to_do(self) -> int:
        """How many answers are wrong or missing."""
        return sum(bool(leaf.problem or leaf.missing) for leaf in self.leaves)


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a form asks in its present state, in the order of its pages."""

    definition: SchemeDefinition
    eligibility: tuple[Filled, ...]
    steps: tuple[FilledStep, ...]
    pieces: tuple[Piece, ...]

    @property
    def fields(self) -> Iterator[Filled]:
        for step in self.steps:
            for section in step.sections:
                yield from section.fields

    def step(self, key: str) -> FilledStep | None:
        return next((step for step in self.steps if step.step.key == key), None)

    def field(self, key: str) -> Filled | None:
        """None for a field that is not asked."""
        return next((one for one in self.fields if one.field.key == key), None)

    @property
    def requested_amount(self) -> Decimal | None:
        """Euros; None while it is not given, and for a scheme without one."""
        filled = self.field(self.definition.requested_amount)
        return filled.value if filled and isinstance(filled.value, Decimal) else None
