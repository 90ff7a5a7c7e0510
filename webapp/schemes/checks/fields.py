"""One field, or one column of a table: its keys go with its type, and its bounds, formula and totals make sense."""

from collections.abc import Iterator
from typing import Any

from webapp.schemes.checks.comparisons import condition, constant_problem, is_day, operand
from webapp.schemes.checks.names import Names
from webapp.schemes.checks.places import Found, Place
from webapp.schemes.checks.shape import nearest
from webapp.schemes.conditions import Operand, as_number
from webapp.schemes.definition import NOT_TYPED, NUMBERS, WITH_COLUMNS, WORDS_ONLY, Bound, Field, FieldType
from webapp.schemes.dependencies import own_names
from webapp.schemes.formulas import Formula

NO_COLUMN = {*WITH_COLUMNS, FieldType.BUDGET, FieldType.ADDRESS, FieldType.HEADING, FieldType.FACT}
BOUNDED = {*NUMBERS, FieldType.DATE}
GOES_WITH: dict[str, set[FieldType]] = {
    "required": {*FieldType} - NOT_TYPED | {FieldType.FACT},
    "text": WORDS_ONLY,
    "minimum": BOUNDED,
    "maximum": BOUNDED,
    "max_length": {FieldType.TEXT, FieldType.LONG_TEXT},
    "unit": {*NUMBERS, FieldType.COMPUTED},
    "rows_min": WITH_COLUMNS,
    "rows_max": WITH_COLUMNS,
    "row_name": WITH_COLUMNS,
    "totals": WITH_COLUMNS,
    "result": {FieldType.COMPUTED},
    "hidden": {FieldType.COMPUTED},
}
"""Beside another type, nobody would read them."""
_DEFAULTS = Field(key="nothing", type=FieldType.TEXT, label="Without any other key")


def column(asked: Field, place: Place, names: Names, row: Field) -> Iterator[Found]:
    """`row`: the table whose column it is. Cells are worked out in the order of the columns."""
    if asked.type in NO_COLUMN:
        yield (*place, "type"), f"a column cannot be of type {asked.type}"
    keys = [other.key for other in row.columns]
    later = {*keys[keys.index(asked.key) :]}
    for name in own_names(asked):
        if name == row.key or name.removeprefix(f"{row.key}.") in later:
            yield place, f'needs "{name}", which does not come before it: columns are worked out in their order'
    yield from field(asked, place, names, row)


def field(asked: Field, place: Place, names: Names, row: Field | None = None) -> Iterator[Found]:
    yield from _keys_of_other_types(asked, place)
    if len({*asked.choices}) < len(asked.choices):
        yield (*place, "choices"), "one of the choices is there twice"
    if asked.when:
        yield from condition(asked.when, (*place, "when"), names, row)
    if asked.formula:
        yield from _formula(asked, asked.formula, (*place, "formula"), names, row)
    if asked.type in BOUNDED:
        yield from _bounds(asked, place, names, row)
    if asked.type in WITH_COLUMNS:
        yield from _rows(asked, place)


def _keys_of_other_types(asked: Field, place: Place) -> Iterator[Found]:
    for key, types in GOES_WITH.items():
        if asked.type not in types and getattr(asked, key) != getattr(_DEFAULTS, key):
            yield (*place, key), f"goes with {', '.join(sorted(types))}, not with {asked.type}"


def _formula(asked: Field, formula: Formula, place: Place, names: Names, row: Field | None) -> Iterator[Found]:
    if asked.result not in NUMBERS:
        yield (*place[:-1], "result"), f"a computed value is a number: {', '.join(sorted(NUMBERS))}"
    for name in formula.names:
        kind = names.type_of(name, row)
        if kind is None:
            yield from names.unknown(name, place, row)
        elif kind in WITH_COLUMNS and formula.kind != "count":
            yield place, f'"{name}" is a table: name one of its columns, "{name}.…", or count its rows'
        elif kind not in WITH_COLUMNS and formula.kind == "count" and "." not in name:
            yield place, f'"{name}" is no table: only rows are counted'
        elif kind not in {*NUMBERS, *WITH_COLUMNS}:
            yield place, f'"{name}" is of type {kind}: a formula needs numbers'


def _bounds(asked: Field, place: Place, names: Names, row: Field | None) -> Iterator[Found]:
    for key in ("minimum", "maximum"):
        bound = getattr(asked, key)
        if isinstance(bound, Operand):
            yield from operand(bound, asked.type, (*place, key), names, row)
        elif bound is not None and (problem := constant_problem(bound, asked.type)):
            yield (*place, key), problem
    least, most = _comparable(asked.minimum), _comparable(asked.maximum)
    if least is not None and type(least) is type(most) and least > most:
        yield (*place, "minimum"), "is above the maximum: no answer could be right"


def _comparable(bound: Bound | None) -> Any:
    """A number, or a day as ISO writes it; None for what another value decides."""
    return as_number(bound) if as_number(bound) is not None else bound if is_day(bound) else None


def _rows(asked: Field, place: Place) -> Iterator[Found]:
    if asked.rows_min > asked.rows_max:
        yield (*place, "rows_min"), f"is above rows_max, {asked.rows_max}"
    for key in asked.totals:
        column = asked.columns_by_key.get(key)
        if column is None:
            yield (
                (*place, "totals"),
                f'no column of "{asked.key}" is called "{key}"{nearest(key, asked.columns_by_key)}',
            )
        elif column.type not in NUMBERS and column.type is not FieldType.COMPUTED:
            yield (*place, "totals"), f'the column "{key}" is of type {column.type}: only numbers are summed'
