"""Reads of a structure, shaped for its card."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.core.actor import Actor
from webapp.structures import texts
from webapp.structures.models import Structure

_CARD = select(
    Structure.id,
    Structure.family,
    Structure.name,
    Structure.siret,
    Structure.street,
    Structure.postal_code,
    Structure.commune,
    Structure.modified_at,
).where(Structure.id == bindparam("structure_id"))


@dataclass(frozen=True, slots=True)
class StructureCard:
    id: UUID
    family: str
    name: str
    siret: str | None
    street: str
    postal_code: str
    commune: str
    modified_at: datetime

    @property
    def family_label(self) -> str:
        return texts.FAMILIES[self.family]

    @property
    def address_lines(self) -> tuple[str, ...]:
        return (self.street, f"{self.postal_code} {self.commune}")

    def snapshot(self) -> dict[str, Any]:
        """As pinned in a receipt: plain JSON."""
        return {
            "family": self.family_label,
            "name": self.name,
            "siret": self.siret,
            "address": list(self.address_lines),
        }


async def structure_card(reads: AsyncEngine, actor: Actor) -> StructureCard | None:
    """The structure that the actor acts for; None before one is declared."""
    if actor.membership is None:
        return None
    return await card_of(reads, actor.membership.structure_id)


async def card_of(reads: AsyncEngine, structure_id: UUID) -> StructureCard | None:
    async with reads.connect() as connection:
        row = (await connection.execute(_CARD, {"structure_id": structure_id})).one_or_none()
    return StructureCard(*row) if row else None
