"""Suivre mes demandes d'aide: the list, one application, its acknowledgement."""

from litestar import Response
from litestar.response import Stream

from webapp.applications import paths
from webapp.applications.queries import applications_of
from webapp.applications.rules import ApplicationState, Verb, denial
from webapp.routes.applications.given import GivenApplication, GivenReceipt
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


@get(paths.APPLICATION, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show(request: PortalRequest, actor: GivenActor, application: GivenApplication) -> Response[str]:
    card = application.card
    not_deleted = denial(actor.acting_for(card.structure_id), Verb.DELETE, card.state)
    return page(request, "applications/application.html", application=application, not_deleted=not_deleted)


@get(paths.RECEIPT, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_receipt(request: PortalRequest, receipt: GivenReceipt) -> Response[str]:
    return page(request, "applications/receipt.html", receipt=receipt)


@get(paths.RECEIPT_PDF, opt=declare(Access.APPLICANT))
async def show_receipt_pdf(request: PortalRequest, receipt: GivenReceipt) -> Stream:
    filename = f"accuse-de-reception-{receipt.facts['number']}.pdf"
    return await download(request, receipt.storage_key, filename, "application/pdf", receipt.size)


ROUTES = [show_list, show, show_receipt, show_receipt_pdf]
