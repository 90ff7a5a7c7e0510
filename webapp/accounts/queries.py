"""Reads of an account, shaped for their pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.links import LIFETIMES, DeadLink, fingerprint, is_last_of_its_account, is_open, read_token
from webapp.accounts.models import Account, AccountState, EmailChange, Link, LinkPurpose
from webapp.core.actor import Actor
from webapp.core.tokens import Signer

_CARD = (
    select(
        Account.login,
        Account.email,
        Account.civility,
        Account.first_name,
        Account.last_name,
        EmailChange.new_email,
        EmailChange.asked_at,
    )
    .outerjoin(
        EmailChange,
        and_(
            EmailChange.account_id == Account.id,
            EmailChange.confirmed_at.is_(None),
            EmailChange.restored_at.is_(None),
            EmailChange.asked_at > bindparam("since"),
            is_last_of_its_account(),
        ),
    )
    .where(Account.id == bindparam("account_id"))
)


@dataclass(frozen=True, slots=True)
class AccountCard:
    login: str
    email: str
    civility: str
    first_name: str
    last_name: str
    new_email: str | None
    """An address that waits for its link to be opened."""
    new_email_asked_at: datetime | None

    @property
    def new_email_until(self) -> datetime | None:
        asked_at = self.new_email_asked_at
        return asked_at + LIFETIMES[LinkPurpose.EMAIL_CHANGE] if asked_at else None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


async def account_card(reads: AsyncEngine, actor: Actor, now: datetime) -> AccountCard:
    since = now - LIFETIMES[LinkPurpose.EMAIL_CHANGE]
    async with reads.connect() as connection:
        row = (await connection.execute(_CARD, {"account_id": actor.account_id, "since": since})).one()
    return AccountCard(*row)


async def would_work(reads: AsyncEngine, signer: Signer, purpose: LinkPurpose, text: str, now: datetime) -> bool:
    """Whether this link of an active account can be used now; looking does not use it."""
    whose = select(Account.id).join(Link, Link.account_id == Account.id).where(Account.state == AccountState.ACTIVE)
    return await find_behind_link(reads, signer, purpose, text, now, whose) is not None


async def find_behind_link(
    reads: AsyncEngine, signer: Signer, purpose: LinkPurpose, text: str, now: datetime, wanted: Select[*tuple[Any, ...]]
) -> Any:
    """The row of `wanted`, a query about Account and Link, if this link can be used now; else None. It stays unused."""
    try:
        token = read_token(signer, purpose, text)
    except DeadLink:
        return None
    made_of = (Link.fingerprint, Account.state, Account.email, Account.password_hash)
    query = wanted.where(is_open(token, purpose, now)).add_columns(*made_of)
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None or fingerprint(purpose, row.state, row.email, row.password_hash) != row.fingerprint:
        return None
    return row
