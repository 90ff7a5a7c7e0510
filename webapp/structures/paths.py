"""Addresses of the pages about structures. Each names its structure: two tabs may act for two of them."""

from urllib.parse import quote, urlencode
from uuid import UUID

from webapp.structures.rules import StructureFamily

STRUCTURE = "/structure"
"""Leads to the one that the actor acts for."""
STRUCTURES = "/structures"
DECLARATION = "/structure/nouvelle"
JOINING = "/structure/rattachement"
FAMILIES = {
    "particulier": StructureFamily.INDIVIDUAL,
    "association": StructureFamily.ASSOCIATION,
    "entreprise": StructureFamily.COMPANY,
    "collectivite": StructureFamily.PUBLIC_BODY,
    "autre": StructureFamily.OTHER,
}
"""How each type de tiers is called in addresses."""


def declaration(continue_at: str = "") -> str:
    return f"{DECLARATION}?suite={quote(continue_at, safe='/')}" if continue_at else DECLARATION


def declaration_of(family: str, continue_at: str = "", *, number: str = "", by_hand: bool = False) -> str:
    """The page of one type de tiers; with `number` the form that it fills in, with `by_hand` an empty one."""
    slug = next(slug for slug, known in FAMILIES.items() if known == family)
    asked = {"numero": number, "saisie": "libre" if by_hand else "", "suite": continue_at}
    query = urlencode({name: value for name, value in asked.items() if value}, safe="/")
    return f"{DECLARATION}/{slug}?{query}" if query else f"{DECLARATION}/{slug}"


def joining(number: str) -> str:
    """Where one asks to act for a structure that others declared; `number` is a Siret or a number RNA."""
    return f"{JOINING}?{urlencode({'siret': number})}"


def structure(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}"


def members(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/membres"


def choice(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/choix"


def own_function(structure_id: UUID) -> str:
    """What a member says of themselves: their function, and how they sign."""
    return f"{members(structure_id)}/ma-fonction"


def departure(structure_id: UUID) -> str:
    return f"{members(structure_id)}/depart"


def member_role(structure_id: UUID, account_id: UUID) -> str:
    return f"{members(structure_id)}/{account_id}/role"


def member_removal(structure_id: UUID, account_id: UUID) -> str:
    return f"{members(structure_id)}/{account_id}/retrait"


def invitations(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/invitations"


def invitation(token: str) -> str:
    """The page that the mail leads to. It begins otherwise than those of a structure: no token is taken for an id."""
    return f"/rattachement/{token}"


DESK_JOIN_REQUESTS = "/espace-agent/rattachements"


def join_acceptance(structure_id: UUID, request_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/rattachements/{request_id}/acceptation"


def join_refusal(structure_id: UUID, request_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/rattachements/{request_id}/refus"


def desk_join_acceptance(request_id: UUID) -> str:
    return f"{DESK_JOIN_REQUESTS}/{request_id}/acceptation"


def desk_join_refusal(request_id: UUID) -> str:
    return f"{DESK_JOIN_REQUESTS}/{request_id}/refus"
