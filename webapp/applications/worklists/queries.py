"""The agents' lists: one page, what to choose from, and who stands beside an application.

Each list is an index of its own, read from where the page begins: a page costs the same whatever the service was ever
sent. Hence no count beyond COUNTED_MAX, and no order that has no index.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.models import Account
from webapp.applications.access import visible_to
from webapp.applications.models import IN_HAND, Application, ApplicationSearch
from webapp.applications.rules import ApplicationState
from webapp.applications.worklists.lists import Order, Place, Wanted, Worklist, year_in_paris
from webapp.applications.worklists.rows import Neighbours, Row, WorklistPage
from webapp.applications.worklists.words import sought
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound
from webapp.schemes.models import SchemeRevision
from webapp.structures.models import Structure

PAGE_SIZE = 50
COUNTED_MAX = 100
NEVER: ColumnElement[datetime] = literal_column("'infinity'::timestamptz")
_OWN = (
    Application.number,
    Application.state,
    Application.submitted_at,
    Application.taken_over_at,
    Application.completed_at,
    Application.decide_by,
    Application.answer_due_at,
    Application.open_solicitations,
)


async def worklist(
    reads: AsyncEngine, actor: Actor, wanted: Wanted, now: datetime, place: Place | None = None
) -> WorklistPage:
    """Two statements, whatever there is."""
    async with reads.connect() as connection:
        counted = _found(actor, wanted, now, literal(1)).limit(COUNTED_MAX + 1).subquery()
        found = await connection.scalar(select(func.count()).select_from(counted)) or 0
        rows = rows_of(await connection.execute(page_of(actor, wanted, now, place, PAGE_SIZE + 1)))
    has_more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    is_back = place is not None and place.is_before
    if is_back:
        rows.reverse()
    has_before, has_after = (has_more, True) if is_back else (place is not None, has_more)
    return WorklistPage(
        rows,
        found,
        before=str(place_at(rows[0], wanted.order)) if rows and has_before else "",
        after=str(place_at(rows[-1], wanted.order)) if rows and has_after else "",
    )


async def neighbours(reads: AsyncEngine, actor: Actor, wanted: Wanted, now: datetime, number: int) -> Neighbours:
    """Of an application in the list; of one that has left it meanwhile, where it stood. Two statements.

    Raises NotFound for what is not there or not the actor's.
    """
    at = func.nullif(_ordered_by(wanted.order), NEVER)
    async with reads.connect() as connection:
        own = (
            await connection.execute(select(at.label("at")).where(Application.number == number, visible_to(actor)))
        ).one_or_none()
        if own is None:
            raise NotFound
        beside = [
            _from(_found(actor, wanted, now, Application.number), wanted.order, Place(own.at, number, is_before))
            .limit(1)
            .scalar_subquery()
            for is_before in (True, False)
        ]
        return Neighbours(*(await connection.execute(select(*beside))).one())


def page_of(actor: Actor, wanted: Wanted, now: datetime, place: Place | None, size: int) -> Select[Any]:
    """A page that ends at its place comes in the other order. The page first: what stands beside it is looked up for
    its rows alone.
    """
    due_at = Application.due_at
    own = (*_OWN, func.nullif(due_at, NEVER).label("due_at"), (due_at < now).label("is_late"))
    keys = (Application.revision_id, Application.structure_id, Application.assigned_to)
    page = _from(_found(actor, wanted, now, *own, *keys), wanted.order, place).limit(size).subquery("page")
    columns = page.c
    at = func.coalesce(columns.due_at, NEVER) if wanted.order is Order.DEADLINE else columns.submitted_at
    is_falling = (wanted.order is Order.LATEST) != (place is not None and place.is_before)
    return (
        select(
            *list(columns)[: len(own)],
            SchemeRevision.title,
            Structure.name,
            Structure.siret,
            Structure.commune,
            Account.first_name,
            Account.last_name,
        )
        .join(SchemeRevision, SchemeRevision.id == columns.revision_id)
        .join(Structure, Structure.id == columns.structure_id)
        .outerjoin(Account, Account.id == columns.assigned_to)
        .order_by(*(one.desc() if is_falling else one.asc() for one in (at, columns.number)))
    )


def rows_of(found: Iterable[Any]) -> list[Row]:
    return [Row(row.number, ApplicationState(row.state), *row[2:]) for row in found]


def place_at(row: Row, order: Order) -> Place:
    return Place(row.due_at if order is Order.DEADLINE else row.submitted_at, row.number)


def _ordered_by(order: Order) -> ColumnElement[Any]:
    return Application.due_at.expression if order is Order.DEADLINE else Application.submitted_at.expression


def _from(found: Select[Any], order: Order, place: Place | None) -> Select[Any]:
    """In order, from there on: what comes before a place is read the other way round."""
    keys = (_ordered_by(order), Application.number)
    is_falling = order is Order.LATEST
    if place is not None:
        here = tuple_(literal(place.at) if place.at else NEVER, literal(place.number))
        is_falling = is_falling != place.is_before
        found = found.where(tuple_(*keys) < here if is_falling else tuple_(*keys) > here)
    return found.order_by(*(key.desc() if is_falling else key.asc() for key in keys))


def _found(actor: Actor, wanted: Wanted, now: datetime, *columns: Any) -> Select[Any]:
    found = select(*columns).where(
        visible_to(actor), Application.submitted_at.is_not(None), *_of_list(actor, wanted, now), *_chosen(wanted)
    )
    query = sought(wanted.words)
    if query is None:
        return found
    return found.join(ApplicationSearch, ApplicationSearch.application_id == Application.id).where(
        ApplicationSearch.search.op("@@")(query)
    )


def _of_list(actor: Actor, wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    """What an index holds only some rows by is written out: a parameter could be anything."""
    match wanted.worklist:
        case Worklist.TO_TAKE_OVER:
            return [Application.state == ApplicationState.SUBMITTED]
        case Worklist.MINE:
            return [Application.assigned_to == actor.account_id]
        case Worklist.SERVICE:
            return [literal_column(f"application.{IN_HAND}")]
        case Worklist.WAITING:
            return [literal_column("application.open_solicitations > 0")]
        case Worklist.LATE:
            return [Application.due_at < now]
        case Worklist.ALL:
            return []


def _chosen(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.scheme:
        found.append(Application.scheme_slug == wanted.scheme)
    if wanted.state is not None:
        found.append(Application.state == wanted.state)
    if wanted.is_nobodys:
        found.append(Application.assigned_to.is_(None))
    if wanted.agent_id is not None:
        found.append(Application.assigned_to == wanted.agent_id)
    if wanted.year:
        first, next_one = year_in_paris(wanted.year)
        found += [Application.submitted_at >= first, Application.submitted_at < next_one]
    return found
