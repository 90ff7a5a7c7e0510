"""A commune with one of its postal codes, as people write it in one field: "31000 toulouse", "Toulouse (31)"."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from operator import itemgetter

from webapp.core.folding import plain_words
from webapp.reference.communes import Commune, communes_of, find_commune, name_key
from webapp.reference.records import read
from webapp.reference.searching import may_be_listed

BY_ARRONDISSEMENT = {"13055", "69123", "75056"}
"""Marseille, Lyon, Paris: none of their postal codes stands for the whole town."""
_POSTAL_CODE = re.compile(r"(?<![0-9])([0-9]{2}) ?([0-9]{3})(?![0-9])")
_DEPARTMENT = re.compile(r"\(([0-9]{2,3}|2[abAB])\)")
_TYPED = re.compile(r"([0-9 ]*)(.*)", re.DOTALL)
_ARTICLES = ("le ", "la ", "les ", "l ")


@dataclass(frozen=True, slots=True)
class Place:
    postal_code: str
    commune: Commune

    @property
    def label(self) -> str:
        """`31000 Toulouse`"""
        return f"{self.postal_code} {self.commune.name}"


def find_place(text: str) -> Place | None:
    """By postal code, name or both, in any order; None for what is no place, or could be several.

    A name alone gives the first postal code of its commune, but where each code is an arrondissement.
    """
    meant = _meant(text)
    return meant[0] if len(meant) == 1 else None


def similar_places(text: str, limit: int) -> tuple[Place, ...]:
    """To choose from, for a text that is no place by itself: those it could be, else those that resemble it."""
    meant = _meant(text)
    if meant or not may_be_listed(text):
        return tuple(meant[:limit])
    code, name = _split(text)
    named = _named(_DEPARTMENT.sub(" ", name))
    return tuple((named or _of_code(code))[:limit]) or search_places(name if name.strip() else code, limit)


def search_places(typed: str, limit: int) -> tuple[Place, ...]:
    """Those whose postal code, name, or both begin like what is typed, articles left out or not."""
    found = _TYPED.match(typed)
    if found is None or not may_be_listed(typed):
        return ()
    digits, name = found[1].replace(" ", ""), name_key(found[2])
    places: Iterator[Place] = iter(())
    if digits:
        of_code = _beginning(_by_code(), digits)
        places = (place for place in of_code if any(key.startswith(name) for key in _keys(place.commune)))
    elif name:
        places = _first_or_whole(_beginning(_by_name(), name), name)
    return tuple(dict.fromkeys(islice(places, 2 * limit)))[:limit]  # "les Lesches" is there twice, nothing is thrice


def _meant(text: str) -> Sequence[Place]:
    if not may_be_listed(text):
        return ()
    code, name = _split(text)
    if not code:
        return _named_in_department(text)
    if not plain_words(name):
        return _of_code(code)
    commune = find_commune(code, name)
    if commune is None:
        return ()
    places = _of_commune()[commune]
    return [place for place in places if place.postal_code == code] or _usual(places)  # a CEDEX has its commune's


def _split(text: str) -> tuple[str, str]:
    """The postal code, and what is left."""
    found = _POSTAL_CODE.search(text)
    if found is None:
        return "", text
    return f"{found[1]}{found[2]}", f"{text[: found.start()]} {text[found.end() :]}"


def _named_in_department(text: str) -> Sequence[Place]:
    found = _DEPARTMENT.search(text)
    if found is None:
        return _named(text)
    department = found[1].upper()
    beginnings = ("2A", "2B") if department == "20" else (department,)
    return [place for place in _named(_DEPARTMENT.sub(" ", text)) if place.commune.code.startswith(beginnings)]


def _named(name: str) -> Sequence[Place]:
    if not (key := name_key(name)):
        return ()
    entries = _by_name()
    end = bisect_right(entries, key, key=itemgetter(0))
    alike = dict.fromkeys(place.commune for _, place in entries[bisect_left(entries, key, key=itemgetter(0)) : end])
    return [place for commune in alike if _keys(commune)[0] == key for place in _usual(_of_commune()[commune])]


def _of_code(code: str) -> Sequence[Place]:
    return [Place(code, commune) for commune in communes_of(code)]


def _usual(places: Sequence[Place]) -> Sequence[Place]:
    return places if places[0].commune.code in BY_ARRONDISSEMENT else places[:1]


def _first_or_whole(places: Iterable[Place], name: str) -> Iterator[Place]:
    """Every postal code of the commune that was typed whole, one of those that only begin so."""
    for place in places:
        if name in _keys(place.commune) or place == _of_commune()[place.commune][0]:
            yield place


def _beginning(entries: Sequence[tuple[str, Place]], start: str) -> Iterator[Place]:
    for index in range(bisect_left(entries, start, key=itemgetter(0)), len(entries)):
        key, place = entries[index]
        if not key.startswith(start):
            return
        yield place


@cache
def _keys(commune: Commune) -> tuple[str, ...]:
    """Of its name, and of its name without the article. Kept: "3 zz" is compared with all of 30000 to 39999."""
    words = plain_words(commune.name)
    article = next((article for article in _ARTICLES if words.startswith(article)), "")
    return (name_key(words), name_key(words.removeprefix(article))) if article else (name_key(words),)


@cache
def _of_commune() -> dict[Commune, list[Place]]:
    """Read at the first question of a process."""
    communes = ((Commune(code, name), codes.split()) for code, name, codes in read("communes.csv"))
    return {commune: [Place(postal_code, commune) for postal_code in codes] for commune, codes in communes}


@cache
def _by_name() -> list[tuple[str, Place]]:
    entries = [(key, place) for commune, places in _of_commune().items() for key in _keys(commune) for place in places]
    return sorted(entries, key=lambda entry: (entry[0], entry[1].postal_code))


@cache
def _by_code() -> list[tuple[str, Place]]:
    places = [place for places in _of_commune().values() for place in places]
    return sorted(((place.postal_code, place) for place in places), key=lambda entry: (entry[0], entry[1].label))
