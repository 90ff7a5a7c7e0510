"""The file is declared complete, unless a piece that the texts ask for is awaited."""

from webapp.applications.access import lock_application
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict
from webapp.core.work import Work
from webapp.review.use_cases.acts import declare_complete
from webapp.solicitations.completeness import first_awaited


async def declare_nothing_missing(work: Work, actor: Actor, number: int) -> Application:
    """`declare_complete`, which knows nothing of requests. Raises what it does, and Conflict with what to do first."""
    async with work:
        application = await lock_application(work.session, actor, number)
        awaited = await first_awaited(work.session, application.id) if actor.is_agent else None
        if awaited and application.completed_at is None:
            raise Conflict(awaited.reason)
        return await declare_complete(work, actor, number)
