"""How many devices are signed in to an account."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.models import AccountSession
from webapp.core.actor import Actor
from webapp.home.actors import IDLE

_OPEN = select(
    func.count(), func.max(AccountSession.last_seen_at).filter(AccountSession.id != bindparam("session_id"))
).where(
    AccountSession.account_id == bindparam("account_id"),
    AccountSession.expires_at > bindparam("now"),
    AccountSession.last_seen_at >= bindparam("since"),
)


@dataclass(frozen=True, slots=True)
class OpenSessions:
    count: int
    """This one included."""
    others_seen_at: datetime | None
    """When another one was last used; to the minute, since a use is noted once a minute at most."""


async def open_sessions(reads: AsyncEngine, actor: Actor, now: datetime) -> OpenSessions:
    about = {
        "account_id": actor.account_id,
        "session_id": actor.session_id,
        "now": now,
        "since": now - IDLE[actor.kind],
    }
    async with reads.connect() as connection:
        return OpenSessions(*(await connection.execute(_OPEN, about)).one())
