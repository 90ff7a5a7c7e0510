"""What counts of the current revision, whichever a draft keeps: docs/decisions/2026-11-26-terms-of-the-day.md."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from webapp.schemes.definition import Campaign, SchemeDefinition, ServiceInCharge
from webapp.schemes.models import Scheme, SchemeRevision

_Kept, _Current = aliased(SchemeRevision), aliased(SchemeRevision)


@dataclass(frozen=True, slots=True)
class Terms:
    """When one may send, and to which service."""

    campaign: Campaign
    service_id: UUID


async def terms_in_force(session: AsyncSession, revision_id: UUID) -> Terms:
    """Of the scheme that this revision is of."""
    query = (
        select(Scheme.service_id, _Current.content["campaign"].label("campaign"))
        .join(_Kept, _Kept.scheme_slug == Scheme.slug)
        .join(_Current, _Current.id == Scheme.current_revision_id)
        .where(_Kept.id == revision_id)
    )
    row = (await session.execute(query)).one()
    return Terms(campaign_of(row.campaign), row.service_id)


def campaign_of(content: Any) -> Campaign:
    """From its part of a revision's content."""
    return msgspec.convert(content, Campaign)


def under(kept: SchemeDefinition, campaign: Campaign, service: ServiceInCharge) -> SchemeDefinition:
    """The questions that a draft keeps, under the terms of the day."""
    return msgspec.structs.replace(kept, campaign=campaign, service=service)
