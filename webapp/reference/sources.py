"""Where the lists come from, and how the packages that carry them become our records. To refresh: CONTRIBUTING.md."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.reference.records import Record

NAF = "NAF rév. 2"
_SUB_CLASS = re.compile(r"\d\d\.\d\d[A-Z]", re.ASCII)
# Two letters in CLDR that are no country of ISO 3166-1: reserved codes, groups of countries, tests.
_NOT_ISO = ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")


@dataclass(frozen=True, slots=True)
class Package:
    """`sha256`: of the archive; a new version needs the new sum."""

    client: str
    name: str
    version: str
    sha256: str


COMMUNES = Package(
    "npm",
    "@etalab/decoupage-administratif",
    "6.0.0",
    "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
)
ACTIVITIES = Package("pip", "s6r-sirene", "1.0.1.1", "fddc7428eddec0b5dccc73b196db8aada2c84634c5bbd69416d1ed2afd1764eb")
COUNTRIES = Package(
    "npm", "cldr-localenames-full", "48.2.0", "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57"
)
PACKAGES = (COMMUNES, ACTIVITIES, COUNTRIES)


def communes(published: bytes) -> Iterator[Record]:
    """`data/communes.json` of COMMUNES: the communes of today that have postal codes.

    Paris, Lyon and Marseille have those of their arrondissements there, which are left out, as are former communes.
    """
    for commune in json.loads(published):
        if commune["type"] == "commune-actuelle" and commune.get("codesPostaux"):
            yield commune["code"], _clean(commune["nom"]), " ".join(sorted(commune["codesPostaux"]))


def activities(published: bytes) -> Iterator[Record]:
    """`metadata/data/naf.zip` of ACTIVITIES: the sub-classes in INSEE's table of 2008, which is in cp1252."""
    with zipfile.ZipFile(io.BytesIO(published)) as archive:
        table = archive.read("naf2008/table_NAF2-NA.csv").decode("cp1252")
    for code, label, *_ in csv.reader(io.StringIO(table), delimiter=";"):
        if _SUB_CLASS.fullmatch(code):
            yield code, _clean(label), NAF


def countries(published: bytes) -> Iterator[Record]:
    """`main/fr/territories.json` of COUNTRIES, where FR is followed by FR-alt-short and the like."""
    names: dict[str, str] = json.loads(published)["main"]["fr"]["localeDisplayNames"]["territories"]
    for code in names:
        if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_ISO:
            yield code, *_names(code, names)


def _names(code: str, names: dict[str, str]) -> tuple[str, str]:
    """The usual name, then the others: "Hong Kong", not "R.A.S. chinoise de Hong Kong". Abbreviations are left out:
    "R.-U." would be read as the code of Russia."""
    full, short = names[code], names.get(f"{code}-alt-short", "")
    usual = short if short and "." not in short else full
    known = [full, *(name for key, name in names.items() if key.startswith(f"{code}-alt-"))]
    return _clean(usual), "|".join(_clean(name) for name in known if name != usual and "." not in name)


def _clean(text: str) -> str:
    """One space at most, and the apostrophe of the keyboard, which the lists use by turns with the other."""
    return " ".join(text.replace("’", "'").split())
