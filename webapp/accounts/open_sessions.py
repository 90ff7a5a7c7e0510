"""Which sessions are open, for the guard of each request as for the pages that count them; how many an account has."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import DateTime, and_, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.models import Account, AccountSession, AccountState
from webapp.core.actor import AccountKind, Actor

IDLE = {AccountKind.APPLICANT: timedelta(hours=2), AccountKind.AGENT: timedelta(minutes=30)}
ABSOLUTE_LIFETIME = {AccountKind.APPLICANT: timedelta(hours=12), AccountKind.AGENT: timedelta(hours=10)}

_NOW = bindparam("now", type_=DateTime(timezone=True))
# Of AccountSession joined with its Account; the statement is executed with `now`.
IS_OPEN = and_(
    Account.state == AccountState.ACTIVE,
    AccountSession.expires_at > _NOW,
    AccountSession.last_seen_at + case(IDLE, value=Account.kind) >= _NOW,
)
_OPEN = (
    select(func.count(), func.max(AccountSession.last_seen_at).filter(AccountSession.id != bindparam("session_id")))
    .join(Account, Account.id == AccountSession.account_id)
    .where(AccountSession.account_id == bindparam("account_id"), IS_OPEN)
)


@dataclass(frozen=True, slots=True)
class OpenSessions:
    count: int
    """This one included."""
    others_seen_at: datetime | None
    """When another one was last used; to the minute, since a use is noted once a minute at most."""


async def open_sessions(reads: AsyncEngine, actor: Actor, now: datetime) -> OpenSessions:
    about = {"account_id": actor.account_id, "session_id": actor.session_id, "now": now}
    async with reads.connect() as connection:
        return OpenSessions(*(await connection.execute(_OPEN, about)).one())
