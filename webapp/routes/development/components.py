"""The living page of components, in all their states. Demonstration mode only."""

from litestar import Response

from webapp.web import paths
from webapp.web.guards import Access, declare
from webapp.web.page import page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.COMPONENTS, opt=declare(Access.PUBLIC))
async def show(request: PortalRequest) -> Response[str]:
    return page(request, "development/components.html")


ROUTES = [show]
