"""Who of the service follows an application."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account, AccountState
from webapp.agents.models import Agent
from webapp.applications.access import lock_application, require
from webapp.applications.models import Application
from webapp.applications.rules import Verb
from webapp.core.actor import Actor
from webapp.core.audit import AuditEvent
from webapp.core.french import long_date_time
from webapp.core.refusals import Conflict, Refused
from webapp.core.work import Work
from webapp.review import texts

ASSIGNED = "application.assigned"


async def assign(work: Work, actor: Actor, number: int, *, was: UUID | None, to: UUID) -> Account:
    """From the agent that the page showed to another of the service; who follows it now.

    Raises NotFound; Conflict when somebody assigned it meanwhile, with who, to whom and when, or where the application
    stands; Refused for who is no active agent of the service.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        require(actor, Verb.ASSIGN, application)
        agent = await _agent_of_the_service(work, application, to)
        if application.assigned_to == to:
            return agent
        if application.assigned_to != was:
            raise Conflict(await _by_whom(work, application))
        before, application.assigned_to = application.assigned_to, to
        changed = {"before": str(before), "after": str(to)}
        work.audit("application.assigned", "application", application.id, by=actor.account_id, **changed)
        return agent


async def _agent_of_the_service(work: Work, application: Application, agent_id: UUID) -> Account:
    query = (
        select(Account)
        .join(Agent, Agent.account_id == Account.id)
        .where(Account.id == agent_id, Account.state == AccountState.ACTIVE, Agent.service_id == application.service_id)
    )
    found = await work.session.scalar(query)
    if found is None:
        raise Refused(texts.NOT_OF_THE_SERVICE, field="agent")
    return found


async def _by_whom(work: Work, application: Application) -> str:
    by, follower = aliased(Account), aliased(Account)
    query = (
        select(by.full_name.label("by"), follower.full_name.label("name"), AuditEvent.at)
        .join(by, by.id == AuditEvent.account_id)
        .join(follower, follower.id == application.assigned_to)
        .where(AuditEvent.object_id == str(application.id), AuditEvent.action == ASSIGNED)
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    last = (await work.session.execute(query)).one_or_none()
    if last is None:  # nobody since it was taken over: the page was not ours
        return texts.FOLLOWER_MISSING
    return texts.ASSIGNED_BEFORE.format(by=last.by, name=last.name, when=long_date_time(last.at))
