"""Mails about what the Region asks back. Their subjects begin with the number, and say what is asked and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from webapp.accounts.models import Account
from webapp.applications.mails import infected_piece
from webapp.applications.models import Application
from webapp.core.clock import PARIS
from webapp.core.french import iso_date
from webapp.core.mail import Mail
from webapp.core.own_paths import to
from webapp.documents.models import Document
from webapp.solicitations import paths
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import ItemState, SolicitationKind, SolicitationState


def received(
    application: Application,
    member: Account,
    asked: Mapping[Solicitation, Sequence[SolicitationItem]],
    about: Mapping[str, Any],
) -> Mail:
    """All that was sent at once. `about`: agent, service, scheme."""
    first = min(asked, key=lambda one: one.deadline or datetime.max.replace(tzinfo=PARIS))
    return _mail(
        "solicitations/received",
        application,
        member,
        about,
        requests=[_told(solicitation, items) for solicitation, items in asked.items()],
        until=_day(first),
        message="\n\n".join(one.message.strip() for one in asked if one.message.strip()),
        is_again=any(one.round > 1 for one in asked),
    )


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
    return _mail("solicitations/reminder", application, member, about, **told, is_begun=len(waiting) < len(items))


def infected(
    application: Application,
    member: Account,
    solicitation: Solicitation,
    item: SolicitationItem,
    document: Document,
    scheme: str,
) -> Mail:
    """The mail of a piece: it leads to the reply, which takes another file as long as it is not sent."""
    mail = infected_piece(application, member, document, scheme=scheme, piece=item.label)
    page = to(paths.SOLICITATION, ref=application.reference, solicitation_id=solicitation.id)
    return replace(mail, data={**mail.data, "is_sent": solicitation.state != SolicitationState.OPEN, "page": page})


def _mail(kind: str, application: Application, member: Account, about: Mapping[str, Any], **more: Any) -> Mail:
    return Mail(
        kind=kind,
        recipient=member.email,
        recipient_name=member.full_name,
        about_kind="application",
        about_id=application.id,
        data={
            **about,
            **more,
            "first_name": member.first_name,
            "reference": application.reference,
            "page": to(paths.SOLICITATIONS, ref=application.reference),
        },
    )


def _told(solicitation: Solicitation, items: Sequence[SolicitationItem]) -> dict[str, Any]:
    return {
        "is_about_pieces": solicitation.kind == SolicitationKind.PIECE_REQUEST,
        "asked": [{"label": item.label, "reason": item.reason, "unable": item.unable} for item in items],
        "deadline": _day(solicitation),
    }


def _day(solicitation: Solicitation) -> str:
    """`4 décembre 2026`; a request that was sent has one."""
    assert solicitation.deadline is not None  # noqa: S101  (looked at before it was sent)
    return iso_date(solicitation.deadline.astimezone(PARIS).date().isoformat())
