"""What an agent keeps or prints of an application of their service: the whole of it, and its acknowledgement."""

from litestar import Response
from litestar.response import Stream

from webapp.applications import paths
from webapp.core.traces import read_trace
from webapp.routes.applications.given import GivenApplication, GivenReceipt
from webapp.routes.applications.printout import printout, printout_page, printout_pdf
from webapp.routes.applications.tracking import receipt_pdf
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.DESK_PRINTOUT, opt=declare(Access.AGENT))
async def show(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[str]:
    made = await printout(request, reads, actor, application)
    await read_trace(work, "application.printed", "application", application.card.id)
    return printout_page(request, made, paths.DESK_APPLICATION, paths.DESK_PRINTOUT_PDF)


@get(paths.DESK_PRINTOUT_PDF, opt=declare(Access.AGENT))
async def show_pdf(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[bytes]:
    made = await printout_pdf(request, await printout(request, reads, actor, application))
    await read_trace(work, "application.printed", "application", application.card.id)
    return made


@get(paths.DESK_RECEIPT_PDF, opt=declare(Access.AGENT))
async def show_receipt_pdf(request: PortalRequest, work: GivenWork, receipt: GivenReceipt) -> Stream:
    await read_trace(work, "application.receipt_downloaded", "application", receipt.application_id)
    return await receipt_pdf(request, receipt)


ROUTES = [show, show_pdf, show_receipt_pdf]
