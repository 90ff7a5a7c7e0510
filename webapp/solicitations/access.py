"""Which solicitations an actor sees: those of the applications that they see; an applicant, once they are sent."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from webapp.applications.access import lock_application, visible_to
from webapp.applications.models import Application
from webapp.applications.rules import CLOSED, ApplicationState
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict, NotFound, OutOfRole
from webapp.core.work import Work
from webapp.solicitations import texts
from webapp.solicitations.models import Solicitation
from webapp.solicitations.rules import SENT, SolicitationState, SolicitationVerb, denial


@dataclass(frozen=True, slots=True)
class Held:
    """Both rows are held until the transaction ends; the application first, as everywhere."""

    application: Application
    solicitation: Solicitation


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Of Solicitation joined to Application."""
    if actor.is_agent:
        return visible_to(actor)
    return and_(visible_to(actor), Solicitation.state.in_(SENT))


async def lock_solicitation(work: Work, actor: Actor, number: int, solicitation_id: UUID) -> Held:
    """Raises NotFound for what is not there or not the actor's."""
    application = await lock_application(work.session, actor, number)
    query = select(Solicitation).where(
        Solicitation.id == solicitation_id, Solicitation.application_id == application.id
    )
    if not actor.is_agent:
        query = query.where(Solicitation.state.in_(SENT))
    found = await work.session.scalar(query.with_for_update())
    if found is None:
        raise NotFound
    return Held(application, found)


def require(actor: Actor, verb: SolicitationVerb, held: Held) -> None:
    """Raises Conflict when it has moved on, or the whole application is over; OutOfRole."""
    if ApplicationState(held.application.state) in CLOSED:
        raise Conflict(texts.APPLICATION_CLOSED)
    member = actor.acting_for(held.application.structure_id)
    if denied := denial(member, verb, SolicitationState(held.solicitation.state)):
        raise (Conflict if denied.moved_on else OutOfRole)(denied.reason)
