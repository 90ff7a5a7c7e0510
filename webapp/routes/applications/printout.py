"""The whole application on paper: a page to print, and the same as a PDF. Both are made when they are asked for.

Of what was sent several times, `?version=1` is an earlier one: each stays for ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths
from webapp.applications.printout import printout_facts
from webapp.applications.queries import ApplicationPage, application_page
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.refusals import NotFound
from webapp.routes.applications.given import GivenApplication
from webapp.solicitations.queries import requests_of
from webapp.solicitations.received import ReceivedPieces
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.downloads import download_bytes
from webapp.web.from_list import from_list
from webapp.web.guards import Access, declare
from webapp.web.page import page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@dataclass(frozen=True, slots=True)
class Printout:
    """One version of an application. `query`: of its address, empty for the last one."""

    facts: dict[str, Any]
    name: str
    query: str


@get(paths.PRINTOUT, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[str]:
    made = await printout(request, reads, actor, application)
    return printout_page(request, made, paths.APPLICATION, paths.PRINTOUT_PDF)


@get(paths.PRINTOUT_PDF, opt=declare(Access.APPLICANT))
async def show_pdf(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[bytes]:
    return await printout_pdf(request, await printout(request, reads, actor, application))


async def printout(request: PortalRequest, reads: AsyncEngine, actor: Actor, application: ApplicationPage) -> Printout:
    """The version that the address asks for. What came in replies stands with the last one. Raises NotFound."""
    state, asked = request.app.state, request.asked().get("version")
    kind = "demande" if application.card.submitted_at else "brouillon-de-demande"
    received: Iterable[dict[str, Any]] = ()
    name, query = f"{kind}-{application.card.reference}", ""
    if asked:
        application = await _version(request, reads, actor, application, asked)
        name, query = f"{name}-version-{asked}", f"?version={asked}"
    elif application.card.is_sent:
        received = ReceivedPieces.of_requests(await requests_of(reads, actor, application.card.number)).printed()
    return Printout(printout_facts(application, state.press.letterhead, state.clock.now(), received), name, query)


async def _version(
    request: PortalRequest, reads: AsyncEngine, actor: Actor, last: ApplicationPage, asked: str
) -> ApplicationPage:
    if asked not in {str(number) for number in range(1, last.version + 1)}:
        raise NotFound
    return await application_page(reads, actor, last.card.number, request.today, int(asked))


def printout_page(request: PortalRequest, made: Printout, back: str, pdf: str) -> Response[str]:
    """`back`, `pdf`: patterns of the addresses of who reads, an applicant's or an agent's."""
    ref = made.facts["number"]
    return page(
        request,
        "applications/printout.html",
        facts=made.facts,
        back=from_list(request, to(back, ref=ref)),
        pdf=from_list(request, to(pdf, ref=ref) + made.query),
        is_own=back == paths.APPLICATION,
    )


async def printout_pdf(request: PortalRequest, made: Printout) -> Response[bytes]:
    """Raises Busy when too many ask for one at the same time."""
    return download_bytes(await printout_content(request, made), f"{made.name}.pdf", "application/pdf")


async def printout_content(request: PortalRequest, made: Printout) -> bytes:
    """The PDF. Raises Busy."""
    content: bytes = await request.app.state.press.pdf.render("application", made.facts)
    return content


ROUTES = [show, show_pdf]
