"""Mails about what the Region asks back. Their subjects begin with the number, and say what is asked and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from webapp.accounts.models import Account
from webapp.applications import mails as application_mails
from webapp.applications import paths as application_paths
from webapp.applications.mails import infected_piece
from webapp.applications.models import Application
from webapp.core.clock import PARIS
from webapp.core.french import iso_date
from webapp.core.mail import Mail, MailAttachment
from webapp.core.own_paths import to
from webapp.documents.models import Document
from webapp.members.models import StructureInvitation
from webapp.solicitations import paths
from webapp.solicitations.models import Amendment, Solicitation, SolicitationItem
from webapp.solicitations.rules import ItemState, SolicitationKind, SolicitationState, has_edits

_WANTED = "solicitations/statement_wanted"


def received(
    application: Application,
    member: Account,
    asked: Mapping[Solicitation, Sequence[SolicitationItem]],
    about: Mapping[str, Any],
) -> Mail:
    """All that was sent at once. `about`: agent, service, scheme."""
    return _mail("solicitations/received", application, member, about, **told_at_once(asked))


def cancelled(
    application: Application,
    member: Account,
    solicitation: Solicitation,
    items: Sequence[SolicitationItem],
    about: Mapping[str, Any],
) -> Mail:
    return _mail("solicitations/cancelled", application, member, about, **_told(solicitation, items))


def answered(
    application: Application,
    member: Account,
    solicitation: Solicitation,
    items: Sequence[SolicitationItem],
    about: Mapping[str, Any],
) -> Mail:
    """`about`: by, who sent the reply; scheme."""
    return _mail("solicitations/answered", application, member, about, **_told(solicitation, items))


def accepted(
    application: Application,
    member: Account,
    solicitation: Solicitation,
    items: Sequence[SolicitationItem],
    about: Mapping[str, Any],
) -> Mail:
    return _mail("solicitations/accepted", application, member, about, **_told(solicitation, items))


def closed(
    application: Application,
    member: Account,
    solicitation: Solicitation,
    items: Sequence[SolicitationItem],
    about: Mapping[str, Any],
) -> Mail:
    """By an agent, with something of it not answered, not judged or not enough."""
    is_answered = solicitation.answered_at is not None
    return _mail(
        "solicitations/closed", application, member, about, **_told(solicitation, items), is_answered=is_answered
    )


def reminder(
    application: Application,
    member: Account,
    solicitation: Solicitation,
    items: Sequence[SolicitationItem],
    about: Mapping[str, Any],
) -> Mail:
    """`about`: agent, service, scheme. Of items that wait, only those are listed."""
    waiting = [item for item in items if item.state == ItemState.ASKED]
    told = _told(solicitation, waiting or items)
    if told["is_about_pieces"]:
        is_begun = len(waiting) < len(items)
    else:
        is_begun = has_edits(solicitation.sent_at, application.edited_at)
    return _mail("solicitations/reminder", application, member, about, **told, is_begun=is_begun)


def told_at_once(asked: Mapping[Any, Sequence[Any]]) -> dict[str, Any]:
    """What one mail says of requests with their items, as they are kept or as they are read; each has a deadline."""
    first = min(asked, key=lambda one: one.deadline)
    pieces_first = sorted(asked, key=lambda one: one.kind != SolicitationKind.PIECE_REQUEST)
    return {
        "requests": [_told(one, asked[one]) for one in pieces_first],
        "until": _day(first),
        "message": "\n\n".join(one.message.strip() for one in pieces_first if one.message.strip()),
        "is_again": any(one.round > 1 for one in asked),
    }


def statement_wanted(application: Application, signer: Account, data: Mapping[str, Any]) -> Mail:
    """Of a contribution. `data`: asker, structure, scheme."""
    page = to(application_paths.CONTRIBUTION, ref=application.reference)
    return _mail(_WANTED, application, signer, data, page=page)


def statement_wanted_of_guest(
    application: Application, invitation: StructureInvitation, data: Mapping[str, Any]
) -> Mail:
    """To who was invited to sign and has not answered yet: with a link to the invitation."""
    return replace(application_mails.statement_wanted_of_guest(application, invitation, data), kind=_WANTED)


def amended(application: Application, member: Account, receipt: Amendment) -> Mail:
    """A contribution that was sent, with the PDF of what changed."""
    facts = receipt.facts
    return Mail(
        kind="solicitations/amended",
        recipient=member.email,
        recipient_name=member.full_name,
        about_kind="application",
        about_id=application.id,
        data={
            **{key: facts[key] for key in ("number", "scheme", "applicant", "at")},
            "by": facts["statement"]["by"],
            "first_name": member.first_name,
            "page": to(paths.SOLICITATION, ref=application.reference, solicitation_id=receipt.solicitation_id),
        },
        attachments=(
            MailAttachment(receipt.storage_key, f"modifications-{application.reference}.pdf", "application/pdf"),
        ),
    )


def infected(
    application: Application,
    member: Account,
    solicitation: Solicitation,
    item: SolicitationItem,
    document: Document,
    scheme: str,
) -> Mail:
    """The mail of a piece: it leads to the reply, which takes another file as long as it is not sent."""
    is_sent = solicitation.state != SolicitationState.OPEN
    mail = infected_piece(application, member, document, scheme=scheme, piece=item.label, is_sent=is_sent)
    page = to(paths.SOLICITATION, ref=application.reference, solicitation_id=solicitation.id)
    return replace(mail, data={**mail.data, "page": page})


def _mail(kind: str, application: Application, member: Account, about: Mapping[str, Any], **more: Any) -> Mail:
    return Mail(
        kind=kind,
        recipient=member.email,
        recipient_name=member.full_name,
        about_kind="application",
        about_id=application.id,
        data={
            "first_name": member.first_name,
            "reference": application.reference,
            "page": to(paths.SOLICITATIONS, ref=application.reference),
            **about,
            **more,
        },
    )


def _told(asked: Any, items: Sequence[Any]) -> dict[str, Any]:
    """Why something cannot be provided is said of what was sent: before, nobody has answered anything."""
    return {
        "is_about_pieces": asked.kind == SolicitationKind.PIECE_REQUEST,
        "is_again": asked.round > 1,
        "asked": [
            {
                "label": item.label,
                "hint": item.hint,
                "reason": item.reason,
                "is_new": item.is_new,
                "unable": item.unable if asked.answered_at else "",
            }
            for item in items
        ],
        "deadline": _day(asked),
    }


def _day(asked: Any) -> str:
    """`4 décembre 2026`; a request that is sent has one."""
    return iso_date(asked.deadline.astimezone(PARIS).date().isoformat())
