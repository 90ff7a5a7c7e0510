"""Mails that tell an applicant what an agent has said of their application."""

from typing import Any

from webapp.applications import paths
from webapp.applications.models import Application
from webapp.core.mail import Mail
from webapp.core.own_paths import to


def complete(application: Application, recipient: str, data: dict[str, Any]) -> Mail:
    """`data`: reference, scheme, agent, service, at."""
    return _about(application, "review/complete", recipient, data)


def inadmissible(application: Application, recipient: str, data: dict[str, Any]) -> Mail:
    """`data`: the same, and reason, appeal."""
    return _about(application, "review/inadmissible", recipient, data)


def dropped(application: Application, recipient: str, data: dict[str, Any]) -> Mail:
    """`data`: the same, and reason, appeal."""
    return _about(application, "review/dropped", recipient, data)


def _about(application: Application, kind: str, recipient: str, data: dict[str, Any]) -> Mail:
    return Mail(
        kind=kind,
        recipient=recipient,
        about_kind="application",
        about_id=application.id,
        data={**data, "page": to(paths.APPLICATION, ref=application.reference)},
    )
