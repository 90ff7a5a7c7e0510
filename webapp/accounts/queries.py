"""Reads of an account, shaped for their pages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.links import LIFETIMES, fingerprint, is_last_of_its_account, is_open, read_token
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


async def can_reset(reads: AsyncEngine, signer: Signer, text: str, now: datetime) -> bool:
    """Whether this link would reset a password now; looking does not use it."""
    return await would_work(reads, signer, LinkPurpose.PASSWORD_RESET, text, now)


async def would_work(reads: AsyncEngine, signer: Signer, purpose: LinkPurpose, text: str, now: datetime) -> bool:
    """Whether this link of an active account can be used now; looking does not use it."""
    token = read_token(signer, purpose, text)
    if token is None:
        return False
    query = (
        select(Link.fingerprint, Account.state, Account.email, Account.password_hash)
        .join(Account, Account.id == Link.account_id)
        .where(is_open(token, purpose, now), Account.state == AccountState.ACTIVE)
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    return row is not None and fingerprint(purpose, row.state, row.email, row.password_hash) == row.fingerprint
