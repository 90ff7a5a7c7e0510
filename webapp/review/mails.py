"""Mails that tell an applicant what an agent has said of their application."""

from typing import Any

from webapp.accounts.models import Account
from webapp.applications import paths
from webapp.applications.models import Application
from webapp.core.mail import Mail
from webapp.core.own_paths import to


def complete(application: Application, member: Account, data: dict[str, Any]) -> Mail:
    """`data`: reference, scheme, agent, service, at."""
    return _about(application, "review/complete", member, data)


def inadmissible(application: Application, member: Account, data: dict[str, Any]) -> Mail:
    """`data`: the same, and reason, appeal."""
    return _about(application, "review/inadmissible", member, data)


def dropped(application: Application, member: Account, data: dict[str, Any]) -> Mail:
    """`data`: the same, and reason, appeal."""
    return _about(application, "review/dropped", member, data)


def _about(application: Application, kind: str, member: Account, data: dict[str, Any]) -> Mail:
    return Mail(
        kind=kind,
        recipient=member.email,
        recipient_name=member.full_name,
        about_kind="application",
        about_id=application.id,
        data={**data, "first_name": member.first_name, "page": to(paths.APPLICATION, ref=application.reference)},
    )
