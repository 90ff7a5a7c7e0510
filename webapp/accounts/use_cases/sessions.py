"""Signing in and out."""

import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, or_, select, update

from webapp.accounts import texts
from webapp.accounts.models import Account, AccountSession, AccountState
from webapp.accounts.passwords import Passwords
from webapp.core.actor import AccountKind, Actor
from webapp.core.ids import new_id
from webapp.core.refusals import Refused
from webapp.core.work import Work

ABSOLUTE_LIFETIME = {AccountKind.APPLICANT: timedelta(hours=12), AccountKind.AGENT: timedelta(hours=10)}


async def sign_in(work: Work, passwords: Passwords, identifier: str, password: str) -> tuple[Account, str]:
    """The account and the text of its new session. Raises Refused, the same way for any wrong pair."""
    async with work:
        account = await work.session.scalar(
            select(Account).where(or_(Account.login == identifier, Account.email == identifier))
        )
        known_hash = account.password_hash if account and account.state != AccountState.CLOSED else None
    if not await passwords.verify(known_hash, password) or account is None:
        async with work:
            work.audit("session.refused", "account", account.id if account else "unknown")
        raise Refused(texts.WRONG_PAIR)
    if account.state == AccountState.PENDING:
        raise Refused(texts.NOT_ACTIVATED)
    rehashed = await passwords.hash(password) if passwords.needs_rehash(account.password_hash) else None
    async with work:
        if rehashed:
            (await work.session.get_one(Account, account.id)).password_hash = rehashed
        text = secrets.token_urlsafe(32)
        session = AccountSession(
            id=new_id(),
            token_hash=session_hash(text),
            account_id=account.id,
            created_at=work.now,
            authenticated_at=work.now,
            last_seen_at=work.now,
            expires_at=work.now + ABSOLUTE_LIFETIME[AccountKind(account.kind)],
        )
        work.session.add(session)
        work.audit("session.opened", "account", account.id, by=account.id)
    return account, text


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
