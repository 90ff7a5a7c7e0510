"""What agents do with an application."""

from webapp.accounts.models import Account
from webapp.agents.models import Service
from webapp.applications import mails, texts
from webapp.applications.access import lock_application, require
from webapp.applications.correspondents import correspondents
from webapp.applications.models import Application
from webapp.applications.rules import CLOSED, ApplicationState, Verb
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict
from webapp.core.work import Work
from webapp.schemes.models import SchemeRevision


async def take_over(work: Work, actor: Actor, number: int) -> Application:
    """Submitted → taken over, by the first agent; the same agent's second click changes nothing.

    Raises NotFound; Conflict with the name of the agent who was first, or once it is closed: withdrawn, say.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        is_closed = application.state in CLOSED
        if application.taken_over_by == actor.account_id and not is_closed:
            return application
        if application.taken_over_by is not None and not is_closed:
            first = await work.session.get_one(Account, application.taken_over_by)
            raise Conflict(texts.TAKEN_BY_ANOTHER.format(name=first.full_name))
        require(actor, Verb.TAKE_OVER, application)
        application.state = ApplicationState.TAKEN_OVER
        application.taken_over_at = work.now
        application.taken_over_by = application.assigned_to = actor.account_id
        data = {
            "reference": application.reference,
            "scheme": (await work.session.get_one(SchemeRevision, application.revision_id)).title,
            "agent": actor.full_name,
            "service": (await work.session.get_one(Service, application.service_id)).name,
        }
        for member in await correspondents(work, application):
            await work.mail(mails.taken_over(application, member, data))
        work.audit("application.taken_over", "application", application.id)
        return application
