"""Addresses of the pages about structures. Each names its structure: two tabs may act for two of them."""

from urllib.parse import quote
from uuid import UUID

STRUCTURE = "/structure"
"""Leads to the one that the actor acts for."""
STRUCTURES = "/structures"
DECLARATION = "/structure/nouvelle"


def declaration(continue_at: str = "") -> str:
    return f"{DECLARATION}?suite={quote(continue_at, safe='/')}" if continue_at else DECLARATION


def structure(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}"


def identification(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/identification"


def address(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/adresse"


def new_representative(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/representants/nouveau"


def representative(structure_id: UUID, representative_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/representants/{representative_id}"


def representative_removal(structure_id: UUID, representative_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/representants/{representative_id}/retrait"


def members(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/membres"


def choice(structure_id: UUID) -> str:
    return f"{STRUCTURES}/{structure_id}/choix"
