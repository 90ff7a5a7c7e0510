"""Reminders 7 and 2 days before a deadline: by the worker, each request in a transaction of its own."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.agents.models import Service
from webapp.applications.correspondents import correspondents
from webapp.applications.models import Application
from webapp.applications.rules import CLOSED, ApplicationState
from webapp.core.work import Work
from webapp.schemes.models import SchemeRevision
from webapp.solicitations import mails
from webapp.solicitations.deadlines import REMINDED, due_reminder
from webapp.solicitations.models import Solicitation
from webapp.solicitations.rules import SolicitationState
from webapp.solicitations.use_cases.composing import items_of

EARLIEST = timedelta(days=REMINDED[0] + 1)
"""Before a deadline nothing is due sooner."""


async def remind(new_work: Callable[[], Work]) -> int:
    """How many requests were recalled to who has to answer; a reminder whose time has gone by is skipped."""
    work = new_work()
    async with work:
        query = select(Solicitation.id).where(
            Solicitation.state == SolicitationState.OPEN,
            Solicitation.deadline > work.now,
            Solicitation.deadline < work.now + EARLIEST,
        )
        ids = (await work.session.scalars(query.order_by(Solicitation.deadline))).all()
    return sum([await _remind(new_work(), one) for one in ids])


async def _remind(work: Work, solicitation_id: UUID) -> bool:
    """The application is held first, as by whoever answers; what another worker has told is not told twice."""
    async with work:
        found = await work.session.execute(
            select(Application, Solicitation)
            .join(Solicitation, Solicitation.application_id == Application.id)
            .where(Solicitation.id == solicitation_id, Solicitation.state == SolicitationState.OPEN)
            .with_for_update(skip_locked=True)
        )
        row = found.one_or_none()
        if row is None or ApplicationState(row.Application.state) in CLOSED:
            return False
        solicitation: Solicitation = row.Solicitation
        assert solicitation.sent_at is not None  # noqa: S101  (it is open)
        assert solicitation.deadline is not None  # noqa: S101
        days = due_reminder(solicitation.sent_at, solicitation.deadline, work.now)
        if days is None or (solicitation.reminded is not None and solicitation.reminded <= days):
            return False
        solicitation.reminded = days
        await _tell(work, row.Application, solicitation)
        work.audit("solicitation.reminded", "solicitation", solicitation.id, days=days)
        return True


async def _tell(work: Work, application: Application, solicitation: Solicitation) -> None:
    agent = await work.session.get_one(Account, solicitation.sent_by)
    about = {
        "agent": agent.full_name,
        "service": (await work.session.get_one(Service, application.service_id)).name,
        "scheme": (await work.session.get_one(SchemeRevision, application.revision_id)).title,
    }
    items = await items_of(work, solicitation)
    for member in await correspondents(work, application):
        await work.mail(mails.reminder(application, member, solicitation, items, about))
