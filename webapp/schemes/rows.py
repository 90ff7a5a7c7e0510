"""The rows of a table, of a repeated block, of a budget's line."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Protocol

from webapp.schemes.conditions import Lookup, Value, as_number, holds
from webapp.schemes.controls import REMOVED
from webapp.schemes.definition import Field, FieldType
from webapp.schemes.filled import Filled, Row
from webapp.schemes.formulas import Numbers
from webapp.schemes.values import show

PLACE = re.compile(r"[0-9]{1,6}")
LATE = 1_000_000
"""Where a row stands that says nothing of its place."""


class Reading(Protocol):
    """What engine.py gives: one control, one computed value, and what stands outside the table."""

    today: date

    def read(self, field: Field, name: str, value_of: Lookup) -> Filled: ...
    def compute(self, field: Field, name: str, numbers_of: Numbers) -> Filled: ...
    def value_of(self, name: str) -> Value | None: ...
    def numbers_of(self, name: str) -> list[Decimal]: ...


def row_ids(answers: Mapping[str, str], name: str, known: Iterable[str], least: int) -> list[str]:
    """Those that are there, in their order: the first ones, `least` but at least one, need no answer to be there."""
    ids = {*known, *(str(number) for number in range(1, max(least, 1) + 1))}
    markers = {row: answers.get(f"{name}.{row}", "") for row in ids}
    return sorted((row for row in ids if markers[row] != REMOVED), key=lambda row: (_position(row, markers[row]), row))


def fill_rows(reading: Reading, name: str, columns: tuple[Field, ...], ids: list[str]) -> tuple[Row, ...]:
    """Column by column, so that a computed one may use the whole of those before it."""
    table = _Table(reading, name, frozenset(column.key for column in columns))
    rows = [_InRow(table, row) for row in ids]
    for column in columns:
        for row in rows:
            row.fill(column)
        table.whole[column.key] = _column((row.as_it_is() for row in rows), column.key)
    return tuple(row.as_it_is() for row in rows)


def totals_of(table: Field, rows: tuple[Row, ...]) -> dict[str, str]:
    """By column, as people read it."""
    columns = table.columns_by_key
    return {key: show(columns[key], sum(_column(rows, key), start=Decimal(0))) for key in table.totals}


def _column(rows: Iterable[Row], key: str) -> list[Decimal]:
    return [number for row in rows for cell in row.cells if cell.field.key == key for number in numbers_in(cell)]


def numbers_in(*filled: Filled) -> list[Decimal]:
    """What is a number and right; a text that looks like one is a text."""
    numbers = (as_number(one.worth) for one in filled if not isinstance(one.worth, str))
    return [number for number in numbers if number is not None]


@dataclass(frozen=True, slots=True)
class _Table:
    """`own`: keys of its columns; `whole`: the numbers of those that are done."""

    reading: Reading
    name: str
    own: frozenset[str]
    whole: dict[str, list[Decimal]] = field(default_factory=dict)


class _InRow:
    """What a name means in one row: a column of it first, then a whole column of the table, then what is outside."""

    def __init__(self, table: _Table, row: str) -> None:
        self._table, self._row = table, row
        self._cells: dict[str, Filled] = {}

    def fill(self, column: Field) -> None:
        """Nothing where the column is hidden in this row."""
        reading = self._table.reading
        if column.when is None or holds(column.when, self.value_of, reading.today):
            self._cells[column.key] = self._cell(column, f"{self._table.name}.{self._row}.{column.key}")

    def _cell(self, column: Field, name: str) -> Filled:
        match column.type:
            case FieldType.COMPUTED:
                return self._table.reading.compute(column, name, self.numbers_of)
            case FieldType.HEADING | FieldType.EXPLANATION:
                return Filled(name, column)
        return self._table.reading.read(column, name, self.value_of)

    def as_it_is(self) -> Row:
        row = Row(self._row, f"{self._table.name}.{self._row}", tuple(self._cells.values()))
        if not row.is_blank:
            return row
        return replace(row, cells=tuple(Filled(cell.name, cell.field, cell.text) for cell in row.cells))

    def value_of(self, name: str) -> Value | None:
        if name in self._table.own:
            cell = self._cells.get(name)
            return cell.worth if cell else None
        if self._is_whole_column(name):
            numbers = self.numbers_of(name)
            return sum(numbers, start=Decimal(0)) if numbers else None
        return self._table.reading.value_of(name)

    def numbers_of(self, name: str) -> list[Decimal]:
        if name in self._table.own:
            cell = self._cells.get(name)
            return numbers_in(cell) if cell else []
        if self._is_whole_column(name):
            return self._table.whole.get(name.removeprefix(f"{self._table.name}."), [])
        return self._table.reading.numbers_of(name)

    def _is_whole_column(self, name: str) -> bool:
        return name.startswith(f"{self._table.name}.")


def _position(row: str, marker: str) -> int:
    return next((int(text) for text in (marker, row) if PLACE.fullmatch(text)), LATE)
