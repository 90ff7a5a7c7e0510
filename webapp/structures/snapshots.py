"""A structure as it was at one instant, and what differs from today: "Modifié depuis le dépôt".

A snapshot is plain JSON in the words of the page, so that it can be read when the code has changed: lines of
{"block": …, "label": …, "value": …}, in the order of the page.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.core import french
from webapp.core.phones import shown_phone
from webapp.structures.facts import Contact, RepresentativeDetails
from webapp.structures.queries import StructureCard

IDENTIFICATION, REPRESENTATIVES = "Identification", "Représentants"


@dataclass(frozen=True, slots=True)
class Difference:
    """`before` or `after` is empty where there is nothing."""

    block: str
    label: str
    before: str
    after: str


def content_of(structure: StructureCard) -> dict[str, Any]:
    """What a snapshot keeps."""
    return {"lines": [{"block": block, "label": label, "value": value} for block, label, value in _lines(structure)]}


def differences(snapshot: Mapping[str, Any], today: StructureCard) -> list[Difference]:
    """In the order of the page; what is no more comes after what is."""
    before = {(line["block"], line["label"]): line["value"] for line in snapshot["lines"]}
    after = {(block, label): value for block, label, value in _lines(today)}
    places = [*after, *(place for place in before if place not in after)]
    return [
        Difference(*place, before.get(place, ""), after.get(place, ""))
        for place in places
        if before.get(place, "") != after.get(place, "")
    ]


def _lines(structure: StructureCard) -> Iterator[tuple[str, str, str]]:
    facts = structure.identification
    named = {
        "Nom": facts.name,
        "Siret": french.siret(facts.siret) if facts.siret else "",
        "Type de tiers": structure.family_label,
        "NAF": f"{structure.activity_label} ({facts.naf_version})" if facts.naf else "",
        "Forme juridique": structure.legal_form_label,
        "Numéro RNA": facts.rna or "",
        **_contact(facts),
        "Site internet": facts.website,
        "Adresse principale": _address(structure.address.domestic_lines, structure.address.country_line),
    }
    yield from ((IDENTIFICATION, label, value) for label, value in named.items() if value)
    namesakes = Counter[str]()
    for one in structure.representatives:
        namesakes[one.name] += 1
        number = f" ({namesakes[one.name]})" if namesakes[one.name] > 1 else ""  # each line has its place
        yield REPRESENTATIVES, one.name + number, "\n".join(_words(one.details))


def _words(details: RepresentativeDetails) -> Iterator[str]:
    if details.function:
        yield f"Fonction : {details.function}"
    if details.is_legal:
        yield "Représentant légal"
    if not details.address.is_empty:
        yield _address(details.address.domestic_lines, details.address.country_line)
    yield from (f"{label} : {value}" for label, value in _contact(details).items() if value)
    if details.profession:
        yield f"Profession : {details.profession}"


def _contact(block: Contact) -> dict[str, str]:
    phones = {"Téléphone": block.phone, "Téléphone mobile": block.mobile, "Télécopie": block.fax}
    shown = {label: shown_phone(number) if number else "" for label, number in phones.items()}
    return {**shown, "Courriel": block.email}


def _address(lines: tuple[str, ...], country: str) -> str:
    return ", ".join((*lines, country))
