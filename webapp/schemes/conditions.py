"""Conditions, as a scheme's file writes them: data that is walked, never code that is run.

when = { of = "emploi", is = "oui" }
when = { all = [ { of = "fonds_publics", more_than = 153_000 }, { not = { fact = "rna", given = true } } ] }
check = { of = "fin", at_least = { value_of = "debut" } }
"""

import operator
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec

Value = str | int | Decimal | bool | date | tuple[str, ...]
"""What an answer, a computed value or a fact of the structure is worth; None where there is none (yet)."""
Lookup = Callable[[str], Value | None]
FACT = "fact:"
"""Before the name of a fact of the structure, in what a Lookup is asked."""


FURTHEST_MONTHS, FURTHEST_DAYS = 1_200, 36_525
"""A century: further, the calendar of a computer ends."""


class Today(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The day on which the form is looked at, in Paris, so many months and days later; negative: earlier."""

    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if abs(self.months) > FURTHEST_MONTHS or abs(self.days) > FURTHEST_DAYS:
            raise ValueError(f"at most {FURTHEST_MONTHS} months and {FURTHEST_DAYS} days from today")


class Operand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The value of another field, or a day. Exactly one of them."""

    value_of: str = ""
    today: Today | None = None

    def __post_init__(self) -> None:
        if bool(self.value_of) is (self.today is not None):
            raise ValueError("a value to compare with is either value_of or today")


Constant = bool | int | str  # decimals and dates are written between quotes: "0.5", "2026-01-01"
Compared = Constant | Operand
COMPARISONS = ("is", "one_of", "contains", "at_least", "at_most", "more_than", "less_than", "given")
GROUPS = ("all", "any", "not")
_ORDER = {"at_least": operator.ge, "at_most": operator.le, "more_than": operator.gt, "less_than": operator.lt}


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`of` (a field or a computed value) or `fact` (of the structure) with one comparison; or all, any, not.

    A comparison with what is not given is false, whichever it is; `given = false` is true of nothing else.
    """

    of: str = ""
    fact: str = ""
    is_: Compared | None = msgspec.field(default=None, name="is")
    one_of: tuple[Constant, ...] | None = None
    contains: str | None = None
    at_least: Compared | None = None
    at_most: Compared | None = None
    more_than: Compared | None = None
    less_than: Compared | None = None
    given: bool | None = None
    all_: tuple["Condition", ...] | None = msgspec.field(default=None, name="all")
    any_: tuple["Condition", ...] | None = msgspec.field(default=None, name="any")
    not_: "Condition | None" = msgspec.field(default=None, name="not")

    def __post_init__(self) -> None:
        groups = [name for name in GROUPS if getattr(self, f"{name}_") is not None]
        comparisons = [name for name in COMPARISONS if self._of(name) is not None]
        about = [name for name in ("of", "fact") if getattr(self, name)]
        if (len(groups), len(comparisons), len(about)) not in {(1, 0, 0), (0, 1, 1)}:
            raise ValueError(
                "a condition is one of all, any, not; or one of `of`, `fact` with one comparison: "
                + ", ".join(COMPARISONS)
            )

    def _of(self, comparison: str) -> Any:
        return getattr(self, "is_" if comparison == "is" else comparison)

    @property
    def comparison(self) -> tuple[str, Any]:
        """Its name, and what is compared with."""
        return next((name, self._of(name)) for name in COMPARISONS if self._of(name) is not None)

    @property
    def name(self) -> str:
        """What a Lookup is asked; empty for a group."""
        return self.of or (f"{FACT}{self.fact}" if self.fact else "")

    @property
    def parts(self) -> tuple["Condition", ...]:
        return self.all_ or self.any_ or ((self.not_,) if self.not_ else ())

    @property
    def names(self) -> Iterator[str]:
        """Everything that it depends on, as a Lookup is asked."""
        if self.name:
            yield self.name
            _, other = self.comparison
            if isinstance(other, Operand) and other.value_of:
                yield other.value_of
        for part in self.parts:
            yield from part.names


def holds(condition: Condition, value_of: Lookup, today: date) -> bool:
    """`today` is the day in Paris."""
    if condition.all_ is not None:
        return all(holds(part, value_of, today) for part in condition.all_)
    if condition.any_ is not None:
        return any(holds(part, value_of, today) for part in condition.any_)
    if condition.not_ is not None:
        return not holds(condition.not_, value_of, today)
    return _compares(*condition.comparison, value_of(condition.name), value_of, today)


def _compares(comparison: str, other: Any, left: Value | None, value_of: Lookup, today: date) -> bool:
    if comparison == "given":
        return (left is not None and left not in ("", ())) is other
    if left is None:
        return False
    match comparison:
        case "one_of":
            return any(_same(left, one) for one in other)
        case "contains":
            return isinstance(left, tuple) and other in left
    right = _operand(other, value_of, today)
    if comparison == "is":
        return _same(left, right)
    pair = _comparable(left, right)
    return pair is not None and bool(_ORDER[comparison](*pair))


def _operand(other: Any, value_of: Lookup, today: date) -> Value | None:
    if not isinstance(other, Operand):
        return other  # type: ignore[no-any-return]
    return value_of(other.value_of) if other.value_of else shifted(today, other.today or Today())


def shifted(day: date, by: Today) -> date:
    """So many months later, then so many days; the last day of a month stands for one that it does not have."""
    year, months = divmod(day.year * 12 + day.month - 1 + by.months, 12)
    month = months + 1
    return date(year, month, min(day.day, monthrange(year, month)[1])) + timedelta(days=by.days)


def _same(left: Value, right: Value | None) -> bool:
    if isinstance(left, (str, bool, tuple)):
        return left == right
    pair = _comparable(left, right)
    return pair is not None and pair[0] == pair[1]


def _comparable(left: Value, right: Value | None) -> tuple[Any, Any] | None:
    """Two numbers or two days; None for what has no order between them."""
    if isinstance(left, date):
        other = _day(right)
        return (left, other) if other is not None else None
    if isinstance(left, (int, Decimal)) and not isinstance(left, bool):
        number = as_number(right)
        return (left, number) if number is not None else None
    return None


def as_number(value: Any) -> Decimal | None:
    """Also of a text, as a scheme's file writes decimals; None for what is no number, or not a finite one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except ArithmeticError:
        return None
    return number if number is not None and number.is_finite() else None


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
