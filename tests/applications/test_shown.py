"""What a page sends becomes answers; and which sections look different once they are kept."""

import pytest

from tests.factories.definitions import asked, computed, fill_in, question, scheme, section, step, table
from webapp.applications.shown import Question, changed_sections, typed_in
from webapp.core.forms import FormData

DEFINITION = scheme(
    steps=[
        step(
            "projet",
            section("un", asked("nom"), asked("emploi", "yes_no"), asked("cout", "amount")),
            section("deux", asked("contrat", when={"of": "emploi", "is": "oui"})),
            section("trois", computed("moitie", rate=50, of="cout")),
            section("quatre", table("depenses", asked("ht", "amount"), totals=["ht"])),
            section("cinq", asked("budget", "budget")),
            section("six", asked("public", "choices", choices=["Jeunes", "Familles"]), asked("note", "long_text")),
        )
    ],
    eligibility=[question("region")],
)


def _typed(**fields: list[str]) -> dict[str, str]:
    return typed_in(DEFINITION, FormData({name.replace("__", "."): values for name, values in fields.items()}))


class TestTypedIn:
    def test_only_what_the_form_asks_is_taken(self) -> None:
        sent = _typed(nom=["Fête"], region=["oui"], csrf_token=["x"], action=["save"], moitie=["5"], depenses=["1"])
        assert sent == {"nom": "Fête", "region": "oui"}

    def test_is_kept_as_it_was_typed_right_or_wrong(self) -> None:
        assert _typed(cout=[" 12 000,5 euro "], depenses__1__ht=["cher"]) == {
            "cout": " 12 000,5 euro ",
            "depenses.1.ht": "cher",
        }

    def test_a_blank_takes_away_what_was_there(self) -> None:
        assert _typed(nom=[""], emploi=["", ""], public=[""]) == {"nom": "", "emploi": "", "public": ""}

    def test_the_field_before_radios_stands_for_none_of_them(self) -> None:
        assert _typed(emploi=["", "oui"]) == {"emploi": "oui"}

    def test_several_choices_are_one_a_line_each_once(self) -> None:
        assert _typed(public=["", "Jeunes", " Familles ", "Jeunes"]) == {"public": "Jeunes\nFamilles"}

    def test_only_a_long_text_has_lines(self) -> None:
        assert _typed(nom=["une\nligne"], note=["deux\nlignes"]) == {"nom": "une ligne", "note": "deux\nlignes"}

    def test_a_file_in_place_of_a_text_is_nothing(self) -> None:
        assert typed_in(DEFINITION, FormData({"nom": [object()]})) == {"nom": ""}


@pytest.mark.parametrize(
    ("typed", "understood"),
    [("40", ""), ("40 personnes", ""), ("1 200", ""), ("0040", "40\u00a0personnes"), ("1200", "")],
)
def test_what_is_read_to_the_letter_is_not_said_again(typed: str, understood: str) -> None:
    """A unit that stands beside the field is no other way to read what was typed in it."""
    (people,) = fill_in(scheme(asked("visees", "integer", unit="personnes")), {"visees": typed}).fields
    assert Question(people).understood == understood


BEFORE = {"nom": "Fête", "emploi": "non", "cout": "100", "depenses.1.ht": "5", "budget.613": "5", "public": "Jeunes"}


@pytest.mark.parametrize(
    ("changes", "sections"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"nom": "Foire"}, [], id="a text that only its field shows"),
        pytest.param({"public": "Jeunes\nFamilles"}, [], id="boxes ticked"),
        pytest.param({"nom": "a" * 501}, ["un"], id="a mistake appears"),
        pytest.param({"emploi": "oui"}, ["deux"], id="a section appears"),
        pytest.param({"cout": "200,5"}, ["un", "trois"], id="a computed value, and how the amount is understood"),
        pytest.param({"depenses.1.ht": "7,00 €"}, ["quatre"], id="a total"),
        pytest.param({"depenses.r2": "2"}, ["quatre"], id="a row appears"),
        pytest.param({"depenses.1": "-"}, ["quatre"], id="a row goes"),
        pytest.param({"budget.613": "7,00"}, ["cinq"], id="a total of the budget"),
        pytest.param({"budget.744.r2": "2"}, ["cinq"], id="a funder appears"),
    ],
)
def test_a_section_has_changed_when_it_looks_different(changes: dict[str, str], sections: list[str]) -> None:
    before, after = (fill_in(DEFINITION, answers).steps[0] for answers in (BEFORE, BEFORE | changes))
    assert changed_sections(before, after) == sections


def test_a_section_that_goes_has_changed() -> None:
    before, after = (fill_in(DEFINITION, BEFORE | {"emploi": answer}).steps[0] for answer in ("oui", "non"))
    assert changed_sections(before, after) == ["deux"]


def test_on_a_page_that_was_not_there_all_that_is_shown_has_changed() -> None:
    after = fill_in(DEFINITION, BEFORE).steps[0]
    assert changed_sections(None, after) == ["un", "trois", "quatre", "cinq", "six"]
