"""Tables and repeated blocks: which rows are there, in which order, and what their cells come to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.definitions import Part, asked, computed, fill_in, scheme, table, the
from webapp.core import french
from webapp.schemes.controls import REMOVED
from webapp.schemes.filled import Filled, FilledForm
from webapp.schemes.rows import row_ids

COLUMNS = asked("objet", required=True), asked("ht", "amount", required=True), asked("tva", "amount")
SPENT = {
    "depenses.1.objet": "Un four",
    "depenses.1.ht": "1 000",
    "depenses.1.tva": "200",
    "depenses.r7.objet": "Une table",
    "depenses.r7.ht": "0,10",
}


def _expenses(*columns: Part, **options: object) -> Part:
    return table("depenses", *(columns or COLUMNS), **options)


def _filled(answers: dict[str, str], *columns: Part, **options: object) -> Filled:
    return the(fill_in(scheme(_expenses(*columns, **options)), answers), "depenses")


def _ids(filled: Filled) -> list[str]:
    return [row.id for row in filled.rows]


class TestWhichRowsAreThere:
    def test_the_first_ones_need_no_answer(self) -> None:
        assert _ids(_filled({})) == ["1"]
        assert _ids(_filled({}, rows_min=3)) == ["1", "2", "3"]

    def test_others_are_there_once_something_is_kept_of_them(self) -> None:
        assert _ids(_filled({"depenses.r7": "2"})) == ["1", "r7"]
        assert _ids(_filled({"depenses.r7.objet": ""})) == ["1", "r7"]

    @pytest.mark.parametrize(
        "name",
        ["depenses.r8.inconnue", "depenses.R8", "depenses.r8.objet.x", "depenses..objet", "depenses.é", "autre.r8"],
    )
    def test_a_name_that_the_form_does_not_have_makes_no_row(self, name: str) -> None:
        assert _ids(_filled({name: "x"})) == ["1"]

    def test_one_that_was_taken_out_is_gone_with_its_answers(self) -> None:
        filled = _filled(SPENT | {"depenses.1": REMOVED}, totals=["ht"])
        assert _ids(filled) == ["r7"]
        assert filled.totals == {"ht": "0,10\u00a0€"}

    def test_all_may_be_taken_out(self) -> None:
        filled = _filled({"depenses.1": REMOVED})
        assert (filled.rows, filled.value, filled.missing) == ((), None, "")

    def test_they_stand_where_their_marker_says(self) -> None:
        answers = {"depenses.r9": "2", "depenses.r1": "4", "depenses.r5": "3"}
        assert _ids(_filled(answers)) == ["1", "r9", "r5", "r1"]
        assert _ids(_filled({"depenses.10.ht": "1", "depenses.9.ht": "1"})) == ["1", "9", "10"]

    def test_one_without_a_place_is_last(self) -> None:
        assert _ids(_filled({"depenses.ra.ht": "1", "depenses.rb": "12", "depenses.rc": "x"})) == [
            "1",
            "rb",
            "ra",
            "rc",
        ]

    @pytest.mark.parametrize("marker", ["9" * 5_000, "²", "١٢", "-1", "1e9", " 2", "\n"])
    def test_a_marker_that_is_no_place_is_passed_over(self, marker: str) -> None:
        assert _ids(_filled({"depenses.r2": marker})) == ["1", "r2"]

    @given(st.permutations(["1", "2", "ra", "rb", "rc", "r10"]))
    def test_their_order_is_not_that_of_the_answers(self, known: list[str]) -> None:
        answers = {"t.ra": "4", "t.rb": "3", "t.2": REMOVED}
        assert row_ids(answers, "t", known, 1) == ["1", "rb", "ra", "r10", "rc"]


class TestBlankRows:
    """A row where nothing is typed is no row."""

    def test_nothing_in_it_is_missing(self) -> None:
        filled = _filled({"depenses.1.objet": " "})
        assert not any(leaf.missing for leaf in filled.leaves)

    def test_one_that_is_begun_is_to_be_completed(self) -> None:
        filled = _filled({"depenses.1.tva": "3"})
        assert [leaf.name for leaf in filled.leaves if leaf.missing] == ["depenses.1.objet", "depenses.1.ht"]

    def test_nothing_of_it_is_counted(self) -> None:
        definition = scheme(
            _expenses(asked("ht", "amount"), computed("forfait", sum=["ht", 5]), totals=["forfait"], rows_min=3),
            computed("nombre", count="depenses", result="integer"),
            computed("moindre", least=["depenses.forfait"]),
        )
        form = fill_in(definition, {"depenses.2.ht": "10"})
        assert the(form, "depenses").totals == {"forfait": "15,00\u00a0€"}
        assert [the(form, key).value for key in ("nombre", "moindre")] == [1, 15]
        assert [row.cells[1].shown for row in the(form, "depenses").rows] == ["", "15,00\u00a0€", ""]

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"required": True}, "Ajoutez une ligne à « Depenses »."),
            ({"rows_min": 1, "row_name": "une dépense"}, "Ajoutez une dépense à « Depenses »."),
            ({"required": True, "rows_min": 2}, "« Depenses » : ajoutez des lignes, il en faut au moins 2."),
        ],
    )
    def test_they_do_not_make_the_number_that_is_asked_for(self, options: dict[str, object], sentence: str) -> None:
        assert _filled({}, **options).missing == sentence
        two = {"depenses.1.objet": "a", "depenses.r2.objet": "b"}
        assert _filled(two, **options).missing == ""
        assert _filled(two | {"depenses.1": REMOVED, "depenses.r2.objet": ""}, **options).missing == sentence

    def test_one_row_of_two_is_not_enough(self) -> None:
        assert _filled({"depenses.1.objet": "a"}, rows_min=2).missing != ""
        assert _filled({"depenses.1.objet": "a"}).missing == ""


class TestCells:
    def test_a_computed_one_reads_its_own_row_first(self) -> None:
        definition = scheme(asked("ht", "amount"), _expenses(*COLUMNS, computed("ttc", sum=["ht", "tva"])))
        filled = the(fill_in(definition, SPENT | {"ht": "77"}), "depenses")
        assert [row.cells[-1].value for row in filled.rows] == [1200, Decimal("0.1")]

    def test_then_the_whole_column_and_what_is_outside(self) -> None:
        columns = (
            *COLUMNS,
            computed("part", ratio=["ht", "depenses.ht"], result="percentage"),
            computed("aide", rate="taux", of="ht"),
        )
        definition = scheme(asked("taux", "percentage"), _expenses(*columns))
        answers = {"taux": "50", "depenses.1.ht": "30", "depenses.2.ht": "10", "depenses.3.ht": ""}
        filled = the(fill_in(definition, answers), "depenses")
        assert [[cell.value for cell in row.cells[-2:]] for row in filled.rows] == [[75, 15], [25, 5], [None, None]]

    def test_a_column_that_is_hidden_in_a_row_is_not_given_there(self) -> None:
        columns = (
            asked("neuf", "yes_no"),
            asked("prix", "amount", when={"of": "neuf", "is": "oui"}, required=True),
            computed("retenu", sum=["prix"]),
            asked("devis", when={"of": "prix", "given": True}),
        )
        definition = scheme(
            asked("prix", "amount"), _expenses(*columns, totals=["prix"]), computed("somme", sum=["depenses.prix"])
        )
        answers = {
            "prix": "999",
            "depenses.1.neuf": "oui",
            "depenses.1.prix": "5",
            "depenses.2.neuf": "non",
            "depenses.2.prix": "7",
        }
        form = fill_in(definition, answers)
        first, second = the(form, "depenses").rows
        assert [cell.field.key for cell in first.cells] == ["neuf", "prix", "retenu", "devis"]
        assert [cell.field.key for cell in second.cells] == ["neuf", "retenu"]
        assert [first.cells[2].value, second.cells[1].value] == [5, 0]
        assert the(form, "depenses").totals == {"prix": "5,00\u00a0€"}
        assert the(form, "somme").value == 5

    def test_a_condition_in_a_row_may_be_about_the_whole_column_or_what_is_outside(self) -> None:
        columns = (
            asked("ht", "amount"),
            asked("devis", when={"of": "depenses.ht", "at_least": 100}),
            asked("motif", when={"of": "urgent", "is": "oui"}),
        )
        definition = scheme(asked("urgent", "yes_no"), _expenses(*columns))

        def keys(answers: dict[str, str]) -> list[str]:
            row = the(fill_in(definition, answers), "depenses").rows[0]
            return [cell.field.key for cell in row.cells]

        assert keys({"depenses.1.ht": "60"}) == ["ht"]
        assert keys({"depenses.1.ht": "60", "depenses.2.ht": "40"}) == ["ht", "devis"]
        assert keys({"urgent": "oui"}) == ["ht", "motif"]

    def test_a_bound_may_be_a_cell_of_the_same_row(self) -> None:
        columns = asked("ht", "amount"), asked("aide", "amount", maximum={"value_of": "ht"})
        answers = {"depenses.1.ht": "10", "depenses.1.aide": "11", "depenses.2.ht": "20", "depenses.2.aide": "11"}
        assert [row.cells[1].problem for row in _filled(answers, *columns).rows] == [
            "Indiquez un montant d'au plus 10,00\u00a0€.",
            "",
        ]

    def test_a_hidden_one_serves_and_is_not_shown(self) -> None:
        columns = (
            asked("ht", "amount"),
            computed("double", sum=["ht", "ht"], hidden=True),
            computed("quadruple", sum=["double", "double"]),
        )
        definition = scheme(_expenses(*columns), computed("somme", sum=["depenses.double"]))
        form = fill_in(definition, {"depenses.1.ht": "3"})
        [row] = the(form, "depenses").rows
        assert [(cell.field.key, cell.value) for cell in row.cells] == [("ht", 3), ("quadruple", 12)]
        assert the(form, "somme").value == 6


class TestTotals:
    def test_are_of_what_is_right(self) -> None:
        assert _filled(SPENT, totals=["ht", "tva"]).totals == {"ht": "1\u202f000,10\u00a0€", "tva": "200,00\u00a0€"}
        assert _filled(SPENT | {"depenses.1.ht": "mille"}, totals=["ht"]).totals == {"ht": "0,10\u00a0€"}
        assert _filled({}, totals=["ht"]).totals == {"ht": "0,00\u00a0€"}

    def test_are_shown_as_their_column(self) -> None:
        answers = {"depenses.1.t": "0,001", "depenses.2.t": "0,0015", "depenses.1.n": "2", "depenses.2.n": "3"}
        columns = asked("t", "decimal", unit="t"), asked("n", "integer")
        assert _filled(answers, *columns, totals=["t", "n"]).totals == {"t": "0,0025\u00a0t", "n": "5"}

    @given(st.lists(st.integers(0, 999_999_999_999), max_size=60))
    def test_are_exact_to_the_cent(self, cents: list[int]) -> None:
        typed = {f"depenses.r{rank}.ht": french.euros(Decimal(one) / 100) for rank, one in enumerate(cents)}
        total = french.euros(Decimal(sum(cents)) / 100)
        form = _form_with_total(typed)
        assert the(form, "depenses").totals == {"ht": total}
        assert the(form, "total").shown == total


def _form_with_total(answers: dict[str, str]) -> FilledForm:
    definition = scheme(_expenses(*COLUMNS, totals=["ht"]), computed("total", sum=["depenses.ht"]))
    return fill_in(definition, answers)
