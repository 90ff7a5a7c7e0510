"""The rows of a table, of a repeated block, of a budget's line."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Protocol

from webapp.schemes.conditions import Lookup, Value, as_number, holds
from webapp.schemes.controls import REMOVED
from webapp.schemes.definition import Field, FieldType
from webapp.schemes.filled import Filled, Row
from webapp.schemes.formulas import Numbers, to_cents
from webapp.schemes.values import show

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
    cells: dict[str, dict[str, Filled]] = {row: {} for row in ids}
    for column in columns:
        for row in ids:
            here = _InRow(reading, name, cells, row)
            if column.when is None or holds(column.when, here.value_of, reading.today):
                cells[row][column.key] = here.fill(column)
    return tuple(_row(row, f"{name}.{row}", tuple(cells[row].values())) for row in ids)


def _row(row: str, name: str, cells: tuple[Filled, ...]) -> Row:
    made = Row(row, name, cells)
    return replace(made, cells=tuple(replace(cell, missing="") for cell in cells)) if made.is_blank else made


def totals_of(field: Field, rows: tuple[Row, ...]) -> dict[str, str]:
    """By column, as people read it."""
    return {
        key: show(field.columns_by_key[key], to_cents(sum(_column(rows, key), start=Decimal(0))))
        for key in field.totals
    }


def _column(rows: Iterable[Row], key: str) -> list[Decimal]:
    return [number for row in rows for cell in row.cells if cell.field.key == key for number in numbers_in(cell)]


def numbers_in(*filled: Filled) -> list[Decimal]:
    """What is a number and right."""
    numbers = (as_number(one.value) for one in filled if not one.problem and not isinstance(one.value, str))
    return [number for number in numbers if number is not None]


class _InRow:
    """What a name means in one row: a column of it first, then a whole column of the table, then what is outside."""

    def __init__(self, reading: Reading, table: str, cells: Mapping[str, dict[str, Filled]], row: str) -> None:
        self._reading, self._table, self._cells, self._row = reading, table, cells, row

    def fill(self, column: Field) -> Filled:
        name = f"{self._table}.{self._row}.{column.key}"
        match column.type:
            case FieldType.COMPUTED:
                return self._reading.compute(column, name, self.numbers_of)
            case FieldType.HEADING | FieldType.EXPLANATION:
                return Filled(name, column)
        return self._reading.read(column, name, self.value_of)

    def value_of(self, name: str) -> Value | None:
        if cell := self._cells[self._row].get(name):
            return None if cell.problem else cell.value
        if name.startswith(f"{self._table}."):
            numbers = self.numbers_of(name)
            return sum(numbers, start=Decimal(0)) if numbers else None
        return self._reading.value_of(name)

    def numbers_of(self, name: str) -> list[Decimal]:
        if cell := self._cells[self._row].get(name):
            return numbers_in(cell)
        if name.startswith(f"{self._table}."):
            key = name.removeprefix(f"{self._table}.")
            return [number for row in self._cells.values() if key in row for number in numbers_in(row[key])]
        return self._reading.numbers_of(name)


def _position(row: str, marker: str) -> int:
    return next((int(text) for text in (marker, row) if text.isascii() and text.isdigit()), LATE)
