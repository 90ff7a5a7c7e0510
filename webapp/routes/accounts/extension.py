"""Prolonger ma session: opened in a new tab by a person, asked now and then by static/js/session.js."""

from litestar import Response

from webapp.accounts import paths
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get

END = Fragment("partials/accounts/session_end.html", id="session-end")


@get(paths.SESSION, opt=declare(Access.SIGNED_IN, extends_session=True))
async def show(request: PortalRequest) -> Response[str]:
    """That it was asked for is what extends the session."""
    return page(request, "accounts/session.html", END)


ROUTES = [show]
