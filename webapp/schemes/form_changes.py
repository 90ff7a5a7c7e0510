"""What differs between two fillings of one form, field by field, as people read it: before and after. Pure.

Plain JSON, kept with the version that was sent: the page, the mail and the PDF say the same, for ever.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from webapp.core import french
from webapp.schemes import texts
from webapp.schemes.definition import WITH_COLUMNS, WORDS_ONLY, Field, FieldType, SchemeDefinition
from webapp.schemes.filled import Budget, Filled, FilledForm, Row
from webapp.schemes.printed import TOTALS, TOTALS_IN_KIND
from webapp.schemes.values import show

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
Change = dict[str, Any]


def form_changes(before: FilledForm, after: FilledForm) -> list[Change]:
    """In the order of the form; a field of which nothing differs is left out.

    A change has `step` and `section` (titles), `section_key`, `field` (key; "" of a `piece`), `label`, and `lines`:
    label, before, after, `gap` (by how much an amount or a number went up or down, else empty). Of tables and blocks,
    `rows`: `state` (added, removed or changed), `label` and its own `lines`; their totals, and a budget's lines, are
    in `lines`.
    """
    was, now = _by_key(before), _by_key(after)
    found = []
    for step in after.definition.steps:
        for section in step.sections:
            for field in section.fields:
                lines, rows = _differences(field, was.get(field.key), now.get(field.key))
                if lines or rows:
                    found.append(
                        {
                            "step": step.title,
                            "section": section.title or step.title,
                            "section_key": section.key,
                            "field": field.key,
                            "piece": "",
                            "label": field.label,
                            "lines": lines,
                            "rows": rows,
                        }
                    )
    return found


def _by_key(form: FilledForm) -> dict[str, Filled]:
    return {filled.field.key: filled for filled in form.fields}


def _differences(field: Field, was: Filled | None, now: Filled | None) -> tuple[list[Change], list[Change]]:
    """Its lines and its rows. None: it was, or is, not asked."""
    if field.type in WORDS_ONLY:
        return [], []
    if field.type is FieldType.BUDGET:
        return _lines(_budget(was), _budget(now)), []
    if field.type in WITH_COLUMNS:
        return _lines(_totals(was), _totals(now)), _rows(field, was, now)
    return _lines(_alone(was), _alone(now)), []


@dataclass(frozen=True, slots=True)
class _Said:
    """One line as it reads. `value`: where two of them can be subtracted, in the unit that `field` shows."""

    label: str
    shown: str
    value: Decimal | None = None
    field: Field | None = None


Lines = Mapping[str, _Said]
"""By what they are."""
_NOTHING = _Said("", "")


def _alone(filled: Filled | None) -> Lines:
    return {filled.name: _said(filled.field.label, filled)} if filled else {}


def _said(label: str, filled: Filled) -> _Said:
    shown = filled.shown or filled.text
    if isinstance(filled.value, int | Decimal) and not isinstance(filled.value, bool):
        return _Said(label, shown, Decimal(filled.value), filled.field)
    return _Said(label, shown)


def _totals(filled: Filled | None) -> Lines:
    if filled is None or filled.is_blank:
        return {}
    columns = filled.field.columns_by_key
    return {key: _Said(f"Total : {columns[key].label}", shown) for key, shown in filled.totals.items()}


def _budget(filled: Filled | None) -> Lines:
    if filled is None or filled.budget is None or filled.is_blank:
        return {}
    said: dict[str, _Said] = {}
    for line in filled.budget.lines:
        label = f"{line.account.code} – {line.account.label}"
        if line.cell and line.cell.text.strip():
            said[line.name] = _said(label, line.cell)
        for row in line.funders:
            if not row.is_blank:
                funder, amount = row.cells
                said[row.name] = _said(f"{label} : {funder.shown or funder.text}", amount)
    said.update(_sums(filled.budget))
    return said


def _sums(budget: Budget) -> Lines:
    sums = {TOTALS[side]: total for side, total in budget.totals.items()}
    sums |= {TOTALS_IN_KIND[side]: total for side, total in budget.totals_in_kind.items() if total}
    return {label: _Said(label, french.euros(total), total) for label, total in sums.items()}


def _lines(was: Lines, now: Lines) -> list[Change]:
    """What is in either, in the later order; what is gone comes last."""
    return list(_differing(was, now, [*now, *(key for key in was if key not in now)]))


def _differing(was: Lines, now: Lines, keys: Iterable[str]) -> Iterator[Change]:
    for key in keys:
        old, new = was.get(key, _NOTHING), now.get(key, _NOTHING)
        label, earlier_label = new.label or old.label, old.label or new.label
        if (old.shown, earlier_label) != (new.shown, label):
            yield {"label": label, "before": old.shown, "after": new.shown, "gap": _gap(old, new)}


def _gap(old: _Said, new: _Said) -> str:
    """`+ 1 500,00 €` or `− 3`; empty where one of them is missing."""
    if old.value is None or new.value is None or old.value == new.value:
        return ""
    gap = new.value - old.value
    size = show(new.field, abs(gap)) if new.field else french.euros(abs(gap))
    return f"{'+' if gap > 0 else '−'}{french.NO_BREAK_SPACE}{size}"


def _rows(field: Field, was: Filled | None, now: Filled | None) -> list[Change]:
    """Each row is told by its own name, wherever it stands."""
    old, new = _given(was), _given(now)
    found = []
    for name in [*new, *(name for name in old if name not in new)]:
        before, after = old.get(name), new.get(name)
        lines = _lines(_cells(before), _cells(after))
        if lines:
            state = CHANGED if before and after else ADDED if after else REMOVED
            number = list(new if after else old).index(name) + 1
            found.append({"state": state, "label": f"{field.label}, {number}", "lines": lines})
    return found


def _given(filled: Filled | None) -> dict[str, Row]:
    return {row.name: row for row in filled.rows if not row.is_blank} if filled else {}


def _cells(row: Row | None) -> Lines:
    return {cell.field.key: _said(cell.field.label, cell) for cell in row.cells} if row else {}


Files = Mapping[str, Sequence[tuple[str, str]]]
"""By slot, what tells a file from another, and its name."""


def piece_changes(definition: SchemeDefinition, before: Files, after: Files) -> list[Change]:
    """The slots whose files are not the same; as form_changes, with the names of the files, one a line."""
    return [
        {
            "step": texts.PIECES,
            "section": texts.PIECES,
            "section_key": "",
            "field": "",
            "piece": piece.key,
            "label": piece.label,
            "lines": [{"label": piece.label, "before": _names(was), "after": _names(now), "gap": ""}],
            "rows": [],
        }
        for piece in definition.pieces
        for was, now in [(before.get(piece.key, ()), after.get(piece.key, ()))]
        if {one for one, _ in was} != {one for one, _ in now}
    ]


def _names(files: Sequence[tuple[str, str]]) -> str:
    return "\n".join(name for _, name in files)
