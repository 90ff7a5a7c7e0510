"""Taking back an application that was sent."""

from webapp.agents.models import Service
from webapp.applications import mails, texts
from webapp.applications.access import lock_application, require
from webapp.applications.correspondents import correspondents
from webapp.applications.models import Application, Withdrawal
from webapp.applications.rules import ApplicationState, Verb, WithdrawalReason
from webapp.core.actor import Actor
from webapp.core.french import long_date_time
from webapp.core.work import Work
from webapp.schemes.models import SchemeRevision
from webapp.structures.access import lock_for_member
from webapp.structures.models import Structure


async def withdraw_application(
    work: Work, actor: Actor, number: int, reason: WithdrawalReason, words: str = ""
) -> Application:
    """Sent → withdrawn, once: asked again, it gives the same application, and what was said first stands.

    What was filed stays as it was, its receipt too. Raises NotFound; Conflict from a state that it has no way out of;
    OutOfRole for who may not sign.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        if application.state == ApplicationState.WITHDRAWN:
            return application
        require(actor, Verb.WITHDRAW, application)
        # Asked again, of the role that they have at this instant: it ends what a signatory signed.
        structure, member = await lock_for_member(work, actor, application.structure_id)
        require(member, Verb.WITHDRAW, application)
        before = application.state
        application.end(ApplicationState.WITHDRAWN)
        withdrawal = Withdrawal(
            application_id=application.id,
            reason=reason,
            words=words,
            withdrawn_at=work.now,
            withdrawn_by=actor.account_id,
        )
        work.session.add(withdrawal)
        await _tell(work, actor, application, structure, withdrawal)
        work.audit("application.withdrawn", "application", application.id, before=before, reason=reason)
        return application


async def _tell(
    work: Work, actor: Actor, application: Application, structure: Structure, withdrawal: Withdrawal
) -> None:
    about = {
        "reference": application.reference,
        "scheme": (await work.session.get_one(SchemeRevision, application.revision_id)).title,
        "structure": structure.name,
        "service": (await work.session.get_one(Service, application.service_id)).name,
        "by": actor.full_name,
        "at": long_date_time(withdrawal.withdrawn_at),
        "reason": texts.WITHDRAWAL_REASONS[withdrawal.reason],
        "words": withdrawal.words,
    }
    for member in await correspondents(work, application, actor.account_id):
        await work.mail(mails.withdrawn(application, member, about))
