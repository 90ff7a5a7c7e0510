"""Addresses of the pages about who acts for a structure, and about becoming one of them."""

from urllib.parse import urlencode
from uuid import UUID

from webapp.structures.paths import STRUCTURES

JOINING = "/structure/rattachement"
DESK_JOIN_REQUESTS = "/espace-agent/rattachements"


def joining(number: str) -> str:
    """Where one asks to act for a structure that others declared; `number` is a Siret or a number RNA."""
    return f"{JOINING}?{urlencode({'siret': number})}"


def members(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/membres"


def choice(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/choix"


def own_function(structure_id: UUID) -> str:
    """What a member says of themselves: their function, and how they sign."""
    return f"{members(structure_id)}/ma-fonction"


def departure(structure_id: UUID) -> str:
    return f"{members(structure_id)}/depart"


def invitations(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/invitations"


def invitation(token: str) -> str:
    """The page that the mail leads to. It begins otherwise than those of a structure: no token is taken for an id."""
    return f"/rattachement/{token}"


def join_refusal(structure_id: UUID, request_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/rattachements/{request_id}/refus"


def desk_join_acceptance(request_id: UUID) -> str:
    return f"{DESK_JOIN_REQUESTS}/{request_id}/acceptation"


def desk_join_refusal(request_id: UUID) -> str:
    return f"{DESK_JOIN_REQUESTS}/{request_id}/refus"
