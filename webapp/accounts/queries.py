"""Reads of an account, shaped for their pages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.links import fingerprint, is_open, read_token
from webapp.accounts.models import Account, AccountState, Link, LinkPurpose
from webapp.core.actor import Actor
from webapp.core.tokens import Signer

_CARD = select(Account.login, Account.email, Account.first_name, Account.last_name).where(
    Account.id == bindparam("account_id")
)


@dataclass(frozen=True, slots=True)
class AccountCard:
    login: str
    email: str
    first_name: str
    last_name: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


async def account_card(reads: AsyncEngine, actor: Actor) -> AccountCard:
    async with reads.connect() as connection:
        return AccountCard(*(await connection.execute(_CARD, {"account_id": actor.account_id})).one())


async def can_reset(reads: AsyncEngine, signer: Signer, text: str, now: datetime) -> bool:
    """Whether this link would reset a password now; looking does not use it."""
    token = read_token(signer, LinkPurpose.PASSWORD_RESET, text)
    if token is None:
        return False
    query = (
        select(Link.fingerprint, Account.state, Account.email, Account.password_hash)
        .join(Account, Account.id == Link.account_id)
        .where(is_open(token, LinkPurpose.PASSWORD_RESET, now), Account.state == AccountState.ACTIVE)
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    return row is not None and fingerprint(row.state, row.email, row.password_hash) == row.fingerprint
