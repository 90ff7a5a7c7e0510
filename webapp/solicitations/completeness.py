"""Why a file is not complete yet: the Region waits for a piece that the texts ask for, or has its answer to read.

Complete and suspended exclude each other: the applicant would read that nothing is missing, and that something is.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from webapp.solicitations import texts
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import WAITS_FOR_APPLICANT, WAITS_FOR_REGION, SolicitationState


@dataclass(frozen=True, slots=True)
class Awaited:
    """A request that suspends the legal clock and is not over."""

    id: UUID
    state: SolicitationState

    @property
    def reason(self) -> str:
        """What to do first, for the agent."""
        return texts.NOT_COMPLETE[self.state]


async def unscoped_awaited(reads: AsyncEngine, application_id: UUID) -> Awaited | None:
    """The first one, of an application that the reader was given."""
    async with reads.connect() as connection:
        return await first_awaited(connection, application_id)


async def first_awaited(database: AsyncConnection | AsyncSession, application_id: UUID) -> Awaited | None:
    row = (await database.execute(_query(application_id))).first()
    return None if row is None else Awaited(row.id, SolicitationState(row.state))


def _query(application_id: UUID) -> Select[UUID, str]:
    suspends = exists().where(SolicitationItem.solicitation_id == Solicitation.id, SolicitationItem.suspends)
    is_not_over = Solicitation.state.in_(WAITS_FOR_APPLICANT | WAITS_FOR_REGION)
    query = select(Solicitation.id, Solicitation.state).where(Solicitation.application_id == application_id)
    return query.where(is_not_over, suspends).order_by(Solicitation.sent_at, Solicitation.id).limit(1)
