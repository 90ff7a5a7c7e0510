"""Signing in and out."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, insert, literal, or_, select, update

from webapp.accounts import texts
from webapp.accounts.models import Account, AccountSession, AccountState
from webapp.accounts.open_sessions import ABSOLUTE_LIFETIME
from webapp.accounts.passwords import Passwords
from webapp.accounts.throttling import LOGINS_FROM_ADDRESS, LOGINS_OF_DEVICE, from_address, logins_of
from webapp.core.actor import AccountKind, Actor
from webapp.core.ids import new_id
from webapp.core.refusals import Refused
from webapp.core.throttle import Tries, count, count_quietly, uncount
from webapp.core.work import Work

MAY_PROVE = (AccountState.ACTIVE, AccountState.PENDING)


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A browser where somebody signed in to this account before: strangers' tries never keep it out."""

    account_id: UUID
    nonce: str


async def sign_in(
    work: Work, passwords: Passwords, identifier: str, password: str, *, device: KnownDevice | None = None
) -> tuple[Account, str]:
    """The account and the text of its new session.

    Raises Throttled, Busy, or Refused, the same way for any wrong pair.
    """
    async with work:
        account = await work.session.scalar(
            select(Account).where(or_(Account.login == identifier, Account.email == identifier))
        )
    tries = await _count_try(work, account, identifier, device)
    known_hash = account.password_hash if account and account.state in MAY_PROVE else None
    if not await passwords.verify(known_hash, password) or account is None:
        async with work:
            await count_quietly(work, from_address(LOGINS_FROM_ADDRESS, work))
            work.audit("session.refused", "account", account.id if account else "unknown")
        raise Refused(texts.WRONG_PAIR)
    if account.state == AccountState.PENDING:
        async with work:
            await uncount(work, tries)
            work.audit("session.not_activated", "account", account.id, by=account.id)
        raise Refused(texts.NOT_ACTIVATED)
    rehashed = await passwords.hash(password) if passwords.needs_rehash(account.password_hash) else None
    async with work:
        text = await _open_session(work, account)
        if rehashed:
            await work.session.execute(update(Account).where(_is_unchanged(account)).values(password_hash=rehashed))
        await uncount(work, tries)
    return account, text


async def _count_try(work: Work, account: Account | None, identifier: str, device: KnownDevice | None) -> Tries:
    """Raises Throttled. A known device has counters of its own, which others cannot fill."""
    if device and account and device.account_id == account.id:
        tries = LOGINS_OF_DEVICE.of(device.nonce, called=str(account.id))
        await count(work, tries)
    else:
        tries = logins_of(account.id if account else None, identifier)
        await count(work, tries, watched=[from_address(LOGINS_FROM_ADDRESS, work)])
    return tries


async def _open_session(work: Work, account: Account) -> str:
    """The text for the cookie. Raises Refused when the account has changed since its password was checked.

    The lock makes a reset that runs at the same time either come first, and be seen here, or end this session too.
    """
    text = secrets.token_urlsafe(32)
    row = {
        "id": new_id(),
        "token_hash": session_hash(text),
        "account_id": account.id,
        "created_at": work.now,
        "authenticated_at": work.now,
        "last_seen_at": work.now,
        "expires_at": work.now + ABSOLUTE_LIFETIME[AccountKind(account.kind)],
    }
    columns = [literal(value, AccountSession.__table__.c[name].type) for name, value in row.items()]
    source = select(*columns).where(_is_unchanged(account)).with_for_update(read=True)
    opened = insert(AccountSession).from_select(list(row), source).returning(AccountSession.id)
    if await work.session.scalar(opened) is None:
        raise Refused(texts.WRONG_PAIR)
    work.audit("session.opened", "account", account.id, by=account.id)
    return text


def _is_unchanged(account: Account) -> ColumnElement[bool]:
    return and_(
        Account.id == account.id,
        Account.state == AccountState.ACTIVE,
        Account.password_hash == account.password_hash,
    )


async def sign_out(work: Work, session_id: UUID) -> None:
    async with work:
        await work.session.execute(delete(AccountSession).where(AccountSession.id == session_id))
        work.audit("session.closed", "session", session_id)


def session_hash(text: str) -> bytes:
    return sha256(text.encode()).digest()


async def sign_out_everywhere(work: Work, actor: Actor) -> None:
    """This session included. Doing it twice does it once."""
    async with work:
        if ended := await end_sessions(work, actor.account_id):
            work.audit("session.all_closed", "account", actor.account_id, sessions=ended)


async def end_sessions(work: Work, account_id: UUID, *, but: UUID | None = None) -> int:
    """How many. Inside a transaction."""
    query = delete(AccountSession).where(AccountSession.account_id == account_id).returning(AccountSession.id)
    ended = await work.session.scalars(query if but is None else query.where(AccountSession.id != but))
    return len(ended.all())


async def rotate_session(work: Work, session_id: UUID) -> str | None:
    """The new text of a session whose password was typed again; None when it has ended. Inside a transaction.

    The row stays the same, so that the other forms that are open in this browser can still be sent.
    """
    text = secrets.token_urlsafe(32)
    rotated = await work.session.scalar(
        update(AccountSession)
        .where(AccountSession.id == session_id)
        .values(token_hash=session_hash(text), authenticated_at=work.now)
        .returning(AccountSession.id)
    )
    return text if rotated else None
