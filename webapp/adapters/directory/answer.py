"""An answer of the API "Recherche d'entreprises", and the record in it of the number that was asked.

Fields have the API's names. Unknown ones are ignored and missing ones tolerated, since the API grows; its description
is the `open-api.yml` of github.com/annuaire-entreprises-data-gouv-fr/search-api.
"""

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from webapp.adapters.directory.address import MASK, head_office_address, one_line_address, told
from webapp.core.ports import DirectoryAddress, DirectoryRecord

SIRET = re.compile(r"[0-9]{14}")
RNA = re.compile(r"W[0-9]{9}")
_NAF = re.compile(r"[0-9]{2}\.[0-9]{2}[A-Z]")  # older establishments that closed may still have a code of 1993
_LEGAL_FORM = re.compile(r"[0-9]{4}")
_NAF_2025_SINCE = date(2027, 1, 1)  # then activite_principale changes its meaning, and activite_principale_naf25 goes
_WITHHELD = ("P", "N")


class Establishment(msgspec.Struct):
    """The head office has its address in parts; other establishments only `adresse`, on one line."""

    siret: str = ""
    etat_administratif: str | None = None  # A, F
    statut_diffusion_etablissement: str | None = None  # O, P
    activite_principale: str | None = None
    activite_principale_naf25: str | None = None
    adresse: str | None = None
    complement_adresse: str | None = None
    numero_voie: str | None = None
    indice_repetition: str | None = None
    type_voie: str | None = None
    libelle_voie: str | None = None
    distribution_speciale: str | None = None
    code_postal: str | None = None
    libelle_commune: str | None = None
    commune: str | None = None  # code of Insee; none abroad
    cedex: str | None = None
    libelle_cedex: str | None = None
    libelle_commune_etranger: str | None = None
    code_pays_etranger: str | None = None
    libelle_pays_etranger: str | None = None


class Complements(msgspec.Struct):
    identifiant_association: str | None = None


class Unit(msgspec.Struct):
    """Unité légale: who it is, whatever the place."""

    siren: str
    nom_complet: str | None = None
    nom_raison_sociale: str | None = None  # none for a person who works alone
    etat_administratif: str | None = None  # A, C
    statut_diffusion: str | None = None  # O, P
    nature_juridique: str | None = None
    activite_principale: str | None = None
    activite_principale_naf25: str | None = None
    siege: Establishment | None = None
    matching_etablissements: list[Establishment] | None = None
    complements: Complements | None = None

    @property
    def rna(self) -> str:
        return told(self.complements.identifiant_association if self.complements else None)


class Answer(msgspec.Struct):
    results: list[Unit]


def decode(body: bytes | bytearray) -> Answer:
    """Raises msgspec.DecodeError (not JSON) or its child ValidationError (another shape)."""
    try:
        return msgspec.json.decode(body, type=Answer)
    except (UnicodeDecodeError, RecursionError) as error:  # msgspec lets them through
        raise msgspec.DecodeError(type(error).__name__) from error


def record_of(answer: Answer, number: str, *, on: date, source: str) -> DirectoryRecord | None:
    """The establishment of this Siret, or the head office of this RNA; never that of another number.

    `on`, the day of the answer, tells the version of its NAF codes. Of two units with one RNA, the open one counts.
    """
    records = [_record(unit, place, on=on, source=source) for unit, place in _places(answer, number)]
    return next((record for record in records if record.is_open), records[0] if records else None)


def _places(answer: Answer, number: str) -> Iterator[tuple[Unit, Establishment]]:
    """The head office first: it says more of itself than the same establishment in the other list."""
    for unit in answer.results:
        if RNA.fullmatch(number):
            if unit.rna == number:
                yield unit, unit.siege or Establishment()
            continue
        for place in (unit.siege, *(unit.matching_etablissements or ())):
            if place and place.siret == number:
                yield unit, place
                break


def _record(unit: Unit, place: Establishment, *, on: date, source: str) -> DirectoryRecord:
    statuses = (unit.statut_diffusion, place.statut_diffusion_etablissement)
    withheld = any(status in _WITHHELD for status in statuses) or MASK in (unit.nom_complet or "")
    naf, version = _naf(unit, place, on)
    return DirectoryRecord(
        siret=place.siret,
        name="" if withheld else told(unit.nom_raison_sociale) or told(unit.nom_complet),
        rna=unit.rna,
        naf=naf,
        naf_version=version,
        legal_form=_code(unit.nature_juridique, _LEGAL_FORM),
        address=_address(place, is_head_office=place is unit.siege, withheld=withheld),
        is_open=place.etat_administratif != "F" and unit.etat_administratif != "C",
        is_public=not withheld,
        source=source,
    )


def _address(place: Establishment, *, is_head_office: bool, withheld: bool) -> DirectoryAddress:
    if withheld:  # the API writes the Insee code of the commune where the postal code would be
        return DirectoryAddress(commune=told(place.libelle_commune), country="FR" if place.commune else "")
    return head_office_address(place) if is_head_office else one_line_address(place)


def _naf(unit: Unit, place: Establishment, on: date) -> tuple[str, str]:
    """The code of the place, else of the unit, and its nomenclature, which the API does not name."""
    code = _code(place.activite_principale or unit.activite_principale, _NAF)
    if not code:
        return "", ""
    both = place.activite_principale_naf25 or unit.activite_principale_naf25
    return code, "NAF rév. 2" if both or on < _NAF_2025_SINCE else "NAF 2025"


def _code(text: str | None, shape: re.Pattern[str]) -> str:
    return text if text and shape.fullmatch(text) else ""
