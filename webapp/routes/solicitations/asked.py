"""What the Region asked about one application, as agents see it."""

from typing import Any

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.queries import ApplicationPage
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.traces import read_trace
from webapp.routes.applications.given import GivenApplication
from webapp.solicitations import paths, texts
from webapp.solicitations.queries import Request, requests_of
from webapp.solicitations.rules import ASKABLE
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.DESK_SOLICITATIONS, opt=declare(Access.AGENT))
async def show(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[str]:
    await read_trace(work, "solicitation.listed", "application", application.card.id)
    return _page(request, application, await requests_of(reads, actor, application.card.number))


async def gone_page(
    request: PortalRequest, reads: AsyncEngine, actor: Actor, application: ApplicationPage
) -> PageOrRedirect:
    """A colleague has sent or thrown away what a page composes: what was typed there can be copied. Nothing of it is
    new when the same button was pressed twice.
    """
    requests = await requests_of(reads, actor, application.card.number)
    known = {text for one in requests for text in (one.message, *(item.reason for item in one.items))}
    fields = (await request.fields()).items()
    said = [str(text).strip() for name, text in fields if name == "message" or name.startswith("reason-")]
    if typed := [text for text in said if text and text not in known]:
        return _page(request, application, requests, status=409, gone=texts.DRAFT_GONE, typed=typed)
    return leave(request, to(paths.DESK_SOLICITATIONS, ref=application.card.reference), say=texts.DRAFT_GONE)


def _page(
    request: PortalRequest, application: ApplicationPage, requests: list[Request], status: int = 200, **more: Any
) -> Response[str]:
    """`more`: `gone`, why what was typed is only shown again, and `typed`."""
    return page(
        request,
        "desk/solicitations.html",
        status=status,
        application=application,
        requests=requests,
        can_ask=application.card.state in ASKABLE,
        now=request.app.state.clock.now(),
        **more,
    )


ROUTES = [show]
