"""Whose an e-mail address is: the account that has it, or one that has just left it and may still get it back."""

from datetime import datetime

from sqlalchemy import Select, select, union_all

from webapp.accounts.links import LIFETIMES
from webapp.accounts.models import Account, EmailChange, LinkPurpose
from webapp.core.work import Work


def owner_of(email: str, now: datetime) -> Select[Account]:
    """The account, none when the address is free. One statement, so that a change in the same instant is seen whole."""
    has_it = select(Account.id).where(Account.email == email)
    may_get_it_back = select(EmailChange.account_id).where(
        EmailChange.old_email == email,
        EmailChange.confirmed_at.is_not(None),
        EmailChange.restored_at.is_(None),
        EmailChange.asked_at > now - LIFETIMES[LinkPurpose.EMAIL_RESTORE],
    )
    owners = union_all(has_it, may_get_it_back).subquery()
    return select(Account).where(Account.id.in_(select(owners.c.id))).order_by((Account.email == email).desc()).limit(1)


async def alone_with(work: Work, email: str) -> None:
    """Until the end of the transaction nobody else registers this address, nor changes theirs to it."""
    await work.one_at_a_time(f"registration {email.lower()}")
