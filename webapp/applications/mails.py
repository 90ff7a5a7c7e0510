"""Mails about applications. Their subjects begin with what it is about and the number."""

from datetime import date
from typing import Any

from webapp.accounts.models import Account
from webapp.applications import paths
from webapp.applications.models import Application
from webapp.applications.rules import Step
from webapp.core.french import iso_date
from webapp.core.mail import Mail, MailAttachment


def submitted(application: Application, recipient: str, facts: dict[str, Any], storage_key: str) -> Mail:
    return Mail(
        kind="applications/submitted",
        recipient=recipient,
        recipient_name=facts["submitted_by"]["name"],
        about_kind="application",
        about_id=application.id,
        data=facts,
        attachments=(
            MailAttachment(storage_key, f"accuse-de-reception-{application.reference}.pdf", "application/pdf"),
        ),
    )


def draft_ending(application: Application, member: Account, *, scheme: str, structure: str, last_day: date) -> Mail:
    return Mail(
        kind="applications/draft_ending",
        recipient=member.email,
        recipient_name=member.full_name,
        about_kind="application",
        about_id=application.id,
        data={
            "first_name": member.first_name,
            "reference": application.reference,
            "scheme": scheme,
            "structure": structure,
            "last_day": iso_date(last_day.isoformat()),
            "page": paths.step(application.reference, Step.SUMMARY),
        },
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
