"""Reads of the catalogue, shaped for its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, bindparam, func, literal, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.core.folding import plain
from webapp.schemes import texts
from webapp.schemes.campaigns import Standing, standing
from webapp.schemes.definition import Campaign, SchemeDefinition
from webapp.schemes.models import Scheme, SchemeRevision
from webapp.schemes.revisions import CONTENT, definition_of
from webapp.schemes.searching import Wanted, query_of
from webapp.schemes.templates import Template, template_of

_IS_CURRENT = SchemeRevision.id == Scheme.current_revision_id
_THEMES = select(SchemeRevision.theme).join(Scheme, _IS_CURRENT).distinct()
_BY_SLUG = (
    select(Scheme.slug, SchemeRevision.id, CONTENT)
    .join(SchemeRevision, _IS_CURRENT)
    .where(Scheme.slug == bindparam("slug"))
)


@dataclass(frozen=True, slots=True)
class CatalogueCard:
    """`rank`: how well it answers the words, 0 without any."""

    slug: str
    title: str
    theme: str
    summary: str
    families: Sequence[str]
    standing: Standing
    rank: float

    @property
    def beneficiaries(self) -> str:
        return texts.in_words(self.families)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`groups`: cards under the name of their theme; those found by words together under none, the best first."""

    groups: list[tuple[str, list[CatalogueCard]]]
    themes: list[str]
    """Of all schemes, whatever is looked for."""

    @property
    def count(self) -> int:
        return sum(len(cards) for _, cards in self.groups)


async def catalogue(reads: AsyncEngine, now: datetime, wanted: Wanted | None = None) -> Catalogue:
    """What is open comes first within a theme, then titles in the order of the alphabet."""
    wanted = wanted or Wanted()
    async with reads.connect() as connection:
        themes = sorted((await connection.scalars(_THEMES)).all(), key=plain)
        cards = [_card(row, now) for row in await connection.execute(_found(wanted))]
    if wanted.only_open:
        cards = [card for card in cards if card.standing.is_open]
    cards.sort(key=lambda card: (not card.standing.is_open, plain(card.title)))
    if query_of(wanted.words) is not None:
        cards.sort(key=lambda card: -card.rank)
        return Catalogue([("", cards)] if cards else [], themes)
    cards.sort(key=lambda card: plain(card.theme))
    return Catalogue([(theme, list(group)) for theme, group in groupby(cards, lambda card: card.theme)], themes)


def _found(wanted: Wanted) -> Select[Any]:
    query = query_of(wanted.words)
    rank = literal(0.0) if query is None else func.ts_rank(SchemeRevision.search, query)
    found = select(
        Scheme.slug,
        SchemeRevision.title,
        SchemeRevision.theme,
        SchemeRevision.summary,
        SchemeRevision.families,
        SchemeRevision.campaign,
        rank.label("rank"),
    ).join(SchemeRevision, _IS_CURRENT)
    if query is not None:
        found = found.where(SchemeRevision.search.op("@@")(query))
    if wanted.family:
        found = found.where(SchemeRevision.families.contains([wanted.family]))
    return found.where(SchemeRevision.theme == wanted.theme) if wanted.theme else found


def _card(row: Any, now: datetime) -> CatalogueCard:
    campaign = msgspec.convert(row.campaign, Campaign)
    return CatalogueCard(
        row.slug, row.title, row.theme, row.summary, row.families, standing(campaign, now), float(row.rank)
    )


@dataclass(frozen=True, slots=True)
class SchemeSheet:
    slug: str
    revision_id: UUID
    definition: SchemeDefinition


async def scheme_sheet(reads: AsyncEngine, slug: str) -> SchemeSheet | None:
    async with reads.connect() as connection:
        row = (await connection.execute(_BY_SLUG, {"slug": slug})).one_or_none()
    return SchemeSheet(row.slug, row.id, definition_of(row.id, row.content)) if row else None


async def sheet_template(reads: AsyncEngine, slug: str, file: str) -> Template | None:
    """Of the scheme's current revision."""
    current = select(Scheme.current_revision_id).where(Scheme.slug == slug)
    async with reads.connect() as connection:
        revision_id = await connection.scalar(current)
        return await template_of(connection, revision_id, file) if revision_id else None
