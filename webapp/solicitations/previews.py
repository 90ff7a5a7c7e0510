"""The mail that requests would be sent with, as an agent reads it before sending."""

from collections.abc import Iterable

from webapp.applications.queries import ApplicationPage
from webapp.core.actor import Actor
from webapp.core.mail import Mail
from webapp.core.own_paths import to
from webapp.solicitations import paths
from webapp.solicitations.mails import told_at_once
from webapp.solicitations.queries import Request


def preview_of(drafts: Iterable[Request], application: ApplicationPage, actor: Actor) -> Mail:
    """To nobody in particular. Each draft asks for something and has a deadline."""
    return Mail(
        kind="solicitations/received",
        recipient="",
        about_kind="application",
        about_id=application.card.id,
        data={
            "agent": actor.full_name,
            "service": application.card.service_name,
            "scheme": application.card.title,
            "first_name": "",
            "reference": application.card.reference,
            "page": to(paths.SOLICITATIONS, ref=application.card.reference),
            **told_at_once({draft: draft.items for draft in drafts}),
        },
    )
