"""The names under which answers are sent and kept: those of the form, and none of what somebody makes up."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.definitions import asked, computed, fill_in, question, scheme, table
from webapp.schemes.controls import (
    POSTAL_LABELS,
    ROW,
    find_control,
    rows_at_first,
    rows_at_most,
    table_and_row,
)
from webapp.schemes.definition import FieldType
from webapp.schemes.filled import Filled

DEFINITION = scheme(
    asked("objet"),
    asked("siege", "address"),
    table("depenses", asked("ht", "amount"), computed("double", sum=["ht"]), rows_min=2, rows_max=10),
    asked("lieux", "blocks", columns=[asked("nom"), asked("note", "explanation")]),
    asked("budget", "budget"),
    asked("titre", "heading"),
    asked("nom", "fact", fact="name"),
    computed("total", sum=["depenses.ht"]),
    eligibility=[question("region")],
)
FORM = fill_in(DEFINITION, {"depenses.r4k2": "3", "budget.744.r2.funder": "Cahors"})


def _rows(filled: Filled) -> Iterator[str]:
    yield from (row.name for row in filled.rows)
    for line in filled.budget.lines if filled.budget else ():
        yield from (row.name for row in line.funders)


def _sent() -> list[str]:
    """By the templates: each leaf that has a control, and the marker of each row."""
    leaves = [leaf for filled in (*FORM.eligibility, *FORM.fields) for leaf in filled.leaves]
    compound = {FieldType.ADDRESS, FieldType.TABLE, FieldType.BLOCKS, FieldType.BUDGET}
    answered = [leaf.name for leaf in leaves if leaf.field.is_answered and leaf.field.type not in compound]
    return [*answered, *(name for filled in FORM.fields for name in _rows(filled))]


SENT = _sent()


@pytest.mark.parametrize("name", SENT)
def test_what_the_form_sends_is_known(name: str) -> None:
    assert find_control(DEFINITION, name) is not None


def test_each_is_read_as_the_form_shows_it() -> None:
    leaves = {leaf.name: leaf.field for filled in FORM.fields for leaf in filled.leaves}
    for name in SENT:
        control = find_control(DEFINITION, name)
        assert control is ROW or name == "region" or control == leaves[name]


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "...",
        "inconnu",
        "objet.",
        "objet.x",
        ".objet",
        "Objet",
        " objet",
        "objet\n",
        "region.1",
        "a.b.c.d.e",
        "titre",
        "nom",
        "total",
        "siege",
        "siege.country",
        "siege.street.1",
        "depenses",
        "depenses.",
        "depenses..ht",
        "depenses.1.",
        "depenses.1.column.x",
        "depenses.1.ht.x",
        "depenses.1.double",
        "depenses.1.nom",
        "depenses.-1",
        "depenses.1 ",
        "depenses.1\n",
        "depenses.١.ht",
        "depenses.²",
        "depenses.r_1",
        "depenses.R1",
        "depenses.rrrrrrrrrrrrr",
        "depenses.613",
        "depenses.street",
        "depenses.street.ht",
        "lieux.1.note",
        "budget",
        "budget.60",
        "budget.613.1",
        "budget.613.amount",
        "budget.744",
        "budget.744.1.who",
        "budget.744.1.amount.1",
        "budget.charges",
        "budget.1",
        "total.1.ht",
        "__class__",
        "fact:name",
    ],
)
def test_what_no_form_sends_is_unknown(name: str) -> None:
    assert find_control(DEFINITION, name) is None


@pytest.mark.parametrize("piece", ["a", ".", "depenses.", "١", "9", "depenses.1.ht."])
def test_a_name_without_end_is_unknown(piece: str) -> None:
    """A search that grows faster than the name would not end here."""
    for length in (10_000, 1_000_000):
        assert find_control(DEFINITION, (piece * length)[:length]) is None


WORDS = st.sampled_from([*DEFINITION.fields_by_key, "region", "1", "r2", "613", "744", "funder", "ht", *POSTAL_LABELS])


@given(st.lists(WORDS | st.text(max_size=3), max_size=5).map(".".join))
def test_a_known_name_is_one_that_a_form_shows(name: str) -> None:
    """Kept, it is somewhere on the page, where the person sees it and can change it."""
    known = find_control(DEFINITION, name) is not None
    form = fill_in(DEFINITION, {name: "7"})
    names = {leaf.name for filled in (*form.eligibility, *form.fields) for leaf in filled.leaves if leaf.text == "7"}
    rows = {row for filled in form.fields for row in _rows(filled)}
    assert known is (name in names | rows)


class TestPlaceOfARow:
    @pytest.mark.parametrize(
        ("name", "place"),
        [
            ("objet", None),
            ("siege.street", None),
            ("budget.613", None),
            ("depenses.1", ("depenses", "1")),
            ("depenses.r2.ht", ("depenses", "r2")),
            ("budget.744.1", ("budget.744", "1")),
            ("budget.744.1.amount", ("budget.744", "1")),
        ],
    )
    def test_is_told_by_its_name(self, name: str, place: tuple[str, str] | None) -> None:
        assert find_control(DEFINITION, name) is not None
        assert table_and_row(name) == place

    def test_every_row_and_cell_of_the_form_has_its_own(self) -> None:
        for filled in FORM.fields:
            for row in filled.rows:
                assert table_and_row(row.name) == (filled.name, row.id)
                assert {table_and_row(cell.name) for cell in row.cells} == {(filled.name, row.id)}
            for line in filled.budget.lines if filled.budget else ():
                for row in line.funders:
                    assert {table_and_row(name) for name in (row.name, *(cell.name for cell in row.cells))} == {
                        (line.name, row.id)
                    }

    def test_how_many_there_may_be(self) -> None:
        assert [rows_at_first(DEFINITION, table) for table in ("depenses", "lieux", "budget.744")] == [2, 1, 1]
        assert [rows_at_most(DEFINITION, table) for table in ("depenses", "lieux", "budget.744")] == [10, 50, 50]
