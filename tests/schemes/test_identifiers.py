"""What reaches or names somebody, or somewhere."""

from collections.abc import Callable

import pytest

from webapp.schemes.identifiers import (
    read_commune,
    read_email,
    read_iban,
    read_phone,
    read_rna,
    read_siret,
    read_website,
    shown_iban,
)
from webapp.schemes.misread import Misread

FRENCH, BELGIAN = "FR7630006000011234567890189", "BE68539007547034"


@pytest.mark.parametrize(
    ("read", "typed", "value"),
    [
        (read_email, " nom@EXEMPLE.fr ", "nom@exemple.fr"),
        (read_phone, " 04.67.58.96.63", "+33467589663"),
        (read_website, "www.exemple.fr ", "https://www.exemple.fr"),
        (read_website, "http://exemple.fr/a", "http://exemple.fr/a"),
        (read_siret, "849 719 976 00011", "84971997600011"),
        (read_rna, "w 723 007 219", "W723007219"),
        (read_commune, "31000 toulouse", "31000 Toulouse"),
        (read_iban, "fr76 3000 6000 0112 3456 7890 189", FRENCH),
        (read_iban, "IBAN : FR76-3000-6000-0112-3456-7890-189", FRENCH),
        (read_iban, "BE68 5390 0754 7034", BELGIAN),
    ],
)
def test_what_is_understood_has_one_form(read: Callable[[str], str], typed: str, value: str) -> None:
    assert read(typed) == value


@pytest.mark.parametrize(
    ("read", "typed", "words"),
    [
        (read_email, "nom@", "nom@exemple.fr"),
        (read_email, "é@exemple.fr", "sans accent"),
        (read_phone, "04 67", "04 67 58 96 63"),
        (read_website, "nom@exemple.fr", "https://"),
        (read_siret, "849 719 976", "9"),
        (read_siret, "84971997600012", "un de ses chiffres"),
        (read_rna, "723007219", "W723007219"),
        (read_iban, "bonjour", "deux lettres"),
        (read_iban, "FRߧ76", "deux lettres"),
        (read_iban, "ZZ76 3000", "le code ZZ"),
        (read_iban, FRENCH[:-1], "27 caractères ; vous en avez saisi 26"),
        (read_iban, BELGIAN + "1", "16 caractères ; vous en avez saisi 17"),
        (read_iban, FRENCH[:-1] + "8", "un de ses caractères"),
        (read_iban, "BE68 5390 0754 70AB", "un de ses caractères"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(read: Callable[[str], str], typed: str, words: str) -> None:
    with pytest.raises(Misread) as misread:
        read(typed)
    assert words in misread.value.sentence


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Saint-Denis", "11310 Saint-Denis, 30500 Saint-Denis ou 93200 Saint-Denis."),
        ("montat", "46090 Le Montat ou 60160 Montataire."),
        ("46000 Auch", "par exemple 32000 Auch."),
        ("Atlantide", "par exemple 31000 Toulouse."),
    ],
)
def test_a_commune_that_is_not_clear_is_asked_for_with_those_it_could_be(typed: str, names: str) -> None:
    with pytest.raises(Misread) as misread:
        read_commune(typed)
    assert misread.value.sentence.startswith("Indiquez le code postal et le nom de la commune")
    assert misread.value.sentence.endswith(names)


def test_an_iban_is_shown_in_groups_of_four() -> None:
    assert shown_iban(FRENCH) == "FR76 3000 6000 0112 3456 7890 189"
