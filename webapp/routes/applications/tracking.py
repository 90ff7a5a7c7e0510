"""Suivre mes demandes d'aide: the list, one application, its acknowledgement."""

from litestar import Response
from litestar.response import Stream

from webapp.applications import paths, texts
from webapp.applications.receipts import ReceiptPage
from webapp.applications.rules import ApplicationState, Verb, denial
from webapp.applications.tracking import place_of, tracked_applications
from webapp.applications.tracking_form import TrackingForm
from webapp.applications.withdrawals import withdrawal_note
from webapp.outbox.queries import undelivered_about
from webapp.review.queries import acts_of
from webapp.review.timeline import infections_in, timeline_of
from webapp.routes.applications import printout
from webapp.routes.applications.given import GivenApplication, GivenNumber, GivenReceipt
from webapp.solicitations.delays import unscoped_delays
from webapp.solicitations.queries import requests_of
from webapp.solicitations.received import ReceivedPieces
from webapp.solicitations.timeline import unscoped_events
from webapp.threads.queries import thread_state
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.downloads import download
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get

FOUND = Fragment("partials/applications/application_results.html", id="application-results")


@get(paths.APPLICATIONS, opt=declare(Access.APPLICANT))
async def show_list(request: PortalRequest, reads: GivenReads, actor: GivenActor) -> Response[str]:
    asked = request.asked()
    form = TrackingForm(asked)
    place = place_of(asked.get("avant"), is_before=True) or place_of(asked.get("apres"))
    found = await tracked_applications(reads, actor, form.wanted, place)
    form.offer(found)
    counted = texts.how_many(found.found, is_filtered=bool(form.chosen))
    return page(
        request,
        "applications/list.html",
        FOUND,
        say=counted,
        form=form,
        found=found,
        counted=counted,
        not_deleted=denial(actor, Verb.DELETE, ApplicationState.DRAFT),
    )


@get(paths.APPLICATION, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[str]:
    card = application.card
    member = actor.acting_for(card.structure_id)
    undelivered = [] if not card.is_sent else await undelivered_about(reads, actor, card.number)
    acts = [] if not card.is_sent else await acts_of(reads, actor, card.number)
    asked = [] if not card.is_sent else await unscoped_events(reads, card.id)
    requests = [] if not card.is_sent else await requests_of(reads, actor, card.number)
    return page(
        request,
        "applications/application.html",
        application=application,
        withdrawal=await withdrawal_note(reads, actor, card.number) if card.withdrawn_at else None,
        not_deleted=denial(member, Verb.DELETE, card.state),
        not_withdrawn=denial(member, Verb.WITHDRAW, card.state),
        not_duplicated=denial(member, Verb.DUPLICATE, card.state),
        undelivered=undelivered,
        received=ReceivedPieces.of_requests(requests),
        thread_state=await thread_state(reads, actor, card.number) if card.is_sent else None,
        delays=await unscoped_delays(reads, card, request.app.state.clock.now(), for_agent=False),
        decision=next((act for act in acts if act.ends_it), None),
        events=timeline_of(card, acts, [*infections_in(application.files), *asked]),
    )


@get(paths.RECEIPT, opt=declare(Access.APPLICANT))
async def show_receipt(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber, receipt: GivenReceipt
) -> Response[str]:
    undelivered = await undelivered_about(reads, actor, number)
    return page(request, "applications/receipt.html", receipt=receipt, undelivered=undelivered)


@get(paths.RECEIPT_PDF, opt=declare(Access.APPLICANT))
async def show_receipt_pdf(request: PortalRequest, receipt: GivenReceipt) -> Stream:
    return await receipt_pdf(request, receipt)


async def receipt_pdf(request: PortalRequest, receipt: ReceiptPage) -> Stream:
    filename = f"accuse-de-reception-{receipt.facts['number']}.pdf"
    return await download(request, receipt.storage_key, filename, "application/pdf", receipt.size)


ROUTES = [show_list, show, show_receipt, show_receipt_pdf, *printout.ROUTES]
