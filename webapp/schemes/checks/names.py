"""What a name stands for in conditions, formulas, rules and messages: a field, a computed value, a column, a line."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

import msgspec

from webapp.schemes.accounting import CLASSES, Side
from webapp.schemes.checks.places import Found, Place
from webapp.schemes.checks.shape import nearest
from webapp.schemes.definition import NUMBERS, WITH_COLUMNS, EligibilityQuestion, Field, FieldType

BUDGET_FIGURES = {side.value for side in Side} | {f"{one.side}_{one.code}" for one in CLASSES}
"""What a budget gives besides itself: its two totals, and the total of each class of accounts."""


class Names:
    """Of a whole file; `row` is the table that a column's condition or formula stands in, if it stands in one."""

    def __init__(self, parts: Mapping[Place, msgspec.Struct], unread: AbstractSet[str]) -> None:
        self.fields = {
            part.key: part for place, part in parts.items() if isinstance(part, Field) and not is_column(place)
        }
        self._questions = {part.key for part in parts.values() if isinstance(part, EligibilityQuestion)}
        self._budgets = [field.key for field in self.fields.values() if field.type is FieldType.BUDGET]
        self._unread = unread

    def type_of(self, name: str, row: Field | None = None) -> FieldType | None:
        """The type of its value; None for a name that nothing has."""
        if field := self.field(name, row):
            return _of_value(field)
        if name in self._questions:
            return FieldType.YES_NO
        owner, _, line = name.partition(".")
        is_line = owner in self._budgets and line in BUDGET_FIGURES
        return FieldType.AMOUNT if is_line else None

    def field(self, name: str, row: Field | None = None) -> Field | None:
        """The column of the same row first, then the field, then the column `table.column`."""
        if row and name in row.columns_by_key:
            return row.columns_by_key[name]
        owner, _, column = name.partition(".")
        if owner not in self.fields or not column:
            return self.fields.get(name)
        return self.fields[owner].columns_by_key.get(column)

    def unknown(self, name: str, place: Place, row: Field | None = None) -> Iterator[Found]:
        """Nothing for a name whose own part is wrong: that has been said there."""
        if self._unread.isdisjoint(name.split(".")):
            likely = nearest(name, self._all(row)) or self._columns_called(name)
            yield place, f'no field, computed value or column is called "{name}"{likely}'

    def _columns_called(self, name: str) -> str:
        owners = [field.key for field in self.fields.values() if name in field.columns_by_key]
        return f' (did you mean "{owners[0]}.{name}"?)' if owners else ""

    def _all(self, row: Field | None) -> list[str]:
        whole = [f"{field.key}.{column.key}" for field in self.fields.values() for column in field.columns]
        totals = [f"{budget}.{figure}" for budget in self._budgets for figure in BUDGET_FIGURES]
        return [*(row.columns_by_key if row else ()), *self.fields, *self._questions, *whole, *totals]


def is_column(place: Place) -> bool:
    return len(place) > 1 and place[-2] == "columns"


def family(kind: FieldType) -> FieldType:
    """Those of one family can be compared: all numbers are alike, and so are all texts that are typed."""
    if kind in {*NUMBERS, *WITH_COLUMNS}:
        return FieldType.DECIMAL
    return kind if kind in {FieldType.DATE, FieldType.YES_NO, FieldType.CHOICES} else FieldType.TEXT


def _of_value(field: Field) -> FieldType:
    if field.type is FieldType.COMPUTED:
        return field.result
    return FieldType.TEXT if field.type is FieldType.FACT else field.type
