"""Which applications an actor can see at all. Every read and every change goes through this one condition."""

from sqlalchemy import ColumnElement, and_, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from webapp.applications.models import Application
from webapp.applications.rules import NOT_SENT, ApplicationState, Verb, denial
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict, NotFound, OutOfRole


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """An applicant sees those of the structures they act for; an agent those of their service, once sent."""
    if actor.is_agent:
        if actor.service_id is None:
            return false()
        return and_(Application.service_id == actor.service_id, Application.state.not_in(NOT_SENT))
    return Application.structure_id.in_([membership.structure_id for membership in actor.memberships])


def acted_for_by(actor: Actor) -> ColumnElement[bool]:
    """Of what they see, what their lists hold: an applicant's, that of the one structure they act for at the moment."""
    if actor.is_agent:
        return visible_to(actor)
    return Application.structure_id == actor.membership.structure_id if actor.membership else false()


async def lock_application(session: AsyncSession, actor: Actor, number: int) -> Application:
    """The row, held until the transaction ends. Raises NotFound for what is not there or not the actor's."""
    found = await session.scalar(
        select(Application).where(Application.number == number, visible_to(actor)).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def require_filling_in(actor: Actor, application: Application) -> None:
    """Of a draft, or of what the Region has reopened of an application that was sent. Raises what require does."""
    require(actor, Verb.AMEND if application.reopened else Verb.FILL_IN, application)


def require(actor: Actor, verb: Verb, application: Application, *, as_if: ApplicationState | None = None) -> None:
    """Raises Conflict when the state has moved on, OutOfRole when the role does not allow it.

    `as_if`: the state before the verb, for what was said already and is said again.
    """
    state = as_if or ApplicationState(application.state)
    if denied := denial(actor.acting_for(application.structure_id), verb, state):
        raise (Conflict if denied.moved_on else OutOfRole)(denied.reason)
