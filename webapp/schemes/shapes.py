"""A filled section as what one prints of it: lists, tables, repeated blocks, a budget. Plain JSON, values as they read.

Each part has a `kind`; which keys go with it is said in the header of `webapp/adapters/pdf/application.typ`.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from webapp.core import french
from webapp.schemes import texts
from webapp.schemes.accounting import Side
from webapp.schemes.definition import NUMBERS, WORDS_ONLY, Field, FieldType
from webapp.schemes.filled import Budget, BudgetClass, BudgetLine, Filled
from webapp.schemes.printed import TOTALS, TOTALS_IN_KIND, printed

MOST_COLUMNS = 6
"""That a sheet of paper takes; the rows of a wider table are printed one after the other, like repeated blocks."""
SIDES = {Side.EXPENSES: "Charges", Side.INCOME: "Produits"}
SIDES_IN_KIND = {
    Side.EXPENSES: "Emplois des contributions volontaires en nature",
    Side.INCOME: "Contributions volontaires en nature",
}

Shape = dict[str, Any]


def shapes(fields: Iterable[Filled]) -> list[Shape]:
    """In the order of the section. What is not valid yet stays as it was typed, what was not given is empty.

    Explanations are left out: they help to answer, and are no part of what one says.
    """
    found: list[Shape] = []
    for kind, group in groupby(fields, _kind):
        match kind:
            case "answers":
                found.append(answers(line for field in group for line in printed(field)))
            case "explanation":
                continue
            case _:
                found += [_ONE_BY_ONE[kind](field) for field in group]
    return found


def answers(lines: Iterable[tuple[str, str]]) -> Shape:
    return {"kind": "answers", "answers": [{"label": label, "value": value} for label, value in lines]}


def _kind(filled: Filled) -> str:
    """Of a table, a repeated block or a budget in which nothing is given: one line, like any question."""
    field = filled.field
    if field.type in (FieldType.HEADING, FieldType.EXPLANATION):
        return str(field.type)
    if filled.is_blank or field.type not in (FieldType.TABLE, FieldType.BLOCKS, FieldType.BUDGET):
        return "answers"
    if field.type is FieldType.TABLE and len(field.columns) > MOST_COLUMNS:
        return "blocks"
    return str(field.type)


def _heading(filled: Filled) -> Shape:
    return {"kind": "heading", "title": filled.field.label}


def _table(filled: Filled) -> Shape:
    columns = [column for column in filled.field.columns if not column.hidden and column.type not in WORDS_ONLY]
    rows = []
    for row in filled.rows:
        if not row.is_blank:
            cells = {cell.field.key: cell.shown or cell.text for cell in row.cells}
            rows.append([cells.get(column.key, "") for column in columns])
    totals = [filled.totals.get(column.key, "") for column in columns]
    return {
        "kind": "table",
        "title": filled.field.label,
        "columns": [{"label": column.label, "is_number": _is_number(column)} for column in columns],
        "rows": rows,
        "totals": [totals[0] or texts.TOTAL, *totals[1:]] if any(totals) else [],
    }


def _is_number(column: Field) -> bool:
    return (column.result if column.type is FieldType.COMPUTED else column.type) in NUMBERS


def _blocks(filled: Filled) -> Shape:
    blocks = []
    for number, row in enumerate((row for row in filled.rows if not row.is_blank), 1):
        cells = (line for cell in row.cells for line in printed(cell))
        blocks.append({"title": f"{filled.field.label}, {number}", **answers(cells)})
    totals = [(filled.field.columns_by_key[key].label, total) for key, total in filled.totals.items()]
    return {"kind": "blocks", "title": filled.field.label, "blocks": blocks, "totals": answers(totals)["answers"]}


def _budget(filled: Filled) -> Shape:
    assert filled.budget is not None  # noqa: S101  (_kind has looked)
    budget = filled.budget
    sides = [_side(budget, side, SIDES, TOTALS, is_in_kind=False) for side in Side]
    if any(budget.totals_in_kind.values()):
        sides += [_side(budget, side, SIDES_IN_KIND, TOTALS_IN_KIND, is_in_kind=True) for side in Side]
    return {"kind": "budget", "title": filled.field.label, "sides": sides, "imbalance": list(budget.imbalance)}


def _side(
    budget: Budget, side: Side, titles: Mapping[Side, str], totals: Mapping[Side, str], *, is_in_kind: bool
) -> Shape:
    """`level` of a line: 0 a class with its total, 1 an account, 2 one of its funders."""
    total = budget.totals_in_kind[side] if is_in_kind else budget.totals[side]
    classes = (one for one in budget.classes if one.account_class.side is side)
    lines = [
        {"level": level, "label": label, "amount": amount}
        for one in classes
        if one.account_class.is_in_kind is is_in_kind and one.is_given
        for level, label, amount in _class_lines(one)
    ]
    return {"title": titles[side], "lines": lines, "total": {"label": totals[side], "amount": french.euros(total)}}


def _class_lines(one: BudgetClass) -> Iterator[tuple[int, str, str]]:
    account_class = one.account_class
    if not account_class.accounts:
        yield 0, f"{account_class.code} – {account_class.label}", _amount(one.lines[0])
        return
    yield 0, f"{account_class.code} – {account_class.label}", french.euros(one.total)
    for line in one.lines:
        label = f"{line.account.code} – {line.account.label}"
        if line.cell and line.cell.text.strip():
            yield 1, label, _amount(line)
        funders = [row for row in line.funders if not row.is_blank]
        if funders:
            yield 1, label, french.euros(line.total)
        for row in funders:
            name, amount = (cell.shown or cell.text for cell in row.cells)
            yield 2, name, amount


def _amount(line: BudgetLine) -> str:
    return line.cell.shown or line.cell.text if line.cell else french.euros(line.total or Decimal(0))


_ONE_BY_ONE = {"heading": _heading, "table": _table, "blocks": _blocks, "budget": _budget}
