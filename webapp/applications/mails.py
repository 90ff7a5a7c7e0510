"""Mails about applications. Their subjects begin with what it is about and the number."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from webapp.accounts.models import Account
from webapp.applications import paths
from webapp.applications.models import Application
from webapp.applications.rules import Step
from webapp.core.french import iso_date
from webapp.core.mail import Mail, MailAttachment
from webapp.core.own_paths import to
from webapp.documents.models import Document
from webapp.members import links
from webapp.members.models import StructureInvitation


def submitted(application: Application, recipient: Account, facts: dict[str, Any], storage_key: str) -> Mail:
    return Mail(
        kind="applications/submitted",
        recipient=recipient.email,
        recipient_name=recipient.full_name,
        about_kind="application",
        about_id=application.id,
        data={**facts, "first_name": recipient.first_name},
        attachments=(
            MailAttachment(storage_key, f"accuse-de-reception-{application.reference}.pdf", "application/pdf"),
        ),
    )


def statement_wanted(application: Application, signer: Account, data: Mapping[str, Any]) -> Mail:
    """`data`: asker, structure, scheme."""
    return Mail(
        kind="applications/statement_wanted",
        recipient=signer.email,
        about_kind="application",
        about_id=application.id,
        data={
            **data,
            "first_name": signer.first_name,
            "reference": application.reference,
            "page": paths.step(application.reference, Step.SUMMARY),
        },
    )


def statement_wanted_of_guest(
    application: Application, invitation: StructureInvitation, data: Mapping[str, Any]
) -> Mail:
    """To who was invited to sign and has not answered yet: with a link to the invitation."""
    return Mail(
        kind="applications/statement_wanted",
        recipient=invitation.email,
        about_kind="structure_invitation",
        about_id=invitation.id,
        link=links.PURPOSE,
        data={**data, "first_name": "", "reference": application.reference, "page": ""},
    )


def statement_sent_back(application: Application, asker: Account, data: Mapping[str, Any]) -> Mail:
    """`data`: by, message."""
    return Mail(
        kind="applications/statement_sent_back",
        recipient=asker.email,
        about_kind="application",
        about_id=application.id,
        data={
            **data,
            "first_name": asker.first_name,
            "reference": application.reference,
            "page": paths.step(application.reference, Step.SUMMARY),
        },
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


def infected_piece(
    application: Application, member: Account, document: Document, *, scheme: str, piece: str, is_sent: bool
) -> Mail:
    """`piece`: the label of the slot that is empty again. `is_sent`: it takes no file, the Region asks for another."""
    return Mail(
        kind="applications/infected_piece",
        recipient=member.email,
        about_kind="application",
        about_id=application.id,
        data={
            "first_name": member.first_name,
            "reference": application.reference,
            "scheme": scheme,
            "piece": piece,
            "filename": document.filename,
            "signature": document.signature,
            "is_sent": is_sent,
            "page": to(paths.APPLICATION, ref=application.reference)
            if is_sent
            else paths.step(application.reference, Step.PIECES),
        },
    )


def taken_over(application: Application, member: Account, data: dict[str, Any]) -> Mail:
    """`data`: reference, scheme, agent, service."""
    return Mail(
        kind="applications/taken_over",
        recipient=member.email,
        recipient_name=member.full_name,
        about_kind="application",
        about_id=application.id,
        data={**data, "first_name": member.first_name},
    )


def withdrawn(application: Application, recipient: Account, about: dict[str, Any]) -> Mail:
    """`about`: reference, scheme, structure, service, who withdrew it and when, the reason and what they said of it."""
    return Mail(
        kind="applications/withdrawn",
        recipient=recipient.email,
        about_kind="application",
        about_id=application.id,
        data={**about, "first_name": recipient.first_name, "page": to(paths.APPLICATION, ref=application.reference)},
    )
