"""One-time links: signed texts whose truth is a row. Reading one never uses it; using it is a single UPDATE."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from webapp.accounts.models import Account, Link, LinkPurpose
from webapp.core.ids import new_id
from webapp.core.tokens import Signer
from webapp.core.work import Work

LIFETIMES = {LinkPurpose.ACTIVATION: timedelta(hours=72), LinkPurpose.PASSWORD_RESET: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class LinkToken:
    """What the text of a link holds: which row, and the random word that only the mail knew."""

    link_id: UUID
    nonce: str


def fingerprint(account: Account) -> str:
    """Changes with the state, the address and the password, so that a link made before such a change is dead."""
    return sha256(f"{account.state}\0{account.email}\0{account.password_hash}".encode()).hexdigest()


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
            fingerprint=fingerprint(account),
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


async def use_link(work: Work, token: LinkToken, purpose: LinkPurpose) -> Account | None:
    """The account, to whoever comes first; None for a link that is used, replaced, expired or overtaken by a change."""
    row = (
        await work.session.execute(
            update(Link)
            .where(
                Link.id == token.link_id,
                Link.nonce == token.nonce,
                Link.purpose == purpose,
                Link.used_at.is_(None),
                Link.superseded_at.is_(None),
                Link.expires_at > work.now,
            )
            .values(used_at=work.now)
            .returning(Link.account_id, Link.fingerprint)
        )
    ).one_or_none()
    if row is None:
        return None
    account = await work.session.get_one(Account, row.account_id, with_for_update=True)
    return account if fingerprint(account) == row.fingerprint else None
