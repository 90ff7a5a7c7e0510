"""The agents' lists: one page, what to choose from, and who stands beside an application.

Each list is an index of its own, read from where the page begins: a page costs the same whatever the service was ever
sent. Hence nobody counts what is on other pages, and there is no order that has no index.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, not_, select, tuple_, union_all
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
FEW = 1_000
"""Of what words find: so many are put in order without reading the list."""
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
    Application.answered_solicitations,
)
_KEYS = (Application.revision_id, Application.structure_id, Application.assigned_to)


async def worklist(
    reads: AsyncEngine, actor: Actor, wanted: Wanted, now: datetime, place: Place | None = None
) -> WorklistPage:
    """One statement, whatever there is."""
    async with reads.connect() as connection:
        rows = rows_of(await connection.execute(page_of(actor, wanted, now, place, PAGE_SIZE + 1)))
    has_more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    is_back = place is not None and place.is_before
    if is_back:
        rows.reverse()
    has_before, has_after = (has_more, True) if is_back else (place is not None, has_more)
    return WorklistPage(
        rows,
        is_all=place is None and not has_more,
        before=str(place_at(rows[0], wanted.order)) if rows and has_before else "",
        after=str(place_at(rows[-1], wanted.order)) if rows and has_after else "",
    )


async def neighbours(reads: AsyncEngine, actor: Actor, wanted: Wanted, now: datetime, number: int) -> Neighbours:
    """Of an application in the list; of one that has left it meanwhile, where it stood. Two statements.

    Raises NotFound for what is not there or not the actor's.
    """
    at = func.nullif(_ordered_by(wanted.order), NEVER).label("at")
    own = select(at).where(Application.number == number, visible_to(actor))
    async with reads.connect() as connection:
        row = (await connection.execute(own)).one_or_none()
        if row is None:
            raise NotFound
        places = [Place(row.at, number, is_before) for is_before in (True, False)]
        first = [_from(actor, wanted, now, place, 1).subquery() for place in places]
        beside = [select(one.c.number).scalar_subquery() for one in first]
        return Neighbours(*(await connection.execute(select(*beside))).one())


def page_of(actor: Actor, wanted: Wanted, now: datetime, place: Place | None, size: int) -> Select[Any]:
    """A page that ends at its place comes in the other order. The page first: what stands beside it is looked up for
    its rows alone.
    """
    page = _from(actor, wanted, now, place, size).subquery("page")
    return (
        select(
            *(page.c[column.key] for column in _OWN),
            func.nullif(page.c.due_at, NEVER).label("due_at"),
            (page.c.due_at < now).label("is_late"),
            SchemeRevision.title,
            Structure.name,
            Structure.siret,
            Structure.commune,
            Account.first_name,
            Account.last_name,
        )
        .join(SchemeRevision, SchemeRevision.id == page.c.revision_id)
        .join(Structure, Structure.id == page.c.structure_id)
        .outerjoin(Account, Account.id == page.c.assigned_to)
        .order_by(*_order(page.c, wanted.order, place))
    )


def rows_of(found: Iterable[Any]) -> list[Row]:
    return [Row(row.number, ApplicationState(row.state), *row[2:]) for row in found]


def place_at(row: Row, order: Order) -> Place:
    return Place(row.due_at if order is Order.DEADLINE else row.submitted_at, row.number)


def _ordered_by(order: Order) -> ColumnElement[Any]:
    return Application.due_at.expression if order is Order.DEADLINE else Application.submitted_at.expression


def _is_falling(order: Order, place: Place | None) -> bool:
    """What comes before a place is read the other way round."""
    return (order is Order.LATEST) != (place is not None and place.is_before)


def _order(columns: Any, order: Order, place: Place | None) -> list[ColumnElement[Any]]:
    keys = (columns.due_at if order is Order.DEADLINE else columns.submitted_at, columns.number)
    return [key.desc() if _is_falling(order, place) else key.asc() for key in keys]


def _from(actor: Actor, wanted: Wanted, now: datetime, place: Place | None, size: int) -> Any:
    """The next rows of the list from a place, that of an index: those that match, as they come.

    By words, two ways in one statement, of which PostgreSQL takes one: what they find is little, and is put in order;
    or it is much, and the list is read until there is enough. Either is short; which one is known by looking.
    """
    is_sent = Application.submitted_at.is_not(None)  # what the indexes say too
    matching: Any = select(*_OWN, Application.due_at, *_KEYS).where(
        visible_to(actor), is_sent, *_of_list(actor, wanted, now), *_chosen(wanted)
    )
    query = sought(wanted.words, actor.service_id)
    if query is None:
        return _next(matching, wanted.order, place, size)
    hits = select(func.found_applications(query, FEW + 1).column_valued("application_id")).cte()
    are_few = select(func.count() <= FEW).select_from(hits).scalar_subquery()
    has_words = select(ApplicationSearch.search.op("@@")(query)).where(
        ApplicationSearch.application_id == Application.id
    )
    ways = (
        matching.where(are_few, Application.id.in_(select(hits.c.application_id))),
        matching.where(not_(are_few), has_words.correlate(Application).scalar_subquery()),
    )
    found = [_next(way, wanted.order, place, size).subquery() for way in ways]
    either = union_all(*(select(one) for one in found)).subquery("either")
    return select(either).order_by(*_order(either.c, wanted.order, place)).limit(size)


def _next(matching: Any, order: Order, place: Place | None, size: int) -> Any:
    if place is not None:
        keys = tuple_(_ordered_by(order), Application.number)
        here = tuple_(literal(place.at) if place.at else NEVER, literal(place.number))
        matching = matching.where(keys < here if _is_falling(order, place) else keys > here)
    return matching.order_by(*_order(Application, order, place)).limit(size)


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
