"""What a session left open must not do is asked for with the password, unless it was typed lately."""

from datetime import datetime, timedelta

from sqlalchemy import update

from webapp.accounts import texts
from webapp.accounts.models import Account, AccountSession
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.password import proves
from webapp.core.actor import Actor
from webapp.core.refusals import Refused
from webapp.core.work import Work

RECENT = timedelta(minutes=15)


def has_recent_password(actor: Actor, now: datetime) -> bool:
    return actor.password_at is not None and now < actor.password_at + RECENT


async def require_recent_password(work: Work, passwords: Passwords, actor: Actor, password: str) -> None:
    """Outside any transaction: a refusal is counted. Where it was typed lately, `password` is not looked at.

    Raises Throttled, Busy, or Refused on `password`.
    """
    async with work:
        account = await work.session.get_one(Account, actor.account_id)
        is_recent = has_recent_password(actor, work.now)
    if is_recent:
        return
    if not await proves(work, passwords, account, password):
        async with work:
            work.audit("account.password_refused", "account", account.id)
        raise Refused(texts.CURRENT_WRONG, field="password")
    async with work:
        own = update(AccountSession).where(AccountSession.id == actor.session_id)
        await work.session.execute(own.values(proved_at=work.now))
