"""What the worker tidies away every hour. Each figure is in docs/security.md."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, literal, select

from webapp.accounts.models import Account, AccountSession, AccountState, Link, LoginReservation
from webapp.core.db import Base
from webapp.core.throttle import forget_the_past
from webapp.core.work import Work

PENDING_KEPT = timedelta(days=7)
# An ended session still tells whose form it was that came too late: see webapp/web/resume.py.
ENDED_SESSIONS_KEPT = timedelta(days=7)
DEAD_LINKS_KEPT = timedelta(days=30)
NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows of each went."""

    pending_accounts: int
    reservations: int
    sessions: int
    links: int
    counters: int


async def purge(work: Work) -> Purged:
    """One transaction; several workers do it one after the other."""
    async with work:
        await work.one_at_a_time("purge")
        return Purged(
            pending_accounts=await _purge_pending_accounts(work),
            reservations=await _remove(work, LoginReservation, LoginReservation.expires_at <= work.now),
            sessions=await _remove(work, AccountSession, AccountSession.expires_at <= work.now - ENDED_SESSIONS_KEPT),
            links=await _remove(work, Link, Link.expires_at <= work.now - DEAD_LINKS_KEPT),
            counters=await forget_the_past(work),
        )


async def _purge_pending_accounts(work: Work) -> int:
    """Seven days after the last link was sent; before any was, after the account was created."""
    last_link = select(func.max(Link.created_at)).where(Link.account_id == Account.id).scalar_subquery()
    is_old = func.coalesce(last_link, Account.created_at) <= work.now - PENDING_KEPT
    gone = delete(Account).where(Account.state == AccountState.PENDING, is_old).returning(Account.id)
    ids = (await work.session.scalars(gone, execution_options=NO_SYNC)).all()
    for account_id in ids:
        work.audit("account.purged", "account", account_id)
    return len(ids)


async def _remove(work: Work, table: type[Base], which: ColumnElement[bool]) -> int:
    gone = delete(table).where(which).returning(literal(1))
    return len((await work.session.scalars(gone, execution_options=NO_SYNC)).all())
