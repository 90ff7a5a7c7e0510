"""Espace personnel, and Mon compte."""

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts import paths
from webapp.core.actor import Actor
from webapp.home.queries import dashboard
from webapp.web.guards import Access, declare
from webapp.web.page import page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.DASHBOARD, opt=declare(Access.APPLICANT))
async def show_dashboard(request: PortalRequest, reads: AsyncEngine, actor: Actor) -> Response[str]:
    return page(request, "home/dashboard.html", board=await dashboard(reads, actor))


ROUTES = [show_dashboard]
