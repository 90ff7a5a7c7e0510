"""Mails about accounts."""

from datetime import datetime

from webapp.accounts import paths
from webapp.accounts.models import Account, LinkPurpose
from webapp.core.french import long_date_time
from webapp.core.mail import Mail


def activation(account: Account, *, continue_at: str) -> Mail:
    """`continue_at`: the page that the person wanted first, kept through activation on any device."""
    return Mail(
        kind="accounts/activation",
        recipient=account.email,
        about_kind="account",
        about_id=account.id,
        link=LinkPurpose.ACTIVATION,
        data={"first_name": account.first_name, "login": account.login, "continue_at": continue_at},
    )


def already_exists(account: Account) -> Mail:
    """To the owner of an address that somebody tried to register again; the screen says nothing of it."""
    return Mail(
        kind="accounts/already_exists",
        recipient=account.email,
        about_kind="account",
        about_id=account.id,
        data={"first_name": account.first_name, "login": account.login},
    )


def identifier_reminder(account: Account, *, continue_at: str) -> Mail:
    return Mail(
        kind="accounts/identifier_reminder",
        recipient=account.email,
        about_kind="account",
        about_id=account.id,
        data={"first_name": account.first_name, "login": account.login, "sign_in": paths.sign_in(continue_at)},
    )


def password_reset(account: Account, *, continue_at: str) -> Mail:
    return Mail(
        kind="accounts/password_reset",
        recipient=account.email,
        about_kind="account",
        about_id=account.id,
        link=LinkPurpose.PASSWORD_RESET,
        data={"first_name": account.first_name, "login": account.login, "continue_at": continue_at},
    )


def password_changed(account: Account, *, at: datetime) -> Mail:
    """So that somebody whose password another person changed hears of it."""
    return Mail(
        kind="accounts/password_changed",
        recipient=account.email,
        about_kind="account",
        about_id=account.id,
        data={"first_name": account.first_name, "changed": long_date_time(at), "recovery": paths.RECOVERY},
    )
