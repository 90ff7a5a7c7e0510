"""The whole application on paper: a page to print, and the same as a PDF. Both are made when they are asked for."""

from typing import Any

from litestar import Response

from webapp.applications import paths
from webapp.applications.printout import printout_facts
from webapp.applications.queries import ApplicationPage
from webapp.core.own_paths import to
from webapp.routes.applications.given import GivenApplication
from webapp.web.downloads import download_bytes
from webapp.web.from_list import from_list
from webapp.web.guards import Access, declare
from webapp.web.page import page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.PRINTOUT, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show(request: PortalRequest, application: GivenApplication) -> Response[str]:
    return printout(request, application, paths.APPLICATION, paths.PRINTOUT_PDF)


@get(paths.PRINTOUT_PDF, opt=declare(Access.APPLICANT))
async def show_pdf(request: PortalRequest, application: GivenApplication) -> Response[bytes]:
    return await printout_pdf(request, application)


def printout(request: PortalRequest, application: ApplicationPage, back: str, pdf: str) -> Response[str]:
    """`back`, `pdf`: patterns of the addresses of who reads, an applicant's or an agent's."""
    ref = application.card.reference
    return page(
        request,
        "applications/printout.html",
        facts=_facts(request, application),
        back=from_list(request, to(back, ref=ref)),
        pdf=from_list(request, to(pdf, ref=ref)),
        is_own=back == paths.APPLICATION,
    )


async def printout_pdf(request: PortalRequest, application: ApplicationPage) -> Response[bytes]:
    """Raises Busy when too many ask for one at the same time."""
    content = await printout_content(request, application)
    kind = "demande" if application.card.submitted_at else "brouillon-de-demande"
    return download_bytes(content, f"{kind}-{application.card.reference}.pdf", "application/pdf")


async def printout_content(request: PortalRequest, application: ApplicationPage) -> bytes:
    """The PDF. Raises Busy."""
    content: bytes = await request.app.state.press.pdf.render("application", _facts(request, application))
    return content


def _facts(request: PortalRequest, application: ApplicationPage) -> dict[str, Any]:
    state = request.app.state
    return printout_facts(application, state.press.letterhead, state.clock.now())


ROUTES = [show, show_pdf]
