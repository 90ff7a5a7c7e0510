"""Asking those who may sign to attest, and taking the application back to fill it in again."""

from uuid import UUID

from sqlalchemy import update

from webapp.applications import mails, texts
from webapp.applications.access import lock_application, require
from webapp.applications.correspondents import correspondents
from webapp.applications.keeping import touch
from webapp.applications.models import Application, StatementRequest
from webapp.applications.ready import require_ready
from webapp.applications.rules import ApplicationState, Verb
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.members.signers import waiting_signers
from webapp.schemes.models import SchemeRevision
from webapp.structures.models import Structure


async def ask_for_statement(work: Work, actor: Actor, number: int) -> Application:
    """Draft → awaiting its statement; asked again, it changes nothing. Whoever may sign is told, guests included.

    Raises NotFound, Conflict once it is sent, Incomplete; Refused for a reader, for who signs, and when nobody could.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        if application.state == ApplicationState.AWAITING_STATEMENT:
            require(actor, Verb.ASK_STATEMENT, application, as_if=ApplicationState.DRAFT)
            return application
        require(actor, Verb.ASK_STATEMENT, application)
        await require_ready(work, application)
        signers, invitations = await waiting_signers(work.session, application.structure_id, work.now)
        if not signers and not invitations:
            raise Refused(texts.NOBODY_SIGNS)
        application.state = ApplicationState.AWAITING_STATEMENT
        touch(application, work.now)
        work.session.add(
            StatementRequest(
                id=new_id(), application_id=application.id, asked_at=work.now, asked_by=actor.account_id, message=""
            )
        )
        structure = await work.session.get_one(Structure, application.structure_id)
        data = {
            "asker": actor.full_name,
            "structure": structure.name,
            "scheme": (await work.session.get_one(SchemeRevision, application.revision_id)).title,
        }
        for signer in signers:
            await work.mail(mails.statement_wanted(application, signer, data))
        for invitation in invitations:
            await work.mail(mails.statement_wanted_of_guest(application, invitation, data))
        work.audit("application.statement_asked", "application", application.id, told=len(signers) + len(invitations))
        return application


async def take_back(work: Work, actor: Actor, number: int, message: str = "") -> Application:
    """Awaiting its statement → draft; asked again, it changes nothing. Whoever asked is told, with the message.

    Raises NotFound, Conflict once it is sent, OutOfRole for a reader.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        if application.state == ApplicationState.DRAFT:
            require(actor, Verb.TAKE_BACK, application, as_if=ApplicationState.AWAITING_STATEMENT)
            return application
        require(actor, Verb.TAKE_BACK, application)
        application.state = ApplicationState.DRAFT
        touch(application, work.now)
        asker_id = await end_round(work, application, actor, message)
        if asker_id not in (None, actor.account_id):
            data = {"by": actor.full_name, "message": message}
            for asker in await correspondents(work, application, asker_id):
                if asker.id == asker_id:
                    await work.mail(mails.statement_sent_back(application, asker, data))
        work.audit("application.taken_back", "application", application.id, has_message=bool(message))
        return application


async def end_round(work: Work, application: Application, actor: Actor, message: str = "") -> UUID | None:
    """The round that is open, if there is one; the account that asked."""
    asker_id: UUID | None = await work.session.scalar(
        update(StatementRequest)
        .where(StatementRequest.application_id == application.id, StatementRequest.ended_at.is_(None))
        .values(ended_at=work.now, ended_by=actor.account_id, message=message)
        .returning(StatementRequest.asked_by)
    )
    return asker_id
