"""Signing in and out."""

import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, or_, select

from webapp.accounts import texts
from webapp.accounts.models import Account, AccountSession, AccountState
from webapp.accounts.passwords import Passwords
from webapp.core.actor import AccountKind
from webapp.core.ids import new_id
from webapp.core.refusals import Refused
from webapp.core.work import Work

MAY_PROVE = (AccountState.ACTIVE, AccountState.PENDING)
ABSOLUTE_LIFETIME = {AccountKind.APPLICANT: timedelta(hours=12), AccountKind.AGENT: timedelta(hours=10)}


async def sign_in(work: Work, passwords: Passwords, identifier: str, password: str) -> tuple[Account, str]:
    """The account and the text of its new session. Raises Refused, the same way for any wrong pair."""
    async with work:
        account = await work.session.scalar(
            select(Account).where(or_(Account.login == identifier, Account.email == identifier))
        )
        known_hash = account.password_hash if account and account.state in MAY_PROVE else None
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
