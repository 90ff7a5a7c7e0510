"""What the filters of a list offer: what there is in what one's service was ever sent. One look into an index each."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.models import Account
from webapp.agents.models import Agent
from webapp.applications.access import visible_to
from webapp.applications.models import Application
from webapp.applications.worklists.rows import Offered
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.folding import plain
from webapp.schemes.models import Scheme, SchemeRevision


async def offered(reads: AsyncEngine, actor: Actor) -> Offered:
    """Schemes and agents by name, years from the last. One statement."""
    sent = (visible_to(actor), Application.submitted_at.is_not(None))
    schemes = (
        select(literal("scheme").label("kind"), Scheme.slug.label("key"), SchemeRevision.title.label("label"))
        .join(SchemeRevision, SchemeRevision.id == Scheme.current_revision_id)
        .where(_is_any(*sent, Application.scheme_slug == Scheme.slug))
    )
    agents = (
        select(literal("agent"), cast(Account.id, Text), Account.full_name)
        .join(Agent, Agent.account_id == Account.id)
        .where(_is_any(*sent, Application.assigned_to == Account.id))
    )
    ends = [select(end(Application.submitted_at)).where(*sent).scalar_subquery() for end in (func.min, func.max)]
    years = select(literal("year"), *(cast(_year(end), Text) for end in ends))
    async with reads.connect() as connection:
        rows: Sequence[Any] = (await connection.execute(union_all(schemes, agents, years))).all()
    return Offered(
        schemes=_of(rows, "scheme"),
        agents=[(UUID(key), name) for key, name in _of(rows, "agent")],
        years=[year for first, last in _of(rows, "year") for year in range(int(last), int(first) - 1, -1)],
    )


def _is_any(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """The first, of an index: EXISTS, and any that comes, might be looked for through the whole table."""
    first = (Application.submitted_at, Application.number)
    one = select(Application.number).where(*conditions).order_by(*first).limit(1)
    return one.correlate(Scheme, Account).scalar_subquery().is_not(None)


def _year(instant: Any) -> ColumnElement[Any]:
    return func.extract("year", func.timezone(PARIS.key, instant))


def _of(rows: Iterable[Any], kind: str) -> list[tuple[str, str]]:
    found = ((row.key, row.label) for row in rows if row.kind == kind and row.key is not None)
    return sorted(found, key=lambda one: plain(one[1]))
