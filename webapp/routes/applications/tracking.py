"""Suivre mes demandes d'aide: the list, one application, its acknowledgement."""

from litestar import Response
from litestar.response import Stream

from webapp.applications import paths
from webapp.applications.queries import applications_of
from webapp.applications.rules import ApplicationState, Verb, denial
from webapp.outbox.queries import undelivered_about
from webapp.routes.applications.given import GivenApplication, GivenNumber, GivenReceipt
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.downloads import download
from webapp.web.guards import Access, declare
from webapp.web.page import page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.APPLICATIONS, opt=declare(Access.APPLICANT))
async def show_list(request: PortalRequest, reads: GivenReads, actor: GivenActor) -> Response[str]:
    not_deleted = denial(actor, Verb.DELETE, ApplicationState.DRAFT)
    return page(request, "applications/list.html", cards=await applications_of(reads, actor), not_deleted=not_deleted)


@get(paths.APPLICATION, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[str]:
    card = application.card
    not_deleted = denial(actor.acting_for(card.structure_id), Verb.DELETE, card.state)
    undelivered = [] if card.is_draft else await undelivered_about(reads, actor, card.number)
    return page(
        request,
        "applications/application.html",
        application=application,
        not_deleted=not_deleted,
        undelivered=undelivered,
    )


@get(paths.RECEIPT, opt=declare(Access.APPLICANT))
async def show_receipt(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber, receipt: GivenReceipt
) -> Response[str]:
    undelivered = await undelivered_about(reads, actor, number)
    return page(request, "applications/receipt.html", receipt=receipt, undelivered=undelivered)


@get(paths.RECEIPT_PDF, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_receipt_pdf(request: PortalRequest, receipt: GivenReceipt) -> Stream:
    filename = f"accuse-de-reception-{receipt.facts['number']}.pdf"
    return download(request, receipt.storage_key, filename, "application/pdf", receipt.size)


ROUTES = [show_list, show, show_receipt, show_receipt_pdf]
