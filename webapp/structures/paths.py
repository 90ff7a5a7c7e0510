"""Addresses of the pages about structures. Each names its structure: two tabs may act for two of them."""

from urllib.parse import urlencode
from uuid import UUID

from webapp.structures.rules import StructureFamily

STRUCTURE = "/structure"
"""Leads to the one that the actor acts for."""
STRUCTURES = "/structures"
DECLARATION = "/structure/nouvelle"
FAMILIES = {
    "particulier": StructureFamily.INDIVIDUAL,
    "association": StructureFamily.ASSOCIATION,
    "entreprise": StructureFamily.COMPANY,
    "collectivite": StructureFamily.PUBLIC_BODY,
    "autre": StructureFamily.OTHER,
}
"""How each type de tiers is called in addresses."""


def declaration_of(family: str, continue_at: str = "", *, number: str = "") -> str:
    """The page of one type de tiers; with `number` the form that it fills in."""
    slug = next(slug for slug, known in FAMILIES.items() if known == family)
    asked = {"numero": number, "suite": continue_at}
    query = urlencode({name: value for name, value in asked.items() if value}, safe="/")
    return f"{DECLARATION}/{slug}?{query}" if query else f"{DECLARATION}/{slug}"


def structure(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}"
