"""What the tests of routes ask for."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from tests.routes.people import Applications, People, Person
from tests.support.client import PortalClient
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.app import Adapters, create_app
from webapp.core.logs import set_up_logs
from webapp.core.work import Work
from webapp.settings import Settings


@pytest.fixture(scope="session", autouse=True)
def logs(settings: Settings) -> None:
    """As in production: structlog's own format takes seconds to draw an error."""
    set_up_logs(settings)


@pytest.fixture
async def people(app: Litestar, committed: Work, passwords: Passwords) -> AsyncIterator[People]:
    people = People(app, committed, passwords)
    yield people
    for browser in people.browsers:
        await browser.http.aclose()


@pytest.fixture
def applications(committed: Work, store: MemoryStore, renderer: TypstRenderer) -> Applications:
    return Applications(committed, store, renderer)


@pytest.fixture
def set_up(people: People, settings: Settings, adapters: Adapters) -> Callable[..., PortalClient]:
    """A visitor's browser before a portal set up otherwise: `set_up(upload_max_files=2)`, `set_up(one_more_page)`."""

    def make(*more: HTTPRouteHandler, **changed: Any) -> PortalClient:
        app = create_app(msgspec.structs.replace(settings, **changed), adapters)
        for route in more:
            app.register(route)
        return people.visitor(app)

    return make


@pytest.fixture
async def applicant(people: People) -> Person:
    """Signed in, acting for an association."""
    return await people.applicant()


@pytest.fixture
async def agent(people: People) -> Person:
    """Signed in, of the service that the demonstration's scheme belongs to."""
    return await people.agent()
