"""Countries by code and by French names, on the list that ships."""

import re

import pytest

from webapp.core.folding import plain_letters
from webapp.reference.countries import ALSO, Country, countries, country, find_country
from webapp.reference.records import read


def test_by_code() -> None:
    assert country("FR") == Country("FR", "France")
    assert country("XK") is None
    assert country("fr") is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("France", "FR"),
        ("FRANCE", "FR"),
        ("fr", "FR"),
        ("Belgique", "BE"),
        ("etats unis", "US"),
        ("États-Unis d’Amérique", "US"),
        ("USA", "US"),
        ("Royaume Uni", "GB"),
        ("Grande-Bretagne", "GB"),
        ("ru", "RU"),
        ("hollande", "NL"),
        ("Cote d'Ivoire", "CI"),
        ("République tchèque", "CZ"),
        ("Hong-Kong", "HK"),
        ("RDC", "CD"),
        ("Vietnam", "VN"),
        ("Birmanie", "MM"),
    ],
)
def test_as_people_write_it(written: str, code: str) -> None:
    assert find_country(written) == country(code) != None  # noqa: E711 (None would equal None)


@pytest.mark.parametrize("written", ["", "Atlantide", "Congo", "ZZ"])
def test_another_text_is_none(written: str) -> None:
    assert find_country(written) is None


def test_they_are_listed_by_name() -> None:
    names = [each.name for each in countries()]
    assert names[:3] == ["Afghanistan", "Afrique du Sud", "Albanie"]
    assert "États-Unis" in names[names.index("Estonie") : names.index("Finlande")]


def test_the_249_codes_of_iso_3166_are_there_once() -> None:
    records = list(read("countries.csv"))
    assert len(records) == len({code for code, _, _ in records}) == len({name for _, name, _ in records}) == 249
    assert [code for code, _, _ in records if not re.fullmatch("[A-Z]{2}", code)] == []


def test_no_text_means_two_countries() -> None:
    meanings: dict[str, set[str]] = {}
    for code, name, other_names in read("countries.csv"):
        for text in (code, name, *filter(None, other_names.split("|")), *ALSO.get(code, ())):
            meanings.setdefault(plain_letters(text), set()).add(code)
    assert [text for text, codes in meanings.items() if len(codes) > 1] == []
    assert set(ALSO) <= {code for code, _, _ in read("countries.csv")}


def test_what_is_longer_than_any_name_is_not_compared() -> None:
    assert find_country("France" + " " * 200) is None
