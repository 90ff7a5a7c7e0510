"""Computed values, as a scheme's file writes them. Exact: decimals only, rounded to the cent where an amount is made.

formula = { sum = ["charges", "depenses.montant_ht"] }      the fields, and the cells of a column, together
formula = { minus = ["cout_total", "autres_aides"] }        the first without the others
formula = { ratio = ["part", "cout_total"] }                in percent
formula = { quotient = ["revenu", "parts"] }                the first for each one of the second
formula = { rate = "50", of = "cout_total", cap = 20_000 }  so many percent, at most the cap
formula = { least = ["plafond", "besoin"] }  { greatest = [ … ] }  { count = "depenses" }
"""

from collections.abc import Callable, Iterator
from decimal import Context, Decimal, localcontext
from typing import Any

import msgspec

from webapp.schemes.conditions import as_number
from webapp.schemes.numbers import CENTS, rounded

Reference = str | int  # a field, a column ("depenses.montant_ht"), or a number
Numbers = Callable[[str], list[Decimal]]
"""The numbers that a name stands for: one of a field, several of a column, none where nothing is given."""
LARGEST = Decimal(10) ** 15
"""In any unit. What comes to more is a mistake of typing, and has no value: so all the rest stays exact, and short."""
_EXACT = Context(prec=60)
"""Digits of a product of two such numbers, and enough of a quotient to tell on which side of half a cent it is."""
KINDS = ("sum", "minus", "ratio", "quotient", "rate", "least", "greatest", "count")


class Formula(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Exactly one kind; `of` and `cap` go with `rate`, which is in percent and may be a field too."""

    sum: tuple[Reference, ...] | None = None
    minus: tuple[Reference, ...] | None = None
    ratio: tuple[Reference, Reference] | None = None
    quotient: tuple[Reference, Reference] | None = None
    rate: Reference | None = None
    of: Reference | None = None
    cap: Reference | None = None
    least: tuple[Reference, ...] | None = None
    greatest: tuple[Reference, ...] | None = None
    count: str | None = None

    def __post_init__(self) -> None:
        if len([kind for kind in KINDS if getattr(self, kind) is not None]) != 1:
            raise ValueError("a formula is one of " + ", ".join(KINDS))
        if (self.rate is None) is not (self.of is None) or (self.cap is not None and self.rate is None):
            raise ValueError("`rate` goes with `of`; `cap` goes with both")
        if getattr(self, self.kind) == ():
            raise ValueError(f"`{self.kind}` names at least one value")

    @property
    def kind(self) -> str:
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def names(self) -> Iterator[str]:
        """The fields and columns that it depends on."""
        given: Any = getattr(self, self.kind)
        for reference in (*(given if isinstance(given, tuple) else (given,)), self.of, self.cap):
            if isinstance(reference, str) and as_number(reference) is None:
                yield reference


def compute(formula: Formula, numbers_of: Numbers) -> Decimal | None:
    """None while what it needs is missing, and beyond LARGEST. Not rounded: what the value is shown as decides.

    `sum` and `count` need nothing: of no cell they are 0, so that a total shows from the first figure on.
    """
    with localcontext(_EXACT):
        number = _compute(formula, numbers_of)
    return number if number is not None and abs(number) <= LARGEST else None


def to_cents(number: Decimal) -> Decimal:
    """Half a cent goes up, as on an invoice."""
    return rounded(number, CENTS)


def _compute(formula: Formula, numbers_of: Numbers) -> Decimal | None:
    match formula.kind:
        case "sum":
            return sum(_all(formula.sum, numbers_of), start=Decimal(0))
        case "count":
            return Decimal(len(numbers_of(str(formula.count))))
        case "minus":
            first, *others = formula.minus or ()
            start = _one(first, numbers_of)
            return None if start is None else start - sum(_all(others, numbers_of), start=Decimal(0))
        case "ratio" | "quotient":
            part, whole = (_one(one, numbers_of) for one in formula.ratio or formula.quotient or ())
            return None if part is None or not whole else part * (100 if formula.ratio else 1) / whole
        case "rate":
            return _share(formula, numbers_of)
    numbers = _all(formula.least or formula.greatest, numbers_of)
    if not numbers:
        return None
    return min(numbers) if formula.least else max(numbers)


def _share(formula: Formula, numbers_of: Numbers) -> Decimal | None:
    rate, whole = _one(formula.rate, numbers_of), _one(formula.of, numbers_of)
    if rate is None or whole is None:
        return None
    share = whole * rate / 100
    if formula.cap is None:
        return share
    cap = _one(formula.cap, numbers_of)
    return None if cap is None else min(share, cap)


def _all(references: Any, numbers_of: Numbers) -> list[Decimal]:
    return [number for reference in references or () for number in _numbers(reference, numbers_of)]


def _one(reference: Any, numbers_of: Numbers) -> Decimal | None:
    """The sum of a column."""
    numbers = _numbers(reference, numbers_of)
    return sum(numbers, start=Decimal(0)) if numbers else None


def _numbers(reference: Reference, numbers_of: Numbers) -> list[Decimal]:
    constant = as_number(reference)
    return [constant] if constant is not None else numbers_of(str(reference))
