"""What a structure says of itself, as plain values: the blocks of "Ma structure" that are edited as wholes.

The fields of a block are named as the columns that keep them. Lines of addresses: AFNOR NF Z10-011.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from webapp.editing.blocks import Block, block_of
from webapp.reference.countries import country as find_country
from webapp.structures import texts
from webapp.structures.models import AddressLayout

FRANCE = "FR"
# What a register tells too, so that who said it matters.
FACTS_WITH_SOURCE = ("name", "siret", "rna", "naf", "legal_form", "address")
# Looked up from what was typed: nobody edits them.
DERIVED = frozenset({"naf_version", "commune_code"})


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Phones in E.164; as models.ContactColumns keeps them."""

    phone: str = ""
    mobile: str = ""
    fax: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class AddressLines:
    """As models.AddressColumns keeps them. `commune_code`: of INSEE, empty where it is not known."""

    delivery_point: str = ""
    building: str = ""
    street: str = ""
    locality: str = ""
    postal_code: str = ""
    commune: str = ""
    commune_code: str = ""
    country: str = FRANCE


@dataclass(frozen=True, slots=True)
class Identification(Contact):
    """`siret`, `rna`: None where there is none, so that the database can keep them unique."""

    name: str
    siret: str | None = None
    rna: str | None = None
    naf: str = ""
    naf_version: str = ""
    legal_form: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Address(AddressLines):
    """The main one of a structure, or a representative's."""

    @property
    def is_empty(self) -> bool:
        return not any(value for name, value in asdict(self).items() if name != "country")

    @property
    def lines(self) -> tuple[str, ...]:
        """As on an envelope, the country left out at home."""
        lines = self.domestic_lines
        return lines if self.country == FRANCE or not lines else (*lines, self.country_line)

    @property
    def domestic_lines(self) -> tuple[str, ...]:
        last = f"{self.postal_code} {self.commune}".strip()
        return tuple(line for line in (self.delivery_point, self.building, self.street, self.locality, last) if line)

    @property
    def country_line(self) -> str:
        known = find_country(self.country)
        return (known.name if known else self.country).upper()


@dataclass(frozen=True, slots=True)
class RepresentativeDetails(Contact, AddressLines):
    """`civility`: of accounts.models.Civility."""

    civility: str
    first_name: str
    last_name: str
    function: str = ""
    is_legal: bool = False
    profession: str = ""
    layout: str = AddressLayout.PERSON.value

    @property
    def address(self) -> Address:
        return block_of(Address, self)

    @property
    def full_name(self) -> str:
        """`Madame Nouvelle ASSOCIATION`; who prefers not to say is named without a title."""
        title = texts.TITLES.get(self.civility, "")
        return " ".join(part for part in (title, self.first_name, self.last_name.upper()) if part)


Kind = TypeVar("Kind", Identification, Address, RepresentativeDetails)


def facts_touched(block: Block, names: Mapping[str, Any]) -> list[str]:
    """Which facts with a source these changed fields are part of."""
    if isinstance(block, Address):
        return ["address"] if names else []
    return [name for name in names if name in FACTS_WITH_SOURCE]
