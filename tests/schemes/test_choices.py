"""One of the answers offered, or several of them, in the words of the scheme."""

import pytest

from webapp.schemes.choices import read_choice, read_choices, read_yes_no, search_choices
from webapp.schemes.misread import Misread

LANGUAGES = ("C", "C++", "Élan : l'été", "Rouge, vert", "-")


@pytest.mark.parametrize("choice", LANGUAGES)
def test_each_choice_is_itself(choice: str) -> None:
    assert read_choice(LANGUAGES, choice) == choice


@pytest.mark.parametrize("typed", ["elan l'ete", " ÉLAN : l’été ", "Élan\u00a0: l'été"])
def test_what_was_typed_in_other_letters_is_the_choice(typed: str) -> None:
    assert read_choice(LANGUAGES, typed) == "Élan : l'été"


@pytest.mark.parametrize("typed", ["c", "+", "Élan", "rouge", "a" * 1_000])
def test_what_could_be_two_or_none_is_not_guessed(typed: str) -> None:
    with pytest.raises(Misread, match="réponses proposées"):
        read_choice(LANGUAGES, typed)


def test_several_are_one_a_line_and_come_in_the_order_of_the_scheme() -> None:
    assert read_choices(LANGUAGES, "Rouge, vert\r\n\nC\nC\n elan : l'ete ") == ("C", "Élan : l'été", "Rouge, vert")


def test_the_line_that_is_none_of_them_is_named() -> None:
    with pytest.raises(Misread, match="« Bleu » n'en fait pas partie"):
        read_choices(LANGUAGES, "C\n  Bleu ")
    with pytest.raises(Misread, match=f"« {'z' * 60}… »"):
        read_choices(LANGUAGES, "z" * 500)


@pytest.mark.parametrize(("typed", "answer"), [("oui", "oui"), ("Oui", "oui"), (" NON\n", "non")])
def test_yes_or_no(typed: str, answer: str) -> None:
    assert read_yes_no(typed) == answer


@pytest.mark.parametrize("typed", ["peut-être", "o", "true", "ouii"])
def test_neither_yes_nor_no(typed: str) -> None:
    with pytest.raises(Misread, match="oui ou par non"):
        read_yes_no(typed)


def test_a_list_is_searched_by_the_beginnings_of_words() -> None:
    assert search_choices(LANGUAGES, "ete", 5) == ("Élan : l'été",)
    assert search_choices(LANGUAGES, "c", 5) == ("C", "C++")
    assert search_choices(LANGUAGES, "c", 1) == ("C",)
    assert search_choices(LANGUAGES, "", 5) == ()
