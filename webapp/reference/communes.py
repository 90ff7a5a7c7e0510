"""Communes by postal code. Overseas collectivities too, as far as they have postal codes; Monaco is no commune."""

import re
from dataclasses import dataclass
from functools import cache

from webapp.core.folding import plain_words
from webapp.reference.records import read
from webapp.reference.searching import may_be_listed

# What stands after the name: "CEDEX 9", "8e arrondissement", "11". No commune's own name ends like that.
_ENDING = re.compile(r" (?:cedex(?: \d+)?|\d+(?:er?|eme)?(?: arrondissement)?)$")
_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


@dataclass(frozen=True, slots=True)
class Commune:
    """`code`: of INSEE (COG), five characters; it is not a postal code."""

    code: str
    name: str


def communes_of(postal_code: str) -> tuple[Commune, ...]:
    """By name; none for a code that is unknown, or of a CEDEX. Paris is one commune, as are Lyon and Marseille."""
    return tuple(sorted(_by_postal_code().get(postal_code, ()), key=lambda commune: plain_words(commune.name)))


def find_commune(postal_code: str, name: str) -> Commune | None:
    """As people write it: "st cirq lapopie", "PARIS 11", "TOULOUSE CEDEX 9".

    The codes of a CEDEX are in no list: the commune is then the only one of that name where codes begin alike.
    """
    if not may_be_listed(name):
        return None
    places = [_by_postal_code().get(postal_code, ())]
    if not places[0] and "cedex" in plain_words(name).split():
        places = [_by_beginning().get(postal_code[:digits], ()) for digits in (3, 2)]
    for place in places:
        found = {commune for commune in place if name_key(commune.name) == name_key(name)}
        if len(found) == 1:
            return found.pop()
    return None


def name_key(name: str) -> str:
    """What two ways to write one name have in common; the CEDEX or the arrondissement after it does not count."""
    words = _ENDING.sub("", plain_words(name)).split()
    return "".join(_SAINTS.get(word, word) for word in words)


@cache
def _by_postal_code() -> dict[str, tuple[Commune, ...]]:
    """35,000 communes, read at the first question of a process."""
    communes: dict[str, tuple[Commune, ...]] = {}
    for code, name, postal_codes in read("communes.csv"):
        commune = Commune(code, name)
        for postal_code in postal_codes.split():
            communes[postal_code] = (*communes.get(postal_code, ()), commune)
    return communes


@cache
def _by_beginning() -> dict[str, tuple[Commune, ...]]:
    """By two digits, a department or all overseas (Corsica is 20), and by three, a part of it."""
    communes: dict[str, tuple[Commune, ...]] = {}
    for postal_code, found in _by_postal_code().items():
        for beginning in (postal_code[:2], postal_code[:3]):
            communes[beginning] = (*communes.get(beginning, ()), *found)
    return communes
