"""What an agent says of an application to its applicant, each thing once.

That the review begins is told on the applicant's page and by no mail: nothing is awaited of them, they had a mail when
it was taken over, and one that asks nothing teaches people to leave unread the one that does. That the file is complete
is told by mail: its date is a fact that they may have to prove.
"""

from collections.abc import Callable
from typing import Any

from webapp.accounts.models import Account
from webapp.agents.models import Service
from webapp.applications.access import lock_application, require
from webapp.applications.correspondents import correspondents
from webapp.applications.models import Application, Receipt
from webapp.applications.rules import ApplicationState, Verb
from webapp.core.actor import Actor
from webapp.core.french import long_date_time
from webapp.core.mail import Mail
from webapp.core.refusals import Conflict
from webapp.core.work import Work
from webapp.review import mails, texts
from webapp.review.appeal import appeal_of
from webapp.review.models import ReviewAct
from webapp.review.rules import ENDED_BY, HOLDS
from webapp.schemes.models import SchemeRevision

MailOf = Callable[[Application, Account, dict[str, Any]], Mail]


async def start_review(work: Work, actor: Actor, number: int) -> Application:
    """Taken over → under review. For all four: said again by the same agent, it changes nothing.

    Raises NotFound; Conflict with who was first and when, or with where the application stands.
    """
    async with work:
        application, is_said = await _hold(work, actor, Verb.START_REVIEW, number)
        if not is_said:
            application.state = ApplicationState.UNDER_REVIEW
            await _say(work, actor, Verb.START_REVIEW, application)
            work.audit("application.review_started", "application", application.id)
        return application


async def declare_complete(work: Work, actor: Actor, number: int) -> Application:
    """A dated fact, whatever comes after it; the state stays. Raises as start_review does."""
    async with work:
        application, is_said = await _hold(work, actor, Verb.DECLARE_COMPLETE, number)
        if not is_said:
            application.completed_at = work.now
            act = await _say(work, actor, Verb.DECLARE_COMPLETE, application)
            await _tell(work, actor, application, act, mails.complete)
            work.audit("application.declared_complete", "application", application.id)
        return application


async def declare_inadmissible(work: Work, actor: Actor, number: int, reason: str) -> Application:
    """With the Region → inadmissible, for ever. Raises as start_review does."""
    async with work:
        application, is_said = await _hold(work, actor, Verb.DECLARE_INADMISSIBLE, number)
        if not is_said:
            before = application.state
            application.end(ApplicationState.INADMISSIBLE)
            act = await _say(work, actor, Verb.DECLARE_INADMISSIBLE, application, reason)
            await _tell(work, actor, application, act, mails.inadmissible)
            work.audit("application.declared_inadmissible", "application", application.id, before=before)
        return application


async def drop(work: Work, actor: Actor, number: int, reason: str) -> Application:
    """With the Region → dropped, for ever. Raises as start_review does."""
    async with work:
        application, is_said = await _hold(work, actor, Verb.DROP, number)
        if not is_said:
            before = application.state
            application.end(ApplicationState.DROPPED)
            act = await _say(work, actor, Verb.DROP, application, reason)
            await _tell(work, actor, application, act, mails.dropped)
            work.audit("application.dropped", "application", application.id, before=before)
        return application


async def _hold(work: Work, actor: Actor, verb: Verb, number: int) -> tuple[Application, bool]:
    """The application, and whether this agent has said this of it already."""
    application = await lock_application(work.session, actor, number)
    state = ApplicationState(application.state)
    said = await work.session.get(ReviewAct, (application.id, verb))
    if said is not None and state in HOLDS[verb]:
        if said.done_by == actor.account_id:
            return application, True
        raise Conflict(await _by_whom(work, said))
    if state in ENDED_BY:
        raise Conflict(await _by_whom(work, await work.session.get_one(ReviewAct, (application.id, ENDED_BY[state]))))
    require(actor, verb, application)
    return application, False


async def _by_whom(work: Work, act: ReviewAct) -> str:
    first = await work.session.get_one(Account, act.done_by)
    return texts.DONE_BEFORE[act.verb].format(name=first.full_name, when=long_date_time(act.done_at))


async def _say(work: Work, actor: Actor, verb: Verb, application: Application, reason: str = "") -> ReviewAct:
    appeal = None
    if verb in ENDED_BY.values():
        appeal = appeal_of((await work.session.get_one(Receipt, application.id)).facts)
    act = ReviewAct(
        application_id=application.id,
        verb=verb,
        reason=reason,
        appeal=appeal,
        done_at=work.now,
        done_by=actor.account_id,
    )
    work.session.add(act)
    return act


async def _tell(work: Work, actor: Actor, application: Application, act: ReviewAct, mail: MailOf) -> None:
    data = {
        "reference": application.reference,
        "scheme": (await work.session.get_one(SchemeRevision, application.revision_id)).title,
        "agent": actor.full_name,
        "service": (await work.session.get_one(Service, application.service_id)).name,
        "at": long_date_time(act.done_at),
        "reason": act.reason,
        "appeal": act.appeal,
    }
    for member in await correspondents(work, application):
        await work.mail(mail(application, member, data))
