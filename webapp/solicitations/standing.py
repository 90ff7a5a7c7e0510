"""What the row of the application says of its solicitations, so that no list has to count."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select

from webapp.applications.models import Application
from webapp.core.work import Work
from webapp.schemes.revisions import load_definition
from webapp.solicitations.clock import Suspension, decide_by
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import SENT, WAITS_FOR_APPLICANT, WAITS_FOR_REGION, ItemTarget, SolicitationKind


async def keep_standing(work: Work, application: Application) -> None:
    """After each change of a solicitation, in its transaction; the application is held."""
    await work.session.flush()
    is_open, is_answered = Solicitation.state.in_(WAITS_FOR_APPLICANT), Solicitation.state.in_(WAITS_FOR_REGION)
    counted = select(
        func.count().filter(is_open), func.min(Solicitation.deadline).filter(is_open), func.count().filter(is_answered)
    ).where(Solicitation.application_id == application.id)
    standing = (await work.session.execute(counted)).one()
    application.open_solicitations, application.answer_due_at, application.answered_solicitations = standing
    application.reopened = await _reopened(work, application)
    assert application.submitted_at is not None  # noqa: S101  (nothing is asked before)
    found = await work.session.execute(suspensions_of(application.id))
    application.decide_by = decide_by(application.submitted_at, [Suspension(*row) for row in found])


async def _reopened(work: Work, application: Application) -> list[str]:
    """Keys of the fields that the open contribution names, alone or with their section."""
    query = (
        select(SolicitationItem.target_kind, SolicitationItem.target)
        .join(Solicitation, Solicitation.id == SolicitationItem.solicitation_id)
        .where(
            Solicitation.application_id == application.id,
            Solicitation.kind == SolicitationKind.EDIT_REQUEST,
            Solicitation.state.in_(WAITS_FOR_APPLICANT),
        )
    )
    items = (await work.session.execute(query)).all()
    if not items:
        return []
    definition = await load_definition(work.session, application.revision_id)
    whole = {item.target for item in items if item.target_kind == ItemTarget.SECTION}
    keys = [item.target for item in items if item.target_kind == ItemTarget.FIELD]
    keys += [field.key for section in definition.sections if section.key in whole for field in section.fields]
    return sorted(set(keys))


def suspensions_of(application_id: UUID) -> Select[Any, Any, Any]:
    """The columns of Suspension: of each request that asks for what the texts ask for. What was sent has both dates."""
    stops = exists().where(SolicitationItem.solicitation_id == Solicitation.id, SolicitationItem.suspends)
    return select(
        Solicitation.sent_at, Solicitation.deadline, func.coalesce(Solicitation.answered_at, Solicitation.ended_at)
    ).where(Solicitation.application_id == application_id, Solicitation.state.in_(SENT), stops)
