"""What handlers ask for by name and type: `work: GivenWork`, `reads: GivenReads`, `actor: GivenActor`.

Litestar matches the names with those in create_app.
"""

from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.core.actor import Actor
from webapp.core.work import Origin, Work
from webapp.web.guards import SignInFirst
from webapp.web.request import PortalRequest

GivenWork = NamedDependency[Work]
GivenReads = NamedDependency[AsyncEngine]
GivenActor = NamedDependency[Actor]


def provide_work(request: PortalRequest) -> Work:
    """A unit of work that knows where the change comes from."""
    state = request.app.state
    origin = Origin(
        account_id=request.actor.account_id if request.actor else None,
        client_address=request.client_address,
        request_id=request.request_id,
    )
    return Work(state.database.sessions, state.clock, origin, given_back=request.given_back)


def provide_reads(request: PortalRequest) -> AsyncEngine:
    reads: AsyncEngine = request.app.state.database.reads
    return reads


def provide_actor(request: PortalRequest) -> Actor:
    if request.actor is None:
        raise SignInFirst
    return request.actor
