"""Mails about a message: who wrote, how it begins, and a link to the whole."""

from collections.abc import Mapping
from typing import Any

from webapp.accounts.models import Account
from webapp.applications.models import Application
from webapp.core.mail import Mail
from webapp.core.own_paths import to
from webapp.threads import paths
from webapp.threads.models import Message
from webapp.threads.rules import excerpt


def of_region(application: Application, message: Message, recipient: Account, data: Mapping[str, Any]) -> Mail:
    """To somebody of the structure. `data`: author, service, scheme."""
    return Mail(
        kind="threads/message_of_region",
        recipient=recipient.email,
        recipient_name=recipient.full_name,
        about_kind="application",
        about_id=application.id,
        data={
            **data,
            "first_name": recipient.first_name,
            "reference": application.reference,
            "excerpt": excerpt(message.text),
            "page": to(paths.MESSAGES, ref=application.reference),
        },
    )


def of_applicant(
    application: Application, message: Message, recipient: str, data: Mapping[str, Any], first_name: str = ""
) -> Mail:
    """To the agent who follows it, or without `first_name` to the service. `data`: author, structure, scheme.

    It is about the message: what is about the application was told to the applicant, who sees whether it was delivered.
    """
    return Mail(
        kind="threads/message_of_applicant",
        recipient=recipient,
        about_kind="thread_message",
        about_id=message.id,
        data={
            **data,
            "first_name": first_name,
            "reference": application.reference,
            "excerpt": excerpt(message.text),
            "page": to(paths.DESK_MESSAGES, ref=application.reference),
        },
    )
