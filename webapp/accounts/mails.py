"""Mails about accounts. `continue_at`: the page that the person wanted first, kept through the mail on any device."""

from datetime import datetime
from typing import Any

from webapp.accounts import paths
from webapp.accounts.models import Account, LinkPurpose
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
    """To the owner of an address that somebody tried to register again; the screen says nothing of it."""
    return _mail(account, "accounts/already_exists", login=account.login)


def identifier_reminder(account: Account, *, continue_at: str) -> Mail:
    return _mail(account, "accounts/identifier_reminder", login=account.login, sign_in=paths.sign_in(continue_at))


def password_reset(account: Account, *, continue_at: str) -> Mail:
    return _mail(
        account, "accounts/password_reset", LinkPurpose.PASSWORD_RESET, login=account.login, continue_at=continue_at
    )


def password_changed(account: Account, *, at: datetime) -> Mail:
    """So that somebody whose password another person changed hears of it."""
    return _mail(account, "accounts/password_changed", changed=long_date_time(at), recovery=paths.RECOVERY)


def _mail(account: Account, kind: str, link: LinkPurpose | None = None, **data: Any) -> Mail:
    return Mail(
        kind=kind,
        recipient=account.email,
        about_kind="account",
        about_id=account.id,
        link=link,
        data={"first_name": account.first_name, **data},
    )
