"""What people do with accounts; one verb, one transaction."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from webapp.accounts import mails, texts
from webapp.accounts.links import linked_account, read_token, use_link
from webapp.accounts.models import Account, AccountSession, AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.core.actor import AccountKind
from webapp.core.constraints import violated
from webapp.core.ids import new_id
from webapp.core.refusals import Refused
from webapp.core.tokens import Signer
from webapp.core.work import Work

ABSOLUTE_LIFETIME = {AccountKind.APPLICANT: timedelta(hours=12), AccountKind.AGENT: timedelta(hours=10)}


@dataclass(frozen=True, slots=True)
class Registration:
    login: str
    password: str
    civility: str
    last_name: str
    first_name: str
    email: str
    continue_at: str


async def register(work: Work, passwords: Passwords, asked: Registration) -> None:
    """Creates a pending account. An address that is known gets a mail instead, and nothing else differs.

    Raises Refused on `login` when another account has it.
    """
    password_hash = await passwords.hash(asked.password)
    async with work:
        await work.one_at_a_time(f"registration {asked.email.lower()}")
        known = await work.session.scalar(select(Account).where(Account.email == asked.email).with_for_update())
        if known is not None and known.state != AccountState.PENDING:
            if await work.session.scalar(select(Account.id).where(Account.login == asked.login)):
                raise Refused(texts.LOGIN_TAKEN, field="login")  # as to an unknown address
            await work.mail(mails.already_exists(known))
            return
        # Whoever registers again before activating starts afresh; links sent earlier die with the old password.
        account = known or Account(id=new_id(), kind=AccountKind.APPLICANT, email=asked.email, created_at=work.now)
        account.state = AccountState.PENDING
        account.login = asked.login
        account.password_hash = password_hash
        account.civility = asked.civility
        account.last_name = asked.last_name
        account.first_name = asked.first_name
        account.terms_accepted_at = work.now
        work.session.add(account)
        try:
            await work.session.flush()
        except IntegrityError as error:
            if violated(error) == "uq_account_login":
                raise Refused(texts.LOGIN_TAKEN, field="login") from error
            raise
        await work.mail(mails.activation(account, continue_at=asked.continue_at))
        work.audit("account.registered", "account", account.id, by=account.id)


async def send_activation_again(work: Work, email: str) -> None:
    """Does nothing for an address without a pending account; the caller says the same in both cases."""
    async with work:
        account = await work.session.scalar(select(Account).where(Account.email == email))
        if account is not None and account.state == AccountState.PENDING:
            await work.mail(mails.activation(account, continue_at=""))
            work.audit("account.activation_sent_again", "account", account.id, by=account.id)


async def activate(work: Work, signer: Signer, text: str) -> str:
    """What to tell the person. Raises Refused when the link is not valid any more."""
    token = read_token(signer, LinkPurpose.ACTIVATION, text)
    if token is None:
        raise Refused(texts.LINK_EXPIRED)
    async with work:
        account = await use_link(work, token, LinkPurpose.ACTIVATION)
        if account is None:
            owner = await linked_account(work.session, token, LinkPurpose.ACTIVATION)
            if owner is not None and owner.is_active:
                return texts.ALREADY_ACTIVATED
            raise Refused(texts.LINK_EXPIRED)
        account.state = AccountState.ACTIVE
        account.activated_at = work.now
        work.audit("account.activated", "account", account.id, by=account.id)
        return texts.ACTIVATED


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
