"""Mails about applications. Their subjects begin with what it is about and the number."""

from typing import Any

from webapp.applications.models import Application
from webapp.core.mail import Mail, MailAttachment


def submitted(application: Application, recipient: str, facts: dict[str, Any], storage_key: str) -> Mail:
    return Mail(
        kind="applications/submitted",
        recipient=recipient,
        about_kind="application",
        about_id=application.id,
        data=facts,
        attachments=(
            MailAttachment(storage_key, f"accuse-de-reception-{application.reference}.pdf", "application/pdf"),
        ),
    )


def taken_over(application: Application, recipient: str, data: dict[str, Any]) -> Mail:
    """`data`: reference, scheme, agent, service."""
    return Mail(
        kind="applications/taken_over",
        recipient=recipient,
        about_kind="application",
        about_id=application.id,
        data=data,
    )
