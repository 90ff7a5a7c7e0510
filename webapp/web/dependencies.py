"""What handlers ask for by name and type: `work: GivenWork`, `reads: GivenReads`, `actor: GivenActor`.

What a page is about is given in the same way, from its address: `board: GivenBoard` of routes/members/given.py, and
its likes. Who may not see it is told before the handler begins. Litestar matches the names with the keys of `GIVEN`.
"""

from litestar.di import NamedDependency, Provide
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


GIVEN = {
    "work": Provide(provide_work, sync_to_thread=False),
    "reads": Provide(provide_reads, sync_to_thread=False),
    "actor": Provide(provide_actor, sync_to_thread=False),
}
