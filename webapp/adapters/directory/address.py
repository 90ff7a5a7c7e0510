"""The lines of an address of Sirene, placed as Insee places them (AFNOR NF Z10-011): complement in line 3, number and
street in line 4, BP in line 5, Cedex in line 6. Nothing is abbreviated.
"""

import re
from dataclasses import replace
from typing import Protocol

from webapp.core.ports import DirectoryAddress
from webapp.reference.countries import find_country

MASK = "[NON-DIFFUSIBLE]"
_LAST_LINE = re.compile(r"(?P<before>.*)\b(?P<code>[0-9]{5}) (?P<town>[^0-9].*)")  # the last five digits of the text
_BOX = re.compile(r"(?P<before>.*?)\s*\b(?P<box>(?:BP|CS|TSA) ?[0-9]+)")


class Place(Protocol):
    """What the API may say of a place."""

    adresse: str | None
    complement_adresse: str | None
    numero_voie: str | None
    indice_repetition: str | None
    type_voie: str | None
    libelle_voie: str | None
    distribution_speciale: str | None
    code_postal: str | None
    libelle_commune: str | None
    commune: str | None
    cedex: str | None
    libelle_cedex: str | None
    libelle_commune_etranger: str | None
    code_pays_etranger: str | None
    libelle_pays_etranger: str | None


def told(text: str | None) -> str:
    """One line that may be stored and shown; empty for what the register keeps to itself."""
    if not text or MASK in text:
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def head_office_address(place: Place) -> DirectoryAddress:
    street = (place.numero_voie, place.indice_repetition, place.type_voie, place.libelle_voie)
    address = DirectoryAddress(
        building=told(place.complement_adresse),
        street=" ".join(part for part in map(told, street) if part),
        locality=told(place.distribution_speciale),
        postal_code=told(place.cedex) or told(place.code_postal),
        commune=told(place.libelle_cedex) or told(place.libelle_commune),
        country="FR" if place.commune or place.code_postal else "",
    )
    if not place.code_pays_etranger and not place.libelle_pays_etranger:
        return address
    # Abroad the register keeps code and town together: "1000 BRUXELLES".
    town, label = told(place.libelle_commune_etranger), told(place.libelle_pays_etranger)
    if known := find_country(label):
        return replace(address, commune=town, country=known.code)
    return replace(address, commune=f"{town} {label}".strip(), country="")


def one_line_address(place: Place) -> DirectoryAddress:
    """From "BATIMENT A 12 RUE DES LILAS BP 123 46000 CAHORS": what comes before the postal code is the street."""
    text = told(place.adresse)
    code, commune = told(place.code_postal), told(place.libelle_commune)
    if not place.commune and not code:
        country, before = _ending_country(text)
        return DirectoryAddress(street=before, country=country)
    before = text.removesuffix(f"{code} {commune}")
    if before == text and (last := _LAST_LINE.fullmatch(text)):  # a Cedex has a code and a town of its own
        before, code, commune = last["before"], last["code"], last["town"]
    before = before.strip()
    box = _BOX.fullmatch(before)
    street, locality = (box["before"], box["box"]) if box else (before, "")
    return DirectoryAddress(street=street, locality=locality, postal_code=code, commune=commune, country="FR")


def _ending_country(address: str) -> tuple[str, str]:
    """The country whose name ends the address, and what comes before; ("", address) when none does."""
    words = address.split(" ")
    for start in range(1, len(words)):
        name = " ".join(words[start:])
        if len(name) > 2 and (known := find_country(name)):  # "ST" is a street, not Sao Tomé
            return known.code, " ".join(words[:start])
    return "", address
