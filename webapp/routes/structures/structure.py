"""Ma structure, as it is."""

from litestar import Response

from webapp.core.own_paths import to
from webapp.routes.structures.screen import GivenScreen
from webapp.structures import paths
from webapp.web.dependencies import GivenActor
from webapp.web.guards import Access, declare
from webapp.web.page import leave
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.OWN_STRUCTURE, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_own(request: PortalRequest, actor: GivenActor) -> Response[None]:
    """The one that the actor acts for; before there is one, the question for whom they ask."""
    own = actor.membership
    return leave(request, to(paths.STRUCTURE, structure_id=own.structure_id) if own else paths.DECLARATION)


@get(paths.STRUCTURE, opt=declare(Access.APPLICANT))
async def show(screen: GivenScreen) -> Response[str]:
    """Also each block as it is: what "Annuler" puts back in its place."""
    return await screen.show()


ROUTES = [show_own, show]
