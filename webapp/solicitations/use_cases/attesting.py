"""Asking those who may sign to attest a contribution and to send it: its writer cannot."""

from typing import Any

from sqlalchemy import select

from webapp.applications import texts as application_texts
from webapp.applications.access import lock_application
from webapp.applications.models import Application, StatementRequest
from webapp.applications.use_cases.amendment import require_amended
from webapp.applications.use_cases.statements import end_round
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.members.signers import waiting_signers
from webapp.schemes.models import SchemeRevision
from webapp.solicitations import mails, texts
from webapp.solicitations.access import Held, require
from webapp.solicitations.models import Solicitation
from webapp.solicitations.rules import SolicitationKind, SolicitationState, SolicitationVerb, signers_know
from webapp.structures.models import Structure


async def ask_to_attest(work: Work, actor: Actor, number: int) -> Application:
    """Whoever may sign gets a mail that leads to the contribution, guests to their invitation; nothing is locked. Asked
    again, nothing more leaves until something else is edited.

    Raises NotFound where no contribution is open; OutOfRole for a reader; Incomplete; Refused when nothing is changed,
    for who signs, and when nobody could.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        solicitation = await _open_contribution(work, application)
        require(actor, SolicitationVerb.REPLY, Held(application, solicitation))
        member = actor.acting_for(application.structure_id).membership
        if member is not None and member.can_sign:
            raise Refused(texts.SIGNS_CONTRIBUTION)
        await require_amended(work, application)
        query = select(StatementRequest).where(StatementRequest.application_id == application.id)
        last = await work.session.scalar(query.order_by(StatementRequest.asked_at.desc()).limit(1))
        if signers_know(last, solicitation.sent_at, application.edited_at):
            return application
        await end_round(work, application, actor)
        asked = StatementRequest(
            id=new_id(), application_id=application.id, asked_at=work.now, asked_by=actor.account_id, message=""
        )
        work.session.add(asked)
        told = await _tell(work, actor, application)
        work.audit("solicitation.statement_asked", "solicitation", solicitation.id, told=told)
        return application


async def _open_contribution(work: Work, application: Application) -> Solicitation:
    query = select(Solicitation).where(
        Solicitation.application_id == application.id,
        Solicitation.kind == SolicitationKind.EDIT_REQUEST,
        Solicitation.state == SolicitationState.OPEN,
    )
    found: Solicitation | None = await work.session.scalar(query.with_for_update())
    if found is None:
        raise NotFound
    return found


async def _tell(work: Work, actor: Actor, application: Application) -> int:
    """How many. Raises Refused when there is nobody."""
    signers, invitations = await waiting_signers(work.session, application.structure_id, work.now)
    if not signers and not invitations:
        raise Refused(application_texts.NOBODY_SIGNS)
    data: dict[str, Any] = {
        "asker": actor.full_name,
        "structure": (await work.session.get_one(Structure, application.structure_id)).name,
        "scheme": (await work.session.get_one(SchemeRevision, application.revision_id)).title,
    }
    for signer in signers:
        await work.mail(mails.statement_wanted(application, signer, data))
    for invitation in invitations:
        await work.mail(mails.statement_wanted_of_guest(application, invitation, data))
    return len(signers) + len(invitations)
