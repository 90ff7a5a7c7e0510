"""Countries and territories that have an ISO 3166-1 code, by their French names. Kosovo has none and is not here."""

from dataclasses import dataclass
from functools import cache

from webapp.core.folding import plain_letters
from webapp.reference.records import read
from webapp.reference.searching import may_be_listed

# What people write beside the names that CLDR knows.
ALSO = {
    "BY": ("Bélarus",),
    "CD": ("République démocratique du Congo", "RDC"),
    "CV": ("Cabo Verde",),
    "FR": ("France métropolitaine",),
    "GB": ("Grande-Bretagne", "Angleterre", "Écosse", "Pays de Galles", "Irlande du Nord"),
    "MM": ("Myanmar", "Birmanie"),
    "NL": ("Hollande",),
    "US": ("USA", "États-Unis d'Amérique"),
    "VA": ("Vatican", "Saint-Siège"),
    "VN": ("Vietnam",),
}


@dataclass(frozen=True, slots=True)
class Country:
    """`code`: ISO 3166-1 alpha-2."""

    code: str
    name: str


def country(code: str) -> Country | None:
    return _by_code().get(code)


def countries() -> tuple[Country, ...]:
    """By name."""
    return tuple(sorted(_by_code().values(), key=lambda country: plain_letters(country.name)))


def find_country(text: str) -> Country | None:
    """By its code or one of its French names; case, accents, spaces and punctuation do not count."""
    return _by_text().get(plain_letters(text)) if may_be_listed(text) else None


@cache
def _by_code() -> dict[str, Country]:
    return {code: Country(code, name) for code, name, _ in read("countries.csv")}


@cache
def _by_text() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for code, name, other_names in read("countries.csv"):
        for text in (code, name, *filter(None, other_names.split("|")), *ALSO.get(code, ())):
            found[plain_letters(text)] = _by_code()[code]
    return found
