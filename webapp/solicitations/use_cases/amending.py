"""« Transmettre » of a contribution: what was reopened goes to the Region as a new version, with its PDF of changes."""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.agents.models import Service
from webapp.applications.access import lock_application
from webapp.applications.correspondents import correspondents
from webapp.applications.models import Application
from webapp.applications.receipt import ReceiptSigner
from webapp.applications.use_cases.amendment import Amended, amend
from webapp.applications.use_cases.statements import end_round
from webapp.applications.use_cases.submission import LONGEST_PRINT, Press, Sworn
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound
from webapp.core.work import Work
from webapp.schemes.models import SchemeRevision
from webapp.solicitations import mails
from webapp.solicitations.access import Held, require
from webapp.solicitations.amendment import amendment_facts
from webapp.solicitations.models import Amendment, Solicitation
from webapp.solicitations.rules import SENT, ItemState, SolicitationKind, SolicitationState, SolicitationVerb
from webapp.solicitations.standing import keep_standing
from webapp.solicitations.use_cases.composing import items_of


async def transmit_amendment(
    work: Work, actor: Actor, number: int, sworn: Sworn, press: Press, *, asked: UUID | None = None
) -> Solicitation:
    """Open → answered, once: sent again by an applicant, it gives the same. `asked`: the request that the page showed;
    one of an earlier round sends nothing of the next.

    Raises NotFound where none was ever asked; Conflict once it is cancelled or closed; and what amend does.
    """
    async with work:
        await work.wait_for_others(LONGEST_PRINT)
        application = await lock_application(work.session, actor, number)
        solicitation = await _last_asked(work, application, asked)
        if solicitation.state == SolicitationState.ANSWERED and not actor.is_agent:
            return solicitation
        require(actor, SolicitationVerb.TRANSMIT, Held(application, solicitation))
        amended = await amend(work, actor, application, sworn)
        solicitation.state = SolicitationState.ANSWERED
        solicitation.answered_at, solicitation.answered_by = work.now, actor.account_id
        for item in await items_of(work, solicitation):
            item.state = ItemState.ANSWERED
        await keep_standing(work, application)
        asker_id = await end_round(work, application, actor)
        receipt = await _print(work, actor, application, solicitation, amended, press)
        work.session.add(receipt)
        for member in await correspondents(work, application, actor.account_id, asker_id):
            await work.mail(mails.amended(application, member, receipt))
        work.audit(
            "application.amended", "application", application.id, version=amended.after.number, sha256=receipt.sha256
        )
        return solicitation


async def _last_asked(work: Work, application: Application, asked: UUID | None) -> Solicitation:
    """The one that the page showed; of a page that shows none, the one that is open, else the latest."""
    query = (
        select(Solicitation)
        .where(
            Solicitation.application_id == application.id,
            Solicitation.kind == SolicitationKind.EDIT_REQUEST,
            Solicitation.state.in_(SENT),
        )
        .order_by((Solicitation.state == SolicitationState.OPEN).desc(), Solicitation.id.desc())
    )
    if asked is not None:
        query = query.where(Solicitation.id == asked)
    found: Solicitation | None = await work.session.scalar(query.limit(1).with_for_update())
    if found is None:
        raise NotFound
    return found


async def _print(
    work: Work,
    actor: Actor,
    application: Application,
    solicitation: Solicitation,
    amended: Amended,
    press: Press,
) -> Amendment:
    """The key is the request's own: a try that died before its commit leaves a file that the next one replaces."""
    facts = amendment_facts(
        application=application,
        amended=amended,
        scheme=(await work.session.get_one(SchemeRevision, application.revision_id)).title,
        service=await work.session.get_one(Service, application.service_id),
        signer=ReceiptSigner(await work.session.get_one(Account, actor.account_id), amended.signing),
        letterhead=press.letterhead,
    )
    content = await press.pdf.render("amendment", facts)

    async def chunks() -> AsyncIterator[bytes]:
        yield content

    stored = await press.store.put(f"amendments/{solicitation.id.hex}.pdf", chunks())
    await work.session.flush()  # the version before what names it
    return Amendment(
        solicitation_id=solicitation.id,
        submission_id=amended.after.id,
        facts=facts,
        storage_key=stored.key,
        size=stored.size,
        sha256=stored.sha256,
        issued_at=work.now,
    )
