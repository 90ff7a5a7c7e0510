"""From the session's cookie to who is asking: one statement across accounts, agents and structures."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.models import Account, AccountSession
from webapp.accounts.open_sessions import IDLE, IS_OPEN
from webapp.agents.models import Agent
from webapp.core.actor import AccountKind, ActingMembership, Actor, AgentRole, MemberRole, SigningWay
from webapp.structures.models import Membership, Structure

# Writing "seen now" at each page would cost more than it tells.
SEEN_PRECISION = timedelta(minutes=1)

_MEMBERSHIPS = (
    select(
        func.jsonb_agg(
            aggregate_order_by(
                func.jsonb_build_array(
                    Structure.id, Structure.name, Membership.role, Membership.signing, Structure.family
                ),
                Membership.created_at,
                Structure.id,
            )
        )
    )
    .select_from(Structure)
    .join(Membership, Membership.structure_id == Structure.id)
    .where(Membership.account_id == Account.id)
    .scalar_subquery()
)
_ACTOR = (
    select(
        AccountSession.id.label("session_id"),
        AccountSession.last_seen_at,
        AccountSession.expires_at,
        AccountSession.structure_id,
        func.greatest(AccountSession.authenticated_at, AccountSession.proved_at).label("password_at"),
        Account.id.label("account_id"),
        Account.kind,
        Account.first_name,
        Account.last_name,
        Agent.role,
        Agent.service_id,
        _MEMBERSHIPS.label("memberships"),
    )
    .join(Account, Account.id == AccountSession.account_id)
    .outerjoin(Agent, Agent.account_id == Account.id)
    .where(AccountSession.token_hash == bindparam("token_hash"), IS_OPEN)
)


@dataclass(frozen=True, slots=True)
class FoundActor:
    actor: Actor
    should_mark_seen: bool


async def find_actor(
    reads: AsyncEngine, token_hash: bytes, now: datetime, *, precision: timedelta = SEEN_PRECISION
) -> FoundActor | None:
    """None when no session has this token, or when it has ended. `precision`: how old a trace of use may be."""
    async with reads.connect() as connection:
        row = (await connection.execute(_ACTOR, {"token_hash": token_hash, "now": now})).one_or_none()
    if row is None:
        return None
    should_mark_seen = row.last_seen_at + precision < now
    return FoundActor(_actor(row, seen_at=now if should_mark_seen else row.last_seen_at), should_mark_seen)


async def ended_account(reads: AsyncEngine, token_hash: bytes) -> UUID | None:
    """Whose session this was, while its row is still there: after a logout nobody's."""
    query = select(AccountSession.account_id).where(AccountSession.token_hash == token_hash)
    async with reads.connect() as connection:
        account_id: UUID | None = await connection.scalar(query)
    return account_id


def _actor(row: Any, *, seen_at: datetime) -> Actor:
    idle_until = seen_at + IDLE[AccountKind(row.kind)]
    return Actor(
        account_id=row.account_id,
        session_id=row.session_id,
        kind=AccountKind(row.kind),
        first_name=row.first_name,
        last_name=row.last_name,
        role=AgentRole(row.role) if row.role else None,
        service_id=row.service_id,
        memberships=tuple(
            ActingMembership(UUID(structure_id), name, MemberRole(role), SigningWay(signing), family)
            for structure_id, name, role, signing, family in row.memberships or ()
        ),
        chosen_structure_id=row.structure_id,
        password_at=row.password_at,
        session_ends_at=min(idle_until, row.expires_at),
        session_is_at_its_limit=row.expires_at <= idle_until,
    )


async def mark_seen(writes: AsyncEngine, session_id: UUID, now: datetime) -> None:
    """A trace of use, in its own short transaction: the page itself changes nothing."""
    async with writes.begin() as connection:
        await connection.execute(update(AccountSession).where(AccountSession.id == session_id).values(last_seen_at=now))
