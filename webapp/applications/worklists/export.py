"""A list as a file for spreadsheets, read piece by piece: neither memory nor a connection is held for all of it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.worklists import texts
from webapp.applications.worklists.lists import Order, Place, Wanted
from webapp.applications.worklists.queries import page_of, place_at, rows_of
from webapp.applications.worklists.rows import Row
from webapp.core import french, spreadsheets
from webapp.core.actor import Actor
from webapp.core.clock import PARIS

AT_ONCE = 500


async def exported(reads: AsyncEngine, actor: Actor, wanted: Wanted, now: datetime) -> AsyncIterator[bytes]:
    """All of the list, by the day of submission: a deadline that moves meanwhile would give rows twice, or none."""
    if wanted.order is Order.DEADLINE:
        wanted = replace(wanted, order=Order.OLDEST)
    yield (spreadsheets.MARK + spreadsheets.lines([texts.COLUMNS])).encode()
    place: Place | None = None
    while rows := await _some(reads, actor, wanted, now, place):
        yield spreadsheets.lines(map(_cells, rows)).encode()
        if len(rows) < AT_ONCE:
            return
        place = place_at(rows[-1], wanted.order)


async def _some(reads: AsyncEngine, actor: Actor, wanted: Wanted, now: datetime, place: Place | None) -> Sequence[Row]:
    async with reads.connect() as connection:
        return rows_of(await connection.execute(page_of(actor, wanted, now, place, AT_ONCE)))


def _cells(row: Row) -> list[str]:
    return [
        row.reference,
        row.title,
        row.state_label,
        row.structure_name,
        french.siret(row.siret),
        row.commune,
        _moment(row.submitted_at),
        _moment(row.taken_over_at),
        row.follower,
        _moment(row.completed_at),
        str(row.open_solicitations),
        _moment(row.answer_due_at),
        str(row.answered_solicitations),
        _moment(row.decide_by),
    ]


def _moment(instant: datetime | None) -> str:
    """In Paris, as French spreadsheets recognise it."""
    return f"{instant.astimezone(PARIS):%d/%m/%Y %H:%M}" if instant else ""
