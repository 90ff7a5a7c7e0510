"""From what people type to a value, and back: for each type of field, whatever the text."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core import french
from webapp.schemes import texts
from webapp.schemes.days import FIRST_YEAR
from webapp.schemes.definition import NOT_TYPED, Field, FieldType
from webapp.schemes.formulas import Formula
from webapp.schemes.numbers import AMOUNT_MAX
from webapp.schemes.values import (
    LONG_TEXT_MAX,
    TEXT_MAX,
    Understood,
    bound_problem,
    missing_sentence,
    show,
    suggestions,
    understand,
)

COMPOUND = [FieldType.ADDRESS, FieldType.TABLE, FieldType.BLOCKS, FieldType.BUDGET]
TYPED = [kind for kind in FieldType if kind not in {*NOT_TYPED, *COMPOUND}]
COLOURS = ("Rouge", "Vert, ou bleu", "Élan : l'été", "C", "C++")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LIKE_AN_ANSWER = st.text(st.sampled_from("0123456789٣१ .,-/()€%kW@:éFRabcouinm\u00a0\u202f\u0301\n"), max_size=40)


def _field(kind: FieldType, **options: Any) -> Field:
    choices = COLOURS if kind in (FieldType.CHOICE, FieldType.CHOICES) else ()
    columns = (Field(key="colonne", type=FieldType.TEXT, label="Colonne"),)
    if kind in (FieldType.TABLE, FieldType.BLOCKS):
        options = {"columns": columns, **options}
    return Field(key="champ", type=kind, label="Le champ", **{"choices": choices, **options})


def _computed(result: FieldType, unit: str = "") -> Field:
    return Field(
        key="total", type=FieldType.COMPUTED, label="Total", formula=Formula(sum=("a",)), result=result, unit=unit
    )


def _decimals(places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=-999_999_999, max_value=999_999_999, places=places)


_PHONES = [
    "+33467589663",
    "+262692123456",
    "+687369034",
    "+681827010",
    "+3225010211",
    "+377 93 15 36 00",
    "0800 00 00 00",
]
GOOD: dict[FieldType, st.SearchStrategy[str]] = {
    FieldType.TEXT: st.text(max_size=TEXT_MAX),
    FieldType.LONG_TEXT: st.text(max_size=TEXT_MAX),
    FieldType.INTEGER: st.integers(-999_999_999_999, 999_999_999_999).map(french.number),
    FieldType.DECIMAL: _decimals(6).map(lambda number: f"{number:f}".replace(".", ",")),
    FieldType.AMOUNT: st.decimals(min_value=-AMOUNT_MAX, max_value=AMOUNT_MAX, places=2).map(french.euros),
    FieldType.PERCENTAGE: _decimals(3).map(lambda number: f"{number:f} %".replace(".", ",")),
    FieldType.DATE: st.dates(min_value=date(FIRST_YEAR, 1, 1)).map(lambda day: f"{day.day}/{day.month}/{day.year}"),
    FieldType.YES_NO: st.sampled_from(["oui", "non", "OUI", " Non "]),
    FieldType.CHOICE: st.sampled_from(COLOURS),
    FieldType.CHOICES: st.lists(st.sampled_from(COLOURS), min_size=1).map("\n".join),
    FieldType.EMAIL: st.emails().filter(lambda email: "'" not in email and len(email) < 60),
    FieldType.PHONE: st.sampled_from(_PHONES),
    FieldType.WEBSITE: st.sampled_from(["exemple.fr", "https://www.exemple.fr/a?b=c", "http://été.exemple.fr"]),
    FieldType.COMMUNE: st.sampled_from(["31000", "Cahors", "st denis (93)", "75116 Paris", "Toulouse Cedex 31406"]),
    FieldType.SIRET: st.sampled_from(["849719976 00011", "356.000.000-00048"]),
    FieldType.RNA: st.from_regex(r"W[0-9]{9}", fullmatch=True),
    FieldType.IBAN: st.sampled_from(["FR76 3000 6000 0112 3456 7890 189", "BE68539007547034"]),
}


def _comes_back(field: Field, understood: Understood) -> bool:
    """What is shown, typed again, is the same value and is shown the same."""
    return understood.value is None or understand(field, understood.shown) == understood


class TestAnyText:
    def test_each_type_that_is_typed_has_good_answers_here(self) -> None:
        assert set(GOOD) == set(TYPED)

    @pytest.mark.parametrize("kind", TYPED)
    @given(data=st.data())
    def test_a_good_answer_is_understood_and_comes_back(self, kind: FieldType, data: st.DataObject) -> None:
        field = _field(kind)
        typed = data.draw(GOOD[kind])
        understood = understand(field, typed)
        assert understood.problem == ""
        assert (understood.value is None) is (not typed.strip())
        assert _comes_back(field, understood)

    @pytest.mark.parametrize("unit", ["kWh", "m² (SHON)", "€ / an", "%", "personnes"])
    @pytest.mark.parametrize("kind", [FieldType.INTEGER, FieldType.DECIMAL, FieldType.AMOUNT, FieldType.PERCENTAGE])
    def test_a_number_comes_back_with_its_unit(self, kind: FieldType, unit: str) -> None:
        field = _field(kind, unit=unit)
        understood = understand(field, f"1 200 {unit}")
        assert understood.shown.endswith(unit)
        assert understood.value == 1200
        assert _comes_back(field, understood)

    @pytest.mark.parametrize("kind", TYPED)
    @given(text=ANY_TEXT | LIKE_AN_ANSWER)
    def test_any_other_gets_a_sentence(self, kind: FieldType, text: str) -> None:
        field = _field(kind)
        understood = understand(field, text)
        is_blank = not text.strip()
        assert is_blank is (understood == Understood())
        assert is_blank or (understood.value is None) is bool(understood.problem)
        assert not isinstance(understood.value, float)
        assert _comes_back(field, understood)

    @pytest.mark.parametrize("kind", TYPED)
    @pytest.mark.parametrize(
        "unit", ["1", "1 ", "1.111", "٣", "a", "a@", "\u0301", "- ", "(", "Rouge\n", "x\n", "FR76", "W"]
    )
    def test_no_text_is_too_long_to_be_answered(self, kind: FieldType, unit: str) -> None:
        """A reading that grows faster than its text would not end here."""
        for length in (900, 20_000, 100_000):
            understood = understand(_field(kind), (unit * length)[:length])
            assert bool(understood.problem) is (understood.value is None)
            suggestions(_field(kind), unit * length)

    @pytest.mark.parametrize("kind", TYPED)
    @pytest.mark.parametrize("blank", ["", "  ", "\n\t", "\u00a0\u202f"])
    def test_blank_is_no_answer_and_no_mistake(self, kind: FieldType, blank: str) -> None:
        assert understand(_field(kind), blank) == Understood()

    @pytest.mark.parametrize("kind", COMPOUND)
    def test_what_is_made_of_several_answers_is_not_read_here(self, kind: FieldType) -> None:
        with pytest.raises(KeyError):
            understand(_field(kind), "12")


class TestSentences:
    @pytest.mark.parametrize(
        ("kind", "typed", "value", "shown"),
        [
            (FieldType.AMOUNT, "12500.5", Decimal("12500.5"), "12\u202f500,50\u00a0€"),
            (FieldType.INTEGER, "1200", 1200, "1\u202f200"),
            (FieldType.DECIMAL, "1200,50", Decimal("1200.5"), "1\u202f200,5"),
            (FieldType.PERCENTAGE, "12,5", Decimal("12.5"), "12,5\u00a0%"),
            (FieldType.DATE, "1/9/26", date(2026, 9, 1), "1er septembre 2026"),
            (FieldType.YES_NO, "Oui", "oui", "Oui"),
            (FieldType.CHOICE, "rouge", "Rouge", "Rouge"),
            (FieldType.CHOICES, "C++\nrouge", ("Rouge", "C++"), "Rouge\nC++"),
            (FieldType.TEXT, " tel quel ", " tel quel ", " tel quel "),
            (FieldType.LONG_TEXT, "deux\nlignes", "deux\nlignes", "deux\nlignes"),
            (FieldType.PHONE, "04.67.58.96.63", "+33467589663", "04 67 58 96 63"),
            (FieldType.SIRET, "84971997600011", "84971997600011", "849719976\u00a000011"),
        ],
    )
    def test_a_good_answer_is_shown_the_french_way(
        self, kind: FieldType, typed: str, value: object, shown: str
    ) -> None:
        assert understand(_field(kind), typed) == Understood(value, shown)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("kind", "typed", "words"),
        [
            (FieldType.AMOUNT, "beaucoup", "12 500,00"),
            (FieldType.AMOUNT, "10 000 000 000", "trop grand"),
            (FieldType.INTEGER, "12,5", "nombre entier"),
            (FieldType.CHOICE, "Bleu", "réponses proposées"),
            (FieldType.TEXT, "a" * (TEXT_MAX + 1), "500 caractères au plus, 501 saisis"),
            (FieldType.LONG_TEXT, "a" * (LONG_TEXT_MAX + 1), "10\u202f001 saisis"),
            (FieldType.DATE, "31/02/2026", "31 février 2026"),
            (FieldType.EMAIL, "a" * 2_000, "2\u202f000 saisis"),
        ],
    )
    def test_a_bad_answer_gets_a_sentence_that_helps(self, kind: FieldType, typed: str, words: str) -> None:
        understood = understand(_field(kind), typed)
        assert words in understood.problem
        assert (understood.value, understood.shown) == (None, "")

    @pytest.mark.parametrize(
        ("kind", "limit"), [(FieldType.TEXT, TEXT_MAX), (FieldType.LONG_TEXT, LONG_TEXT_MAX), (FieldType.TEXT, 12)]
    )
    def test_the_longest_text_passes(self, kind: FieldType, limit: int) -> None:
        field = _field(kind, max_length=limit if limit == 12 else None)
        assert understand(field, "a" * limit).problem == ""
        assert understand(field, "a" * (limit + 1)).problem != ""

    @pytest.mark.parametrize("kind", FieldType)
    def test_what_is_missing_is_named(self, kind: FieldType) -> None:
        if kind in NOT_TYPED:
            kind = FieldType.TEXT
        assert "« Le champ »" in missing_sentence(_field(kind))

    def test_what_is_missing_is_asked_for_in_the_words_of_its_type(self) -> None:
        assert missing_sentence(_field(FieldType.TEXT)) == "Complétez « Le champ »."
        assert missing_sentence(_field(FieldType.CHOICE)) == "Choisissez une réponse à « Le champ »."
        assert missing_sentence(_field(FieldType.TABLE)) == "Ajoutez une ligne à « Le champ »."
        assert missing_sentence(_field(FieldType.BLOCKS, row_name="un lieu")) == "Ajoutez un lieu à « Le champ »."

    def test_sentences_are_of_types_that_exist(self) -> None:
        assert {*texts.MISSING, *texts.AT_LEAST, *texts.AT_MOST} <= set(FieldType)


class TestComputedValues:
    @pytest.mark.parametrize(
        ("result", "value", "shown"),
        [
            (FieldType.AMOUNT, "1234.565", "1\u202f234,57\u00a0€"),
            (FieldType.AMOUNT, "-0.001", "0,00\u00a0€"),
            (FieldType.PERCENTAGE, "33.3333333333", "33,33\u00a0%"),
            (FieldType.DECIMAL, "2.50", "2,5"),
            (FieldType.INTEGER, "3", "3"),
            (FieldType.AMOUNT, "1E+30", "1" + "\u202f000" * 10 + ",00\u00a0€"),
        ],
    )
    def test_are_shown_as_their_result(self, result: FieldType, value: str, shown: str) -> None:
        assert show(_computed(result), Decimal(value)) == shown

    def test_have_their_unit(self) -> None:
        assert show(_computed(FieldType.DECIMAL, "t CO₂"), Decimal("1.5")) == "1,5\u00a0t CO₂"


class TestBounds:
    @pytest.mark.parametrize("kind", [FieldType.AMOUNT, FieldType.INTEGER, FieldType.DECIMAL, FieldType.PERCENTAGE])
    def test_are_included(self, kind: FieldType) -> None:
        field = _field(kind)
        assert bound_problem(field, 10, 10, 10) == ""
        assert "au moins 10" in bound_problem(field, Decimal("9.99"), 10, None)
        assert "au plus 10" in bound_problem(field, Decimal("10.01"), None, 10)

    def test_of_dates(self) -> None:
        field, new_year = _field(FieldType.DATE), date(2026, 1, 1)
        assert bound_problem(field, new_year, new_year, new_year) == ""
        assert bound_problem(field, date(2025, 12, 31), new_year, None) == (
            "Indiquez une date au plus tôt le 1er janvier 2026."
        )
        assert bound_problem(field, date(2026, 1, 2), None, "2026-01-01") == (
            "Indiquez une date au plus tard le 1er janvier 2026."
        )

    def test_as_the_file_writes_them(self) -> None:
        assert (
            bound_problem(_field(FieldType.DECIMAL), Decimal("0.4"), "0.5", None)
            == "Indiquez un nombre d'au moins 0,5."
        )
        assert bound_problem(_field(FieldType.INTEGER, unit="kWh"), 1, 2, None) == (
            "Indiquez un nombre d'au moins 2\u00a0kWh."
        )

    def test_an_amount_is_not_negative_unless_its_minimum_is(self) -> None:
        field = _field(FieldType.AMOUNT)
        assert "sans le signe moins" in bound_problem(field, Decimal(-3), None, None)
        assert "sans le signe moins" in bound_problem(field, Decimal(-3), 0, None)
        assert bound_problem(field, Decimal(0), None, None) == ""
        assert bound_problem(field, Decimal(-3), -5, None) == ""
        assert bound_problem(_computed(FieldType.AMOUNT), Decimal(-3), None, None) == ""
        assert bound_problem(_field(FieldType.INTEGER), -3, None, None) == ""

    def test_mean_nothing_for_what_has_no_order(self) -> None:
        assert bound_problem(_field(FieldType.TEXT), "a", 1, 2) == ""
        assert bound_problem(_field(FieldType.DATE), date(2026, 1, 1), "bientôt", None) == ""


class TestSuggestions:
    def test_of_a_list(self) -> None:
        assert suggestions(_field(FieldType.CHOICE), "bl") == ("Vert, ou bleu",)
        assert suggestions(_field(FieldType.CHOICES), "c", 1) == ("C",)

    def test_of_communes(self) -> None:
        assert suggestions(_field(FieldType.COMMUNE), "montat") == ("46090 Le Montat", "60160 Montataire")
        assert len(suggestions(_field(FieldType.COMMUNE), "saint")) == 12

    def test_each_is_understood(self) -> None:
        field = _field(FieldType.COMMUNE)
        for offered in suggestions(field, "par"):
            assert understand(field, offered).value == offered

    def test_of_nothing_else(self) -> None:
        assert suggestions(_field(FieldType.TEXT), "a") == ()
