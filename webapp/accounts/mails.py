"""Mails about accounts. `continue_at`: the page that the person wanted first, kept through the mail on any device."""

from datetime import datetime
from typing import Any

from webapp.accounts import paths
from webapp.accounts.links import LIFETIMES
from webapp.accounts.models import Account, AccountState, EmailChange, LinkPurpose
from webapp.core.actor import AccountKind
from webapp.core.french import long_date_time
from webapp.core.mail import Mail


def activation(account: Account, *, continue_at: str) -> Mail:
    return _mail(account, "accounts/activation", LinkPurpose.ACTIVATION, login=account.login, continue_at=continue_at)


def agent_invitation(account: Account, *, role: str = "", service: str = "", inviter: str = "") -> Mail:
    """`role` and `service` in French words; all empty when it is sent again to who asked, without an administrator."""
    purpose = LinkPurpose.AGENT_INVITATION
    return _mail(account, "accounts/agent_invitation", purpose, role=role, service=service, inviter=inviter)


def awaited(account: Account, *, continue_at: str) -> Mail:
    """What a pending account lacks: an agent's is never activated by an applicant's link."""
    return (
        agent_invitation(account) if account.kind == AccountKind.AGENT else activation(account, continue_at=continue_at)
    )


def already_exists(account: Account) -> Mail:
    return _mail(account, "accounts/already_exists", login=account.login)


def registered_again(owner: Account, *, email: str) -> Mail:
    """To the owner of an address that somebody tried to register; the screen says nothing of it."""
    if owner.state == AccountState.PENDING:
        return awaited(owner, continue_at="")
    return already_exists(owner) if owner.email.lower() == email.lower() else email_taken(owner, email=email)


def identifier_reminder(account: Account, *, continue_at: str) -> Mail:
    return _mail(account, "accounts/identifier_reminder", login=account.login, sign_in=paths.sign_in(continue_at))


def password_reset(account: Account, *, continue_at: str) -> Mail:
    return _mail(
        account, "accounts/password_reset", LinkPurpose.PASSWORD_RESET, login=account.login, continue_at=continue_at
    )


def password_changed(account: Account, *, at: datetime) -> Mail:
    """So that somebody whose password another person changed hears of it."""
    return _mail(account, "accounts/password_changed", changed=long_date_time(at), recovery=paths.RECOVERY)


def email_change(account: Account, change: EmailChange) -> Mail:
    """To the new address."""
    until = long_date_time(change.asked_at + LIFETIMES[LinkPurpose.EMAIL_CHANGE])
    return _about_change(account, change, "accounts/email_change", LinkPurpose.EMAIL_CHANGE, change.new_email, until)


def email_change_notice(account: Account, change: EmailChange) -> Mail:
    """To the address that the account has, with the link that says no."""
    until = long_date_time(change.asked_at + LIFETIMES[LinkPurpose.EMAIL_RESTORE])
    kind, restore = "accounts/email_change_notice", LinkPurpose.EMAIL_RESTORE
    return _about_change(account, change, kind, restore, change.old_email, until)


def email_taken(owner: Account, *, email: str) -> Mail:
    """To an address that somebody wants for another account; the screen says nothing of it.

    An address that was left may be read by somebody else by now: it is not told whose it was.
    """
    has_it = owner.email.lower() == email.lower()
    login = owner.login if has_it else ""
    return _mail(owner, "accounts/email_taken", to=email, email=email, has_it=has_it, login=login)


def email_restored(account: Account, *, was_changed: bool) -> Mail:
    """Somebody knew the password: this mail is a reset at the same time."""
    return _mail(
        account,
        "accounts/email_restored",
        LinkPurpose.PASSWORD_RESET,
        login=account.login,
        email=account.email,
        was_changed=was_changed,
        recovery=paths.RECOVERY,
    )


def _about_change(account: Account, change: EmailChange, kind: str, link: LinkPurpose, to: str, until: str) -> Mail:
    about = {"email_change_id": str(change.id), "old_email": change.old_email, "new_email": change.new_email}
    return _mail(account, kind, link, to=to, until=until, login=account.login, **about)


def _mail(account: Account, kind: str, link: LinkPurpose | None = None, *, to: str = "", **data: Any) -> Mail:
    """To the account's own address, unless `to` is another. Who activated their account has proved theirs."""
    is_unproved = bool(to) or not account.is_active or link in (LinkPurpose.ACTIVATION, LinkPurpose.AGENT_INVITATION)
    return Mail(
        kind=kind,
        recipient=to or account.email,
        recipient_name="" if is_unproved else account.full_name,
        about_kind="account",
        about_id=account.id,
        link=link,
        data={"first_name": account.first_name, **data},
    )
