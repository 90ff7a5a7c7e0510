"""From what people type to a value: lenient about how an amount is written, never about how much it is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core import french
from webapp.schemes.definition import EligibilityQuestion, Field, FieldType
from webapp.schemes.rules import (
    AMOUNT_MAX,
    LONG_TEXT_MAX,
    TEXT_MAX,
    check_answer,
    eligibility_problem,
    parse_amount,
    parse_integer,
)

AMOUNTS = st.decimals(min_value=-AMOUNT_MAX, max_value=AMOUNT_MAX, places=2)


@given(AMOUNTS)
def test_an_amount_as_we_write_it_is_read_back(amount: Decimal) -> None:
    assert parse_amount(french.euros(amount)) == amount


@given(AMOUNTS)
def test_an_amount_as_a_spreadsheet_writes_it_is_read_back(amount: Decimal) -> None:
    assert parse_amount(f"{amount}") == amount
    assert parse_amount(f"{amount:,}".translate(str.maketrans(",.", ".,"))) == amount


@given(st.text())
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    amount, integer = parse_amount(text), parse_integer(text)
    assert amount is None or amount.is_finite()
    assert integer is None or integer == amount


@pytest.mark.parametrize(
    ("typed", "euros"),
    [
        ("12 500,50", "12500.50"),
        ("12\u202f500,50\u00a0€", "12500.50"),
        ("12.500,50", "12500.50"),
        ("12500.5", "12500.5"),
        ("12500", "12500"),
        ("12.500", "12500"),  # two decimals at most, so this point groups thousands
        ("1.250.000", "1250000"),
        ("12,5", "12.5"),
        (" 0,05 ", "0.05"),
        ("-3", "-3"),
    ],
)
def test_an_amount_is_understood_in_each_usual_writing(typed: str, euros: str) -> None:
    assert parse_amount(typed) == Decimal(euros)


@pytest.mark.parametrize(
    "typed",
    ["12,500", "1.25.000", "12,5,0", "12,", ",50", "1e3", "douze", "", "€", "12 500 $", "١٢", "NaN", "--1", "+5"],
)
def test_an_amount_that_could_mean_two_things_is_not_guessed(typed: str) -> None:
    assert parse_amount(typed) is None


@pytest.mark.parametrize(
    ("typed", "value"), [("120", 120), ("1 200", 1200), ("1\u202f200", 1200), ("-4", -4), ("0", 0)]
)
def test_a_whole_number_is_read(typed: str, value: int) -> None:
    assert parse_integer(typed) == value


@pytest.mark.parametrize("typed", ["12,5", "1.200", "", "dix", "1" * 13, "٣"])
def test_what_is_not_a_whole_number_is_refused(typed: str) -> None:
    assert parse_integer(typed) is None


def _field(kind: FieldType, **options: object) -> Field:
    choices = ("Rouge", "Vert") if kind is FieldType.CHOICE else ()
    return Field(key="champ", type=kind, label="Le champ", choices=choices, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", FieldType)
@pytest.mark.parametrize("blank", ["", "  ", "\n\t"])
def test_blank_is_a_problem_for_a_required_field_only(kind: FieldType, blank: str) -> None:
    assert check_answer(_field(kind), blank).problem is None
    problem = check_answer(_field(kind, required=True), blank).problem
    assert problem is not None
    assert "« Le champ »" in problem


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        (FieldType.AMOUNT, "12500.5", "12\u202f500,50\u00a0€"),
        (FieldType.INTEGER, "1200", "1\u202f200"),
        (FieldType.CHOICE, "Vert", "Vert"),
        (FieldType.TEXT, " tel quel ", " tel quel "),
        (FieldType.LONG_TEXT, "deux\nlignes", "deux\nlignes"),
    ],
)
def test_a_good_answer_is_shown_the_french_way(kind: FieldType, typed: str, shown: str) -> None:
    answer = check_answer(_field(kind), typed)
    assert (answer.shown, answer.problem) == (shown, None)


@pytest.mark.parametrize(
    ("kind", "typed", "word"),
    [
        (FieldType.AMOUNT, "beaucoup", "12 500,00"),
        (FieldType.AMOUNT, "10 000 000 000", "trop grand"),
        (FieldType.INTEGER, "12,5", "nombre entier"),
        (FieldType.CHOICE, "Bleu", "réponses proposées"),
        (FieldType.TEXT, "a" * (TEXT_MAX + 1), "501 saisis"),
        (FieldType.LONG_TEXT, "a" * (LONG_TEXT_MAX + 1), "10\u202f001 saisis"),
    ],
)
def test_a_bad_answer_gets_a_sentence_that_helps(kind: FieldType, typed: str, word: str) -> None:
    answer = check_answer(_field(kind), typed)
    assert word in (answer.problem or "")
    assert answer.shown == ""


@pytest.mark.parametrize("kind", [FieldType.TEXT, FieldType.LONG_TEXT])
def test_the_longest_text_passes(kind: FieldType) -> None:
    limit = TEXT_MAX if kind is FieldType.TEXT else LONG_TEXT_MAX
    assert check_answer(_field(kind), "a" * limit).problem is None


@pytest.mark.parametrize("kind", [FieldType.AMOUNT, FieldType.INTEGER])
def test_a_minimum_is_included(kind: FieldType) -> None:
    field = _field(kind, minimum=10)
    assert check_answer(field, "10").problem is None
    assert "au moins 10" in (check_answer(field, "9").problem or "")


QUESTION = EligibilityQuestion(
    key="siege", label="Le siège est ici", expected="oui", reason="Aide réservée aux voisins."
)


def test_eligibility_lets_the_expected_answer_pass_and_gives_the_reason_of_a_refusal() -> None:
    assert eligibility_problem(QUESTION, "oui") is None
    assert eligibility_problem(QUESTION, "non") == "Aide réservée aux voisins."
    assert eligibility_problem(QUESTION, "peut-être") == "Aide réservée aux voisins."


def test_a_question_without_answer_is_asked_again_not_refused() -> None:
    assert eligibility_problem(QUESTION, "") == "Répondez par oui ou par non : « Le siège est ici »."
