"""Reads of the catalogue, shaped for its pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.schemes.definition import SchemeDefinition, from_content
from webapp.schemes.models import Scheme, SchemeRevision

_CURRENT: Select[Any] = (
    select(Scheme.slug, SchemeRevision.id, SchemeRevision.content)
    .join(SchemeRevision, SchemeRevision.id == Scheme.current_revision_id)
    .order_by(SchemeRevision.theme, SchemeRevision.title)
)
_BY_SLUG = _CURRENT.where(Scheme.slug == bindparam("slug"))


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    slug: str
    revision_id: UUID
    definition: SchemeDefinition

    def is_open(self, now: datetime) -> bool:
        return self.definition.campaign.is_open(now)


async def catalogue(reads: AsyncEngine) -> list[CatalogueEntry]:
    """Every scheme, by theme then title."""
    async with reads.connect() as connection:
        rows = (await connection.execute(_CURRENT)).all()
    return [CatalogueEntry(slug, revision_id, from_content(content)) for slug, revision_id, content in rows]


async def scheme_sheet(reads: AsyncEngine, slug: str) -> CatalogueEntry | None:
    async with reads.connect() as connection:
        row = (await connection.execute(_BY_SLUG, {"slug": slug})).one_or_none()
    return CatalogueEntry(row[0], row[1], from_content(row[2])) if row else None
