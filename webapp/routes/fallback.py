"""Every other address: a 404 that knows who asks, so that a person who is signed in keeps their menu."""

from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from webapp.web import paths
from webapp.web.guards import Access, declare
from webapp.web.routing import get


@get(paths.ANY_OTHER, opt=declare(Access.PUBLIC), sync_to_thread=False)
def not_found(path: FromPath[str]) -> None:
    raise NotFoundException


ROUTES = [not_found]
