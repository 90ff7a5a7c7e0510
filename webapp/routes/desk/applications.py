"""Espace agent: the applications of one's service, one application with all that is said of it, taking it over."""

from typing import Any
from uuid import UUID

from litestar import Response
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths, texts
from webapp.applications.models import reference
from webapp.applications.queries import ApplicationPage, structure_since
from webapp.applications.receipts import receipt_page
from webapp.applications.rules import AGENTS_VERBS, denial
from webapp.applications.served_files import served_document
from webapp.applications.use_cases.desk import take_over
from webapp.applications.withdrawals import withdrawal_note
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.traces import read_trace
from webapp.outbox.queries import undelivered_about
from webapp.review.queries import Review, review_of
from webapp.review.timeline import infections_in, timeline_of
from webapp.routes.applications.documents import FileOrPage, give
from webapp.routes.applications.given import GivenApplication, GivenNumber
from webapp.routes.desk import acts, archive, assignment, bank_account, notes, pieces, printout, worklists
from webapp.routes.desk.assignment import assignment_form, assignment_shown
from webapp.routes.desk.in_list import in_list
from webapp.routes.desk.notes import note_form
from webapp.schemes.printed import printed
from webapp.solicitations.completeness import unscoped_awaited
from webapp.solicitations.delays import unscoped_delays
from webapp.solicitations.parts import editable_sections
from webapp.solicitations.queries import requests_of
from webapp.solicitations.received import ReceivedPieces
from webapp.solicitations.rules import ASKABLE
from webapp.solicitations.timeline import unscoped_events
from webapp.solicitations.use_cases.infections import ask_for_infected
from webapp.threads.queries import thread_state
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.DESK_APPLICATION, opt=declare(Access.AGENT))
async def show(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[str]:
    card = application.card
    receipt = await receipt_page(reads, actor, card.number)
    review = await review_of(reads, actor, card.number)
    await read_trace(work, "application.read", "application", card.id)
    return page(
        request,
        "desk/application.html",
        in_list=await in_list(request, reads, actor, card.number),
        facts=receipt.facts,
        printed=printed,
        **_noted(review),
        **_what_can_be_asked(application),
        since=await structure_since(reads, actor, card.number),
        withdrawal=await withdrawal_note(reads, actor, card.number) if card.withdrawn_at else None,
        undelivered=await undelivered_about(reads, actor, card.number),
        denied={verb: denial(actor, verb, card.state) for verb in AGENTS_VERBS},
        review=review,
        thread_state=await thread_state(reads, actor, card.number),
        **await _pieces(reads, actor, application, review),
        **await _dated(request, reads, application, review),
        **assignment_shown(actor, application, review.colleagues, assignment_form(review.colleagues)),
    )


async def _pieces(reads: AsyncEngine, actor: Actor, application: ApplicationPage, review: Review) -> dict[str, Any]:
    """What came in replies; what keeps the file from being complete, and what to know before it is said to be."""
    received = ReceivedPieces.of_requests(await requests_of(reads, actor, application.card.number))
    judged = {key: verdict.at for key, verdict in review.verdicts.items()}
    as_filed = [slot for slot in application.slots if not received.standing(slot.piece.key, judged.get(slot.piece.key))]
    awaited = await unscoped_awaited(reads, application.card.id)
    return {"received": received, "wrong": review.wrong(as_filed), "awaited": awaited}


async def _dated(
    request: PortalRequest, reads: AsyncEngine, application: ApplicationPage, review: Review
) -> dict[str, Any]:
    card = application.card
    more = [*infections_in(application.files), *await unscoped_events(reads, card.id)]
    delays = await unscoped_delays(reads, card, request.app.state.clock.now(), for_agent=True)
    return {"events": timeline_of(card, review.acts, more), "delays": delays}


def _noted(review: Review) -> dict[str, Any]:
    return {"notes": review.notes, "note_form": note_form()}


def _what_can_be_asked(application: ApplicationPage) -> dict[str, Any]:
    """`editable`: by section, what a contribution may reopen."""
    can_ask = application.card.state in ASKABLE
    return {"can_ask": can_ask, "editable": editable_sections(application.form) if can_ask else {}}


@get(paths.DESK_DOCUMENT, opt=declare(Access.AGENT))
async def show_document(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    document_id: FromPath[UUID],
) -> FileOrPage:
    has_scanner = request.app.state.settings.has_scanner
    file = await served_document(reads, actor, number, document_id, has_scanner=has_scanner)
    if file.denied:
        await read_trace(work, "document.withheld", "document", document_id)
    else:
        await read_trace(work, "document.downloaded", "document", document_id)
    return await give(request, file, back=to(paths.DESK_APPLICATION, ref=reference(number)))


@get(paths.TAKE_OVER, opt=declare(Access.AGENT), sync_to_thread=False)
def show_take_over(request: PortalRequest, ref: FromPath[str]) -> Response[None]:
    return leave(request, to(paths.DESK_APPLICATION, ref=ref))


@post(paths.TAKE_OVER, opt=declare(Access.AGENT))
async def create_take_over(
    request: PortalRequest, work: GivenWork, actor: GivenActor, number: GivenNumber
) -> Response[None]:
    async with work:
        application = await take_over(work, actor, number)
        await ask_for_infected(work, actor, application)
    said = texts.TAKEN_OVER.format(reference=application.reference)
    return leave(request, to(paths.DESK_APPLICATION, ref=application.reference), say=said)


ROUTES = [
    *worklists.ROUTES,
    show,
    show_document,
    show_take_over,
    create_take_over,
    *printout.ROUTES,
    *bank_account.ROUTES,
    *acts.ROUTES,
    *assignment.ROUTES,
    *notes.ROUTES,
    *pieces.ROUTES,
    *archive.ROUTES,
]
