"""A commune and its postal code in one field, on the list that ships."""

from cProfile import Profile

import pytest

from webapp.reference.communes import Commune
from webapp.reference.places import BY_ARRONDISSEMENT, Place, find_place, search_places, similar_places
from webapp.reference.records import read


def _label(place: Place | None) -> str | None:
    return place.label if place else None


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("31000 toulouse", "31000 Toulouse"),
        ("31 400 TOULOUSE", "31400 Toulouse"),
        ("Toulouse, 31000", "31000 Toulouse"),
        ("Toulouse (31)", "31000 Toulouse"),
        ("Toulouse (31000)", "31000 Toulouse"),
        ("toulouse", "31000 Toulouse"),
        ("32000", "32000 Auch"),
        ("St-Denis (974)", "97400 Saint-Denis"),
        ("Ajaccio (2a)", "20000 Ajaccio"),
        ("Bastia (20)", "20200 Bastia"),
        ("Paris 75011", "75011 Paris"),
        ("31406 Toulouse Cedex 9", "31000 Toulouse"),
        ("le montat", "46090 Le Montat"),
    ],
)
def test_one_place_is_understood(typed: str, label: str) -> None:
    assert _label(find_place(typed)) == label


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-",
        "46090",
        "99999",
        "Saint-Denis",
        "Paris",
        "Toulouse (75)",
        "46000 Auch",
        "Atlantide",
        "a" * 300,
        "310000",
    ],
)
def test_what_could_be_several_or_none_is_not_guessed(typed: str) -> None:
    assert find_place(typed) is None


def test_each_place_is_understood_as_it_is_shown() -> None:
    lost = [
        label
        for code, name, postal_codes in read("communes.csv")
        for postal_code in postal_codes.split()
        if (label := f"{postal_code} {name}") and find_place(label) != Place(postal_code, Commune(code, name))
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("46090", ["46090 Arcambal", "46090 Aujols"]),
        ("46000 Auch", ["32000 Auch"]),
        ("Toulouse (75)", ["31000 Toulouse"]),
        ("99999 toulouse", ["31000 Toulouse"]),
        ("46000 Atlantide", ["46000 Cahors"]),
        ("Paris", ["75001 Paris", "75002 Paris"]),
        ("Atlantide", []),
    ],
)
def test_what_resembles_is_offered(typed: str, labels: list[str]) -> None:
    assert [place.label for place in similar_places(typed, 2)] == labels


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("montat", ["46090 Le Montat", "60160 Montataire"]),
        ("L'HAY", ["94240 L'Haÿ-les-Roses"]),
        ("st cirq-l", ["46330 Saint-Cirq-Lapopie"]),
        ("31 tourn", ["31170 Tournefeuille"]),
        ("toulous", ["31000 Toulouse", "39230 Toulouse-le-Château"]),
        ("toulouse", ["31000 Toulouse", "31100 Toulouse", "31200 Toulouse"]),
        ("", []),
        ("?", []),
        ("a" * 300, []),
    ],
)
def test_places_are_searched_by_how_they_begin(typed: str, labels: list[str]) -> None:
    assert [place.label for place in search_places(typed, 3)] == labels


def test_a_place_is_offered_once() -> None:
    found = search_places("les", 1_000)
    assert len(found) == len(set(found)) > 100


@pytest.mark.parametrize("typed", ["s", "la", "saint", "1 zz"])
def test_a_short_text_is_not_compared_with_half_of_france(typed: str) -> None:
    """Counted in calls: each answer of a form asks this, and a table may ask it 200 times."""
    for once in ("Toulouse", "31000"):  # reads the lists
        find_place(once)
    with Profile() as profile:
        similar_places(typed, 3)
    assert sum(entry.callcount for entry in profile.getstats()) < 50_000


def test_towns_with_arrondissements_are_in_the_list() -> None:
    assert {code for code, *_ in read("communes.csv")} >= BY_ARRONDISSEMENT
