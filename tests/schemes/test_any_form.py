"""Properties of the engine that hold of every form, whatever is typed in it."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.definitions import TODAY
from tests.schemes.any_form import FACTS, TYPED, answers, control_names, definitions
from webapp.applications.rules import control_id, missing
from webapp.schemes.asked import asked_answers
from webapp.schemes.controls import find_control
from webapp.schemes.definition import WITH_COLUMNS, Field, FieldType, SchemeDefinition
from webapp.schemes.engine import fill
from webapp.schemes.filled import Filled, FilledForm
from webapp.schemes.printed import printed
from webapp.schemes.values import show, understand

HALF_AS_MANY = settings(max_examples=50)
"""A whole form is long to draw."""


def _drawn(data: st.DataObject) -> tuple[SchemeDefinition, dict[str, str], FilledForm]:
    definition = data.draw(definitions())
    typed = data.draw(answers(definition))
    return definition, typed, fill(definition, typed, {}, TODAY)


@HALF_AS_MANY
@given(st.data())
def test_every_form_can_be_filled_in_with_anything(data: st.DataObject) -> None:
    """As it is shown: everything that pages ask of it is asked here."""
    definition = data.draw(definitions())
    form = fill(definition, data.draw(answers(definition)), data.draw(FACTS), TODAY)
    assert [*form.steps] == [form.step(step.step.key) for step in form.steps]
    assert all(isinstance(text, str) for filled in form.fields for line in printed(filled) for text in line)


@HALF_AS_MANY
@given(st.data())
def test_the_same_answers_make_the_same_form_in_whatever_order_they_come(data: st.DataObject) -> None:
    definition, typed, form = _drawn(data)
    pairs = [*typed.items()]
    random.Random(data.draw(st.integers(0, 99))).shuffle(pairs)
    assert fill(definition, dict(pairs), {}, TODAY) == form


@HALF_AS_MANY
@given(st.data(), st.sampled_from(TYPED))
def test_an_answer_to_what_is_not_asked_changes_nothing(data: st.DataObject, text: str) -> None:
    definition, typed, form = _drawn(data)
    shown = {filled.field.key for filled in (*form.eligibility, *form.fields)}
    not_asked = [name for name in control_names(definition) if name.partition(".")[0] not in shown]
    assert fill(definition, typed | dict.fromkeys(not_asked, text), {}, TODAY) == form
    assert fill(definition, {name: typed[name] for name in typed if name not in not_asked}, {}, TODAY) == form


@HALF_AS_MANY
@given(st.data())
def test_what_is_sent_fills_the_same_form_again_and_holds_nothing_hidden(data: st.DataObject) -> None:
    definition, typed, form = _drawn(data)
    sent = asked_answers(form, typed)
    assert fill(definition, sent, {}, TODAY) == form
    assert asked_answers(form, sent) == sent
    shown = {filled.field.key for filled in (*form.eligibility, *form.fields)}
    assert [name for name in sent if name.partition(".")[0] not in shown] == []


@HALF_AS_MANY
@given(st.data(), st.sampled_from(TYPED))
def test_nor_does_one_to_a_cell_that_is_hidden_in_its_row(data: st.DataObject, text: str) -> None:
    definition, typed, form = _drawn(data)
    shown = {leaf.name for filled in (*form.eligibility, *form.fields) for leaf in filled.leaves}
    rows = {row.name for filled in form.fields for row in filled.rows}
    cells = [name for name in control_names(definition) if name.rpartition(".")[0] in rows and name not in shown]
    assert fill(definition, typed | dict.fromkeys(cells, text), {}, TODAY) == form


@HALF_AS_MANY
@given(st.data(), st.text(max_size=20), st.sampled_from(TYPED))
def test_nor_does_one_under_a_name_that_the_form_does_not_have(data: st.DataObject, ending: str, text: str) -> None:
    definition, typed, form = _drawn(data)
    names = [ending, *(f"{name}.{ending}" for name in control_names(definition))]
    unknown = [name for name in names if find_control(definition, name) is None]
    assert fill(definition, typed | dict.fromkeys(unknown, text), {}, TODAY) == form


@HALF_AS_MANY
@given(st.data())
def test_every_name_of_the_form_is_known(data: st.DataObject) -> None:
    definition, _, _ = _drawn(data)
    assert [name for name in control_names(definition) if find_control(definition, name) is None] == []


@HALF_AS_MANY
@given(st.data())
def test_a_form_that_misses_nothing_has_a_value_for_all_that_is_required(data: st.DataObject) -> None:
    """Said the other way round, so that each form that lacks something tries it."""
    _, _, form = _drawn(data)
    told = {item.anchor for item in missing(form, {}, ())}
    for filled in (*form.eligibility, *form.fields):
        if filled.field.required and filled.worth is None:
            assert told & {control_id(leaf.name) for leaf in filled.leaves}, filled.name
        for row in filled.rows:
            lacking = [cell for cell in row.cells if cell.field.required and cell.worth is None]
            for cell in lacking:
                is_to_give = cell.field.is_answered and not row.is_blank
                assert (control_id(cell.name) in told) is is_to_give, cell.name


@HALF_AS_MANY
@given(st.data())
def test_what_is_told_as_missing_or_wrong_is_something_that_is_asked(data: st.DataObject) -> None:
    _, _, form = _drawn(data)
    leaves = [leaf for filled in (*form.eligibility, *form.fields) for leaf in filled.leaves]
    told = missing(form, {}, ())
    assert all(item.sentence.strip() for item in told)
    assert [item.anchor for item in told] == [control_id(leaf.name) for leaf in leaves if leaf.problem or leaf.missing]


@HALF_AS_MANY
@given(st.data())
def test_a_total_is_the_sum_of_what_stands_above_it(data: st.DataObject) -> None:
    """As somebody finds who adds up what the page shows."""
    _, _, form = _drawn(data)
    for filled in form.fields:
        if filled.field.type in WITH_COLUMNS:
            for key, total in filled.totals.items():
                column = filled.field.columns_by_key[key]
                cells = [cell for row in filled.rows for cell in row.cells if cell.field.key == key]
                if not column.hidden:
                    assert total == show(column, sum(map(_as_shown, cells)))  # type: ignore[arg-type]


def _as_shown(cell: Filled) -> object:
    """The number that is read; of a wrong one nothing."""
    if cell.problem or not cell.shown:
        return 0
    kind = cell.field.result if cell.field.type is FieldType.COMPUTED else cell.field.type
    field = Field(key="cell", type=kind, label="Cellule")
    return understand(field, cell.shown).value
