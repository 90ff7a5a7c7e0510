"""What people write in several ways is compared in one."""

import pytest

from webapp.core.folding import plain, plain_letters, plain_words


@pytest.mark.parametrize("written", ["L'Haÿ-les-Roses", "l’haÿ les roses", "L'HAY  LES_ROSES", " l'hay-les-roses."])
def test_case_accents_and_signs_do_not_count(written: str) -> None:
    assert plain_words(written) == "l hay les roses"


def test_ligatures_are_two_letters() -> None:
    assert plain_words("Œuilly, Æthérie") == "oeuilly aetherie"


def test_letters_with_a_detached_accent_are_the_same() -> None:
    assert plain_words("E\u0301vry") == plain_words("Évry") == "evry"


def test_letters_of_other_scripts_and_digits_stay() -> None:
    assert plain_words("Ελλάδα 2026 (400 m²)") == "ελλαδα 2026 400 m2"


def test_signs_stay_where_a_part_of_a_word_is_looked_for() -> None:
    assert plain("Jean-Éric.DUPÔNT@exemple.fr") == "jean-eric.dupont@exemple.fr"


def test_spaces_do_not_count_among_letters() -> None:
    assert plain_letters("Côte d'Ivoire") == plain_letters("COTE DIVOIRE") == "cotedivoire"
