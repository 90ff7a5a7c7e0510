"""One-time links: signed texts whose truth is a row. Reading one never uses it; using it is a single UPDATE."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from webapp.accounts import texts
from webapp.accounts.models import Account, EmailChange, Link, LinkPurpose
from webapp.accounts.throttling import RECOVERIES, from_address
from webapp.core.ids import new_id
from webapp.core.refusals import Final
from webapp.core.throttle import count
from webapp.core.tokens import Signer
from webapp.core.work import Work

LIFETIMES = {
    LinkPurpose.ACTIVATION: timedelta(hours=72),
    LinkPurpose.PASSWORD_RESET: timedelta(hours=1),
    LinkPurpose.EMAIL_CHANGE: timedelta(hours=24),
    LinkPurpose.EMAIL_RESTORE: timedelta(days=7),
    LinkPurpose.AGENT_INVITATION: timedelta(hours=72),
}


class DeadLink(Final):
    """The link is used, replaced, expired or overtaken by a change of the account; which one, nobody is told."""

    def __init__(self) -> None:
        super().__init__(texts.LINK_EXPIRED)


@dataclass(frozen=True, slots=True)
class LinkToken:
    """What the text of a link holds: which row (a Link, an invitation), and the random word that only the mail knew."""

    row_id: UUID
    nonce: str


def write_token(signer: Signer, purpose: str, row_id: UUID, nonce: str) -> str:
    return signer.sign(f"link.{purpose}", [row_id.hex, nonce])


def read_token(signer: Signer, purpose: str, text: str) -> LinkToken:
    """Asks no table. Raises DeadLink for what was not written for this purpose."""
    match signer.read(f"link.{purpose}", text):
        case [str(row_id), str(nonce)]:
            return LinkToken(UUID(hex=row_id), nonce)
    raise DeadLink


def fingerprint(purpose: str, state: str, email: str, password_hash: str) -> str:
    """Of an account: a link made before any of the three changed is dead.

    Except "Je n'ai pas demandé ce changement": whoever took an account over may since have changed its password, or its
    address again. What the old address may undo depends on its EmailChange alone: see `_of_its_change`.
    """
    if purpose == LinkPurpose.EMAIL_RESTORE:
        return ""
    return sha256(f"{state}\0{email}\0{password_hash}".encode()).hexdigest()


async def mint_link(
    work: Work,
    signer: Signer,
    purpose: LinkPurpose,
    account_id: UUID,
    *,
    change_id: UUID | None = None,
    recipient: str | None = None,
) -> str:
    """A new link's text; the earlier ones of the same purpose stop working.

    `change_id`: the EmailChange that the link is about. Raises DeadLink when the link is not any more for `recipient`:
    a mail that waited until its account had another address would give that account to whoever reads the old one.
    """
    async with work:
        account = await work.session.get_one(Account, account_id, with_for_update=True)
        change = await work.session.get_one(EmailChange, change_id) if change_id else None
        if recipient is not None and recipient.lower() != _addressee(purpose, account, change).lower():
            raise DeadLink
        await work.session.execute(
            update(Link)
            .where(Link.account_id == account_id, Link.purpose == purpose, Link.superseded_at.is_(None))
            # Each old address keeps its own right to come back.
            .where(Link.email_change_id == change_id if purpose == LinkPurpose.EMAIL_RESTORE else true())
            .values(superseded_at=work.now)
        )
        link = Link(
            id=new_id(),
            purpose=purpose,
            account_id=account_id,
            email_change_id=change_id,
            nonce=secrets.token_urlsafe(16),
            fingerprint=fingerprint(purpose, account.state, account.email, account.password_hash),
            created_at=work.now,
            # A change of address has one clock, which the page and the mails tell: from when it was asked.
            expires_at=(change.asked_at if change else work.now) + LIFETIMES[purpose],
        )
        work.session.add(link)
        return write_token(signer, purpose, link.id, link.nonce)


def _addressee(purpose: LinkPurpose, account: Account, change: EmailChange | None) -> str:
    if change is None:
        return account.email
    return change.new_email if purpose is LinkPurpose.EMAIL_CHANGE else change.old_email


async def linked_account(
    session: AsyncSession, token: LinkToken, purpose: LinkPurpose, *, locked: bool = False
) -> Account | None:
    """Whose link it is, used or not, expired or not."""
    query = (
        select(Account)
        .join(Link, Link.account_id == Account.id)
        .where(Link.id == token.row_id, Link.nonce == token.nonce, Link.purpose == purpose)
        .execution_options(populate_existing=locked)
    )
    return await session.scalar(query.with_for_update(of=Account) if locked else query)


async def linked_change(session: AsyncSession, token: LinkToken, purpose: LinkPurpose) -> EmailChange | None:
    """The change of address that the link is about, whatever became of both."""
    return await session.scalar(
        select(EmailChange)
        .join(Link, Link.email_change_id == EmailChange.id)
        .where(Link.id == token.row_id, Link.nonce == token.nonce, Link.purpose == purpose)
        .execution_options(populate_existing=True)
    )


def is_open(token: LinkToken, purpose: LinkPurpose, now: datetime) -> ColumnElement[bool]:
    """The row of a link that nobody has used nor replaced, in its time."""
    return and_(
        Link.id == token.row_id,
        Link.nonce == token.nonce,
        Link.purpose == purpose,
        Link.used_at.is_(None),
        Link.superseded_at.is_(None),
        Link.expires_at > now,
        _of_its_change(purpose),
    )


def _of_its_change(purpose: LinkPurpose) -> ColumnElement[bool]:
    """The change of address still lets this link do something."""
    undone = EmailChange.restored_at.is_not(None)
    match purpose:
        case LinkPurpose.EMAIL_CHANGE:
            waits = and_(EmailChange.confirmed_at.is_(None), ~undone, is_last_of_its_account())
            return exists().where(EmailChange.id == Link.email_change_id, waits)
        case LinkPurpose.EMAIL_RESTORE:
            return exists().where(EmailChange.id == Link.email_change_id, ~undone)
        case _:
            return true()


def is_last_of_its_account() -> ColumnElement[bool]:
    """Of EmailChange: a change that is asked for replaces the one before."""
    later = aliased(EmailChange)
    return ~exists().where(
        later.account_id == EmailChange.account_id,
        (later.asked_at > EmailChange.asked_at)
        | ((later.asked_at == EmailChange.asked_at) & (later.id > EmailChange.id)),
    )


async def still_opens(work: Work, token: LinkToken, purpose: LinkPurpose) -> bool:
    """Whether the link can be used: to be asked before a password is hashed for it.

    Counts each try of a dead one, since it costs a hash too when the same form was sent twice. Raises Throttled.
    """
    async with work:
        found = await work.session.scalar(select(Link.id).where(is_open(token, purpose, work.now)))
    if found is None:
        await count(work, from_address(RECOVERIES, work))
    return found is not None


async def use_link(work: Work, token: LinkToken, purpose: LinkPurpose) -> Account | None:
    """The account, to whoever comes first; None for a link that is used, replaced, expired or overtaken by a change.

    The account's row is locked before any of its links, here and in `mint_link`: two links of one account never wait
    for each other.
    """
    account = await linked_account(work.session, token, purpose, locked=True)
    if account is None:
        return None
    known = await work.session.scalar(
        update(Link)
        .where(is_open(token, purpose, work.now))
        .values(used_at=work.now)
        .returning(Link.fingerprint)
        .execution_options(synchronize_session=False)
    )
    now_is = fingerprint(purpose, account.state, account.email, account.password_hash)
    return account if known == now_is else None
