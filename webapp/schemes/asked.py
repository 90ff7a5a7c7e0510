"""What of the answers goes with an application that is sent: what its form asks, and nothing that is hidden."""

from collections.abc import Mapping

from webapp.schemes.controls import ROW, find_control, table_and_row
from webapp.schemes.filled import FilledForm


def asked_answers(form: FilledForm, answers: Mapping[str, str]) -> dict[str, str]:
    """The texts by control. They fill the same form again: the rows keep their places, those taken out stay out."""
    fields = [*form.eligibility, *form.fields]
    lines = [line for field in fields if field.budget for line in field.budget.lines]
    controls = {leaf.name for field in fields for leaf in field.leaves}
    tables = {field.name for field in fields} | {line.name for line in lines}
    rows = [row.name for field in fields for row in field.rows] + [row.name for line in lines for row in line.funders]
    sent = {name: text for name, text in answers.items() if name in controls or _table_of(form, name) in tables}
    return dict.fromkeys(rows, "") | sent


def _table_of(form: FilledForm, name: str) -> str | None:
    """Of which table this is the marker of a row; None for any other control."""
    place = table_and_row(name) if find_control(form.definition, name) is ROW else None
    return place[0] if place else None
