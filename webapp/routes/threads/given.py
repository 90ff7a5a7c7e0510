"""The thread of the application that the address names; the header of an applicant's page names its structure."""

from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from webapp.routes.applications.given import GivenNumber
from webapp.threads.queries import LATEST, Thread, thread_page
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.request import PortalRequest

GivenThread = NamedDependency[SkipValidation[Thread]]


async def provide_thread(request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber) -> Thread:
    """`?tout=oui` asks for all of a long one. Raises NotFound, also for another's and for a draft."""
    latest = None if request.asked().get("tout") == "oui" else LATEST
    thread = await thread_page(reads, actor, number, latest=latest)
    if not actor.is_agent:
        request.acting_for = thread.card.structure_name
    return thread


GIVEN = {"thread": Provide(provide_thread)}
