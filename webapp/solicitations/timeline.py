"""What the Region asked and what was answered, as events of the application's chronology."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account
from webapp.review.timeline import Event
from webapp.solicitations import texts
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import SENT, ItemState, SolicitationKind, SolicitationState

_Sender, _Answerer, _Ender = aliased(Account), aliased(Account), aliased(Account)


async def unscoped_events(reads: AsyncEngine, application_id: UUID) -> Sequence[Event]:
    """Of an application that the reader was given: the same for both sides, in no order."""
    falls_short = exists().where(
        SolicitationItem.solicitation_id == Solicitation.id, SolicitationItem.state != ItemState.ACCEPTED
    )
    query = (
        select(
            Solicitation.kind,
            Solicitation.state,
            Solicitation.sent_at,
            Solicitation.answered_at,
            Solicitation.ended_at,
            _Sender.full_name.label("sender"),
            _Answerer.full_name.label("answerer"),
            _Ender.full_name.label("ender"),
            (~falls_short).label("is_accepted"),
        )
        .join(_Sender, _Sender.id == Solicitation.sent_by)
        .outerjoin(_Answerer, _Answerer.id == Solicitation.answered_by)
        .outerjoin(_Ender, _Ender.id == Solicitation.ended_by)
        .where(Solicitation.application_id == application_id, Solicitation.state.in_(SENT))
    )
    async with reads.connect() as connection:
        return [event for row in await connection.execute(query) for event in _of(row)]


def _of(row: Any) -> Iterator[Event]:
    said = texts.EVENTS[SolicitationKind(row.kind)]
    yield Event(row.sent_at, said["sent"], f"par {row.sender}")
    if row.answered_at:
        yield Event(row.answered_at, said["answered"], f"par {row.answerer}")
    match row.state:
        case SolicitationState.CANCELLED:
            yield Event(row.ended_at, said["cancelled"], f"par {row.ender}")
        case SolicitationState.CLOSED:
            yield Event(row.ended_at, said["accepted" if row.is_accepted else "closed"], f"par {row.ender}")
