"""One-time links: signed texts whose truth is a row. Reading one never uses it; using it is a single UPDATE."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from webapp.accounts import texts
from webapp.accounts.models import Account, Link, LinkPurpose
from webapp.core.ids import new_id
from webapp.core.refusals import Refused
from webapp.core.tokens import Signer
from webapp.core.work import Work

LIFETIMES = {
    LinkPurpose.ACTIVATION: timedelta(hours=72),
    LinkPurpose.PASSWORD_RESET: timedelta(hours=1),
    LinkPurpose.EMAIL_CHANGE: timedelta(hours=24),
    LinkPurpose.EMAIL_RESTORE: timedelta(days=7),
    LinkPurpose.AGENT_INVITATION: timedelta(hours=72),
}


class DeadLink(Refused):
    """The link is used, replaced, expired or overtaken by a change of the account; which one, nobody is told."""

    def __init__(self) -> None:
        super().__init__(texts.LINK_EXPIRED)


@dataclass(frozen=True, slots=True)
class LinkToken:
    """What the text of a link holds: which row, and the random word that only the mail knew."""

    link_id: UUID
    nonce: str


def fingerprint(state: str, email: str, password_hash: str) -> str:
    """Of an account: a link made before any of them changed is dead."""
    return sha256(f"{state}\0{email}\0{password_hash}".encode()).hexdigest()


async def mint_link(work: Work, signer: Signer, purpose: LinkPurpose, account_id: UUID) -> str:
    """A new link's text; the earlier ones of the same purpose stop working."""
    async with work:
        account = await work.session.get_one(Account, account_id)
        await work.session.execute(
            update(Link)
            .where(Link.account_id == account_id, Link.purpose == purpose, Link.superseded_at.is_(None))
            .values(superseded_at=work.now)
        )
        link = Link(
            id=new_id(),
            purpose=purpose,
            account_id=account_id,
            nonce=secrets.token_urlsafe(16),
            fingerprint=fingerprint(account.state, account.email, account.password_hash),
            created_at=work.now,
            expires_at=work.now + LIFETIMES[purpose],
        )
        work.session.add(link)
        return signer.sign(f"link.{purpose}", [link.id.hex, link.nonce])


def read_token(signer: Signer, purpose: LinkPurpose, text: str) -> LinkToken | None:
    match signer.read(f"link.{purpose}", text):
        case [str(link_id), str(nonce)]:
            return LinkToken(UUID(hex=link_id), nonce)
    return None


async def linked_account(session: AsyncSession, token: LinkToken, purpose: LinkPurpose) -> Account | None:
    """Whose link it is, used or not, expired or not."""
    return await session.scalar(
        select(Account)
        .join(Link, Link.account_id == Account.id)
        .where(Link.id == token.link_id, Link.nonce == token.nonce, Link.purpose == purpose)
    )


def is_open(token: LinkToken, purpose: LinkPurpose, now: datetime) -> ColumnElement[bool]:
    """The row of a link that nobody has used nor replaced, in its time."""
    return and_(
        Link.id == token.link_id,
        Link.nonce == token.nonce,
        Link.purpose == purpose,
        Link.used_at.is_(None),
        Link.superseded_at.is_(None),
        Link.expires_at > now,
    )


async def use_link(work: Work, token: LinkToken, purpose: LinkPurpose) -> Account | None:
    """The account, to whoever comes first; None for a link that is used, replaced, expired or overtaken by a change."""
    row = (
        await work.session.execute(
            update(Link)
            .where(is_open(token, purpose, work.now))
            .values(used_at=work.now)
            .returning(Link.account_id, Link.fingerprint)
        )
    ).one_or_none()
    if row is None:
        return None
    account = await work.session.get_one(Account, row.account_id, with_for_update=True)
    now_is = fingerprint(account.state, account.email, account.password_hash)
    return account if now_is == row.fingerprint else None
