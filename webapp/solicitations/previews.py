"""The mail that a request would be sent with, as an agent reads it before sending."""

from webapp.applications.queries import ApplicationPage
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.french import iso_date
from webapp.core.mail import Mail
from webapp.core.own_paths import to
from webapp.solicitations import paths
from webapp.solicitations.queries import Request
from webapp.solicitations.rules import SolicitationKind


def preview_of(draft: Request, application: ApplicationPage, actor: Actor) -> Mail:
    """To nobody in particular. `draft` asks for something and has a deadline."""
    assert draft.deadline is not None  # noqa: S101  (the caller has looked)
    until = iso_date(draft.deadline.astimezone(PARIS).date().isoformat())
    request = {
        "is_about_pieces": draft.kind is SolicitationKind.PIECE_REQUEST,
        "asked": [{"label": item.label, "reason": item.reason, "unable": ""} for item in draft.items],
        "deadline": until,
    }
    return Mail(
        kind="solicitations/received",
        recipient="",
        about_kind="application",
        about_id=application.card.id,
        data={
            "agent": actor.full_name,
            "service": application.card.service_name,
            "scheme": application.card.title,
            "requests": [request],
            "until": until,
            "message": draft.message,
            "is_again": draft.round > 1,
            "first_name": "",
            "reference": application.card.reference,
            "page": to(paths.SOLICITATIONS, ref=application.card.reference),
        },
    )
