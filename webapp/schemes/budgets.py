"""The lines of a budget with their amounts, its totals, and what keeps its two sides from being equal."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from webapp.core import french
from webapp.schemes import texts
from webapp.schemes.accounting import CLASSES, Account, AccountClass, Side
from webapp.schemes.controls import AMOUNT, FUNDER_CELLS, budget_cell
from webapp.schemes.definition import Field
from webapp.schemes.filled import Budget, BudgetClass, BudgetLine, Filled, Row
from webapp.schemes.formulas import to_cents

ReadCell = Callable[[Field, str], Filled]
"""From a field and the name of its answer."""
ReadRows = Callable[[str, tuple[Field, ...]], tuple[Row, ...]]
"""From the name of a line that has rows, and the columns of each."""
NOTHING = Decimal(0)


def read_budget(name: str, read_cell: ReadCell, read_rows: ReadRows) -> Budget:
    classes = tuple(_read_class(one, name, read_cell, read_rows) for one in CLASSES)
    totals, in_kind = ({side: _total(classes, side, is_in_kind=kind) for side in Side} for kind in (False, True))
    return Budget(classes, totals, in_kind, _imbalance(totals, in_kind))


def budget_numbers(budget: Budget, name: str) -> list[Decimal]:
    """`charges`, `produits`: a side; `charges_60`, `produits_74`: a class. Nothing where nothing is typed."""
    side, _, code = name.partition("_")
    found = [
        one
        for one in budget.classes
        if one.account_class.side == side
        and (one.account_class.code == code if code else not one.account_class.is_in_kind)
        and one.is_given
    ]
    return [sum((one.total for one in found), start=NOTHING)] if found else []


def _read_class(one: AccountClass, name: str, read_cell: ReadCell, read_rows: ReadRows) -> BudgetClass:
    lines = tuple(_read_line(line, f"{name}.{line.code}", read_cell, read_rows) for line in one.lines)
    cells = [line.cell for line in lines if line.cell] + [
        cell for line in lines for row in line.funders for cell in row.cells
    ]
    total = sum((line.total for line in lines), start=NOTHING)
    return BudgetClass(one, lines, total, is_given=any(cell.text.strip() for cell in cells))


def _read_line(line: Account, name: str, read_cell: ReadCell, read_rows: ReadRows) -> BudgetLine:
    if not line.is_by_funder:
        cell = read_cell(budget_cell(line.label), name)
        return BudgetLine(line, name, cell, (), _amount(cell))
    rows = read_rows(name, FUNDER_CELLS)
    amounts = [_amount(cell) for row in rows for cell in row.cells if cell.field.key == AMOUNT]
    return BudgetLine(line, name, None, rows, sum(amounts, start=NOTHING))


def _amount(cell: Filled) -> Decimal:
    return cell.worth if isinstance(cell.worth, Decimal) else NOTHING


def _total(classes: tuple[BudgetClass, ...], side: Side, *, is_in_kind: bool) -> Decimal:
    return sum(
        (one.total for one in classes if one.account_class.side is side and one.account_class.is_in_kind is is_in_kind),
        start=NOTHING,
    )


def _imbalance(totals: Mapping[Side, Decimal], in_kind: Mapping[Side, Decimal]) -> tuple[str, ...]:
    found = []
    for sums, sentences in ((totals, texts.IMBALANCE), (in_kind, texts.IMBALANCE_IN_KIND)):
        difference = to_cents(sums[Side.EXPENSES] - sums[Side.INCOME])
        if difference:
            lacking = Side.INCOME if difference > 0 else Side.EXPENSES
            found.append(sentences[lacking].format(amount=french.euros(abs(difference))))
    return tuple(found)
