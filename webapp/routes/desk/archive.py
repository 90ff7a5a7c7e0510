"""Tout télécharger: one archive of an application, made while it is sent."""

from litestar.response import Stream

from webapp.core.traces import read_trace
from webapp.core.zipped import zipped
from webapp.review import paths
from webapp.review.archive import archived, stored_pieces
from webapp.routes.applications.given import GivenApplication, GivenReceipt
from webapp.routes.applications.printout import printout_content
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.downloads import download_stream
from webapp.web.guards import Access, declare
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.ARCHIVE, opt=declare(Access.AGENT))
async def show(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    application: GivenApplication,
    receipt: GivenReceipt,
) -> Stream:
    state, reference = request.app.state, application.card.reference
    pieces = await stored_pieces(reads, actor, application, has_scanner=state.settings.has_scanner)
    summary = await printout_content(request, application)
    await read_trace(work, "application.downloaded", "application", application.card.id)
    entries = archived(state.store, reference, receipt, summary, pieces, state.clock.now())
    return await download_stream(request, zipped(entries), f"demande-{reference}.zip", "application/zip")


ROUTES = [show]
