"""Récupérer mes informations de connexion: nothing here tells the caller whether an account exists."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import or_, select

from webapp.accounts import mails
from webapp.accounts.links import DeadLink, LinkToken, linked_account, read_token, still_opens, use_link
from webapp.accounts.models import Account, AccountState, Link, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.throttling import RECOVERIES, from_address, logins_of
from webapp.accounts.use_cases.asked_mails import send_if_allowed
from webapp.accounts.use_cases.password import hash_new_password, is_password_of, replace_password
from webapp.core.mail import Mail
from webapp.core.throttle import count, forget
from webapp.core.tokens import Signer
from webapp.core.work import Work


async def remind_identifier(work: Work, email: str, *, continue_at: str) -> None:
    """`continue_at`: the page that the person wanted first, kept through the mail on any device. Raises Throttled."""
    await count(work, from_address(RECOVERIES, work))
    async with work:
        account = await work.session.scalar(select(Account).where(Account.email == email))
        await _write(work, account, mails.identifier_reminder, continue_at)
        work.audit("account.identifier_asked", "account", account.id if account else "unknown")


async def request_password_reset(work: Work, identifier: str, *, continue_at: str) -> None:
    """`identifier`: the login or the address. Raises Throttled."""
    await count(work, from_address(RECOVERIES, work))
    async with work:
        account = await work.session.scalar(
            select(Account).where(or_(Account.login == identifier, Account.email == identifier))
        )
        await _write(work, account, mails.password_reset, continue_at)
        work.audit("account.reset_asked", "account", account.id if account else "unknown")


async def _write(work: Work, account: Account | None, mail: Callable[..., Mail], continue_at: str) -> None:
    """An account that waits for its activation gets the link that it lacks, which also says its login."""
    match account:
        case Account(state=AccountState.ACTIVE):
            await send_if_allowed(work, mail(account, continue_at=continue_at))
        case Account(state=AccountState.PENDING):
            await send_if_allowed(work, mails.awaited(account, continue_at=continue_at))


async def reset_password(work: Work, passwords: Passwords, signer: Signer, text: str, new: str) -> UUID:
    """Uses the link up and ends all sessions of the account, whose id it gives.

    Raises Busy, Throttled, DeadLink, or Refused on `new_password`.
    """
    token = read_token(signer, LinkPurpose.PASSWORD_RESET, text)
    async with work:
        account = await linked_account(work.session, token, LinkPurpose.PASSWORD_RESET)
    if account is None:
        raise DeadLink
    if await still_opens(work, token, LinkPurpose.PASSWORD_RESET):
        new_hash = await hash_new_password(passwords, account, new)
        async with work:
            owner = await use_link(work, token, LinkPurpose.PASSWORD_RESET)
            if owner is not None and owner.is_active and await replace_password(work, owner, new_hash):
                await forget(work, logins_of(owner.id, owner.login))  # whoever holds the mailbox comes in
                return owner.id
    sent_twice = await _is_used(work, token) and await is_password_of(work, passwords, account.id, new)
    if not (account.is_active and sent_twice):
        raise DeadLink
    return account.id


async def _is_used(work: Work, token: LinkToken) -> bool:
    async with work:
        return await work.session.scalar(select(Link.used_at).where(Link.id == token.row_id)) is not None
