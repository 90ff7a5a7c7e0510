"""A filled field as lines of a list, label and value: the summary, the receipt and the agents' page show the same."""

from collections.abc import Iterator

from webapp.core import french
from webapp.schemes.accounting import Side
from webapp.schemes.definition import WITH_COLUMNS, WORDS_ONLY
from webapp.schemes.filled import Budget, Filled

Line = tuple[str, str]
TOTALS = {Side.EXPENSES: "Total des charges", Side.INCOME: "Total des produits"}
TOTALS_IN_KIND = {
    Side.EXPENSES: "Emplois des contributions volontaires",
    Side.INCOME: "Contributions volontaires",
}


def printed(filled: Filled) -> Iterator[Line]:
    """What is not valid yet stays as it was typed; a value is empty where nothing was."""
    if filled.field.type in WORDS_ONLY:
        return
    if filled.budget and not filled.is_blank:
        yield from _budget(filled.budget)
    elif filled.field.type in WITH_COLUMNS:
        yield from _rows(filled)
    else:
        yield filled.field.label, filled.shown or filled.text


def _rows(filled: Filled) -> Iterator[Line]:
    given = [row for row in filled.rows if not row.is_blank]
    for number, row in enumerate(given, 1):
        cells = (f"{cell.field.label} : {cell.shown or cell.text}" for cell in row.cells if cell.shown or cell.text)
        yield f"{filled.field.label}, {number}", " ; ".join(cells)
    if not given:
        yield filled.field.label, ""
    for key, total in filled.totals.items() if given else ():
        yield f"{filled.field.label}, total : {filled.field.columns_by_key[key].label}", total


def _budget(budget: Budget) -> Iterator[Line]:
    for one in budget.classes:
        for line in one.lines:
            label = f"{line.account.code} – {line.account.label}"
            if line.cell and line.cell.text.strip():
                yield label, line.cell.shown or line.cell.text
            for row in line.funders:
                if not row.is_blank:
                    funder, amount = (cell.shown or cell.text for cell in row.cells)
                    yield f"{label} : {funder}", amount
    for side in Side:
        yield TOTALS[side], french.euros(budget.totals[side])
        if budget.totals_in_kind[side]:
            yield TOTALS_IN_KIND[side], french.euros(budget.totals_in_kind[side])
