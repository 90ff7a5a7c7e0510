"""Modifier mon adresse électronique: asked with the password, confirmed at the new address, undone at the old one.

Nothing here tells the caller whether the new address is known.
"""

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from webapp.accounts import mails, texts
from webapp.accounts.emails import alone_with, owner_of
from webapp.accounts.links import DeadLink, linked_account, linked_change, read_token, use_link
from webapp.accounts.models import Account, EmailChange, Link, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.throttling import EMAIL_CHANGES
from webapp.accounts.use_cases.asked_mails import send_if_allowed
from webapp.accounts.use_cases.password import proves
from webapp.accounts.use_cases.sessions import end_sessions
from webapp.core.actor import Actor
from webapp.core.constraints import violated
from webapp.core.ids import new_id
from webapp.core.refusals import Refused
from webapp.core.throttle import count
from webapp.core.tokens import Signer
from webapp.core.work import Work


async def request_email_change(work: Work, passwords: Passwords, actor: Actor, email: str, password: str) -> None:
    """Two mails: one to the new address, one to the present one. An earlier change that still waits is replaced.

    Raises Throttled, Busy, or Refused on `new_email` or `password`.
    """
    async with work:
        known = await work.session.get_one(Account, actor.account_id)
    if email.lower() == known.email.lower():
        raise Refused(texts.SAME_EMAIL, field="new_email")
    if not await proves(work, passwords, known, password):
        async with work:
            work.audit("account.password_refused", "account", known.id)
        raise Refused(texts.CURRENT_WRONG, field="password")
    await count(work, EMAIL_CHANGES.of(known.id))
    async with work:
        account = await work.session.get_one(Account, actor.account_id, with_for_update=True)
        if account.password_hash != known.password_hash:
            raise Refused(texts.CURRENT_WRONG, field="password")  # changed in the same instant
        change = EmailChange(
            id=new_id(), account_id=account.id, old_email=account.email, new_email=email, asked_at=work.now
        )
        work.session.add(change)
        await work.session.flush()
        owner = await work.session.scalar(owner_of(email, work.now))
        if owner is None or owner.id == account.id:  # back to an address that one has just left
            await work.mail(mails.email_change(account, change))
        else:
            await send_if_allowed(work, mails.email_taken(owner, email=email))
        await work.mail(mails.email_change_notice(account, change))
        work.audit("account.email_change_asked", "account", account.id, change=str(change.id))


async def confirm_email(work: Work, signer: Signer, text: str) -> str:
    """What to tell the person. Raises DeadLink, or Refused when the address has become somebody else's."""
    token = read_token(signer, LinkPurpose.EMAIL_CHANGE, text)
    async with work:
        asked = await linked_change(work.session, token, LinkPurpose.EMAIL_CHANGE)
        if asked is None:
            raise DeadLink
        await alone_with(work, asked.new_email)
        account = await use_link(work, token, LinkPurpose.EMAIL_CHANGE)
        change = await linked_change(work.session, token, LinkPurpose.EMAIL_CHANGE)
        if change is None or account is None or not account.is_active:
            owner = await linked_account(work.session, token, LinkPurpose.EMAIL_CHANGE)
            if change and change.confirmed_at and owner and owner.is_active and owner.email == change.new_email:
                return texts.EMAIL_ALREADY_CHANGED
            raise DeadLink
        other = await work.session.scalar(owner_of(change.new_email, work.now))
        if other is not None and other.id != account.id:
            raise Refused(texts.EMAIL_NOT_FREE)
        change.confirmed_at = work.now
        await _give_email(work, account, change.new_email)
        work.audit("account.email_changed", "account", account.id, by=account.id, change=str(change.id))
        return texts.EMAIL_CHANGED


async def restore_email(work: Work, signer: Signer, text: str) -> None:
    """ "Je n'ai pas demandé ce changement": back to the old address, and everybody out. The password stays the same.

    Raises DeadLink, or Refused when the address has become somebody else's.
    """
    token = read_token(signer, LinkPurpose.EMAIL_RESTORE, text)
    async with work:
        account = await use_link(work, token, LinkPurpose.EMAIL_RESTORE)
        change = await linked_change(work.session, token, LinkPurpose.EMAIL_RESTORE)
        if change is None or account is None or not account.is_active:
            owner = await linked_account(work.session, token, LinkPurpose.EMAIL_RESTORE)
            if change and change.restored_at and owner and owner.email == change.old_email:
                return  # the same form once more
            raise DeadLink
        await _undo_since(work, change)
        was_changed = account.email.lower() != change.old_email.lower()
        await _give_email(work, account, change.old_email)
        ended = await end_sessions(work, account.id)
        await work.mail(mails.email_restored(account, was_changed=was_changed))
        work.audit(
            "account.email_restored", "account", account.id, by=account.id, change=str(change.id), sessions=ended
        )


async def _undo_since(work: Work, change: EmailChange) -> None:
    """This change and all that were asked after it, whose links die with them; and the other open links.

    Not the changes before it: who has taken an account over could otherwise ask for one more change, undo it, and so
    take from the owner the link that undoes the first.
    """
    await work.session.execute(
        update(EmailChange)
        .where(EmailChange.account_id == change.account_id, EmailChange.restored_at.is_(None))
        .where((EmailChange.id == change.id) | (EmailChange.asked_at >= change.asked_at))
        .values(restored_at=work.now)
    )
    await work.session.execute(
        update(Link)
        .where(Link.account_id == change.account_id, Link.purpose != LinkPurpose.EMAIL_RESTORE)
        .where(Link.used_at.is_(None), Link.superseded_at.is_(None))
        .values(superseded_at=work.now)
    )


async def _give_email(work: Work, account: Account, email: str) -> None:
    account.email = email
    try:
        await work.session.flush()
    except IntegrityError as error:
        if violated(error) == "uq_account_email":
            raise Refused(texts.EMAIL_NOT_FREE) from error
        raise
