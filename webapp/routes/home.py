"""Espace personnel."""

from litestar import Response

from webapp.accounts import paths
from webapp.home.queries import dashboard
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.guards import Access, declare
from webapp.web.page import page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.DASHBOARD, opt=declare(Access.APPLICANT))
async def show_dashboard(request: PortalRequest, reads: GivenReads, actor: GivenActor) -> Response[str]:
    board = await dashboard(reads, actor, request.app.state.clock.now())
    return page(request, "home/dashboard.html", board=board)


ROUTES = [show_dashboard]
