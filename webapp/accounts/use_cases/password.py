"""A new password: chosen in Mon compte, or after a reset (see recovery.py)."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from webapp.accounts import mails, rules, texts
from webapp.accounts.models import Account, AccountSession
from webapp.accounts.passwords import Passwords
from webapp.accounts.throttling import PASSWORD_CHECKS
from webapp.accounts.use_cases.sessions import end_sessions, rotate_session
from webapp.core.actor import Actor
from webapp.core.refusals import Refused
from webapp.core.throttle import count, uncount
from webapp.core.work import Work

SENT_TWICE_WITHIN = timedelta(minutes=10)


async def change_password(work: Work, passwords: Passwords, actor: Actor, current: str, new: str) -> str | None:
    """Ends the account's other sessions. The new text of this one, None if it has ended meanwhile.

    Raises Throttled, Busy, or Refused on `current_password` or `new_password`.
    """
    async with work:
        account = await work.session.get_one(Account, actor.account_id)
    knows_it = await proves(work, passwords, account, current)
    if knows_it:
        new_hash = await hash_new_password(passwords, account, new)
        async with work:
            if await replace_password(work, account, new_hash, kept_session=actor.session_id):
                return await rotate_session(work, actor.session_id)
    async with work:
        # The same form once more: the first one did it, and its answer, with the new cookie, may never have been seen.
        sent_twice = knows_it or await _has_just_changed_it(work, actor)
    if sent_twice and await is_password_of(work, passwords, account.id, new):
        async with work:
            return await rotate_session(work, actor.session_id)
    async with work:
        work.audit("account.password_refused", "account", account.id)
    raise Refused(texts.CURRENT_WRONG, field="current_password")


async def proves(work: Work, passwords: Passwords, account: Account, password: str) -> bool:
    """Whether this is the account's password, asked again of somebody who is signed in. Raises Throttled, Busy.

    Counted, since a session left open must not be a place to guess at; a reset by mail needs no password.
    """
    tries = PASSWORD_CHECKS.of(account.id)
    await count(work, tries)
    if not await passwords.verify(account.password_hash, password):
        return False
    async with work:
        await uncount(work, tries)
    return True


async def _has_just_changed_it(work: Work, actor: Actor) -> bool:
    """Only a change of password, here, gives a session another time of login than its first."""
    query = select(AccountSession.id).where(
        AccountSession.id == actor.session_id,
        AccountSession.authenticated_at > AccountSession.created_at,
        AccountSession.authenticated_at > work.now - SENT_TWICE_WITHIN,
    )
    return await work.session.scalar(query) is not None


async def hash_new_password(passwords: Passwords, account: Account, password: str) -> str:
    """Raises Refused on `new_password`."""
    context = (account.login, account.email, account.first_name, account.last_name, *passwords.site_names)
    if problem := rules.password_problem(password, context=context):
        raise Refused(problem, field="new_password")
    return await passwords.hash(password)


async def replace_password(work: Work, account: Account, new_hash: str, *, kept_session: UUID | None = None) -> bool:
    """Inside a transaction. False, and nothing done, when the password is not any more the one that was checked."""
    changed = await work.session.scalar(
        update(Account)
        .where(Account.id == account.id, Account.password_hash == account.password_hash)
        .values(password_hash=new_hash)
        .returning(Account.id)
    )
    if changed is None:
        return False
    await end_sessions(work, account.id, but=kept_session)
    await work.mail(mails.password_changed(account, at=work.now))
    work.audit("account.password_changed", "account", account.id, by=account.id)
    return True


async def is_password_of(work: Work, passwords: Passwords, account_id: UUID, password: str) -> bool:
    """As the account is now, whatever it was when the page began."""
    async with work:
        known_hash = await work.session.scalar(select(Account.password_hash).where(Account.id == account_id))
    return await passwords.verify(known_hash, password)
