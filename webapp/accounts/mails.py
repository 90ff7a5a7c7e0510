"""Mails about accounts."""

from webapp.accounts.models import Account, LinkPurpose
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
