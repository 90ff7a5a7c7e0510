"""Addresses of the pages about structures. Each names its structure: two tabs may act for two of them."""

from urllib.parse import urlencode

from webapp.core.own_paths import to
from webapp.structures.rules import StructureFamily

OWN_STRUCTURE = "/structure"
"""Leads to the one that the actor acts for."""
STRUCTURES = "/structures"
STRUCTURE = "/structures/{structure_id:uuid}"
IDENTIFICATION = STRUCTURE + "/identification"
ADDRESS = STRUCTURE + "/adresse"
NEW_REPRESENTATIVE = STRUCTURE + "/representants/nouveau"
REPRESENTATIVE = STRUCTURE + "/representants/{representative_id:uuid}"
REPRESENTATIVE_REMOVAL = REPRESENTATIVE + "/retrait"
DECLARATION = "/structure/nouvelle"
DECLARATION_FORM = "/structure/nouvelle/{kind:str}"
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
    path = to(DECLARATION_FORM, kind=slug)
    return f"{path}?{query}" if query else path
