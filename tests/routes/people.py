"""People in front of the portal, each with a browser of their own, and the applications they make."""

from dataclasses import dataclass
from enum import Enum, auto

from litestar import Litestar
from sqlalchemy import select

from tests.factories.accounts import PASSWORD, actor_of, make_account, make_administrator, make_agent, make_service
from tests.factories.applications import make_complete_draft, make_draft, make_scheme, make_structure, make_submitted
from tests.factories.structures import make_member
from tests.routes.walk import send, token_for
from tests.support.client import PortalClient
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.agents.models import Service
from webapp.applications.models import Application
from webapp.core.actor import MemberRole
from webapp.core.work import Work
from webapp.web.csrf import FIELD


class Office(Enum):
    IN_CHARGE = auto()
    """The service that the demonstration's scheme belongs to."""
    ELSEWHERE = auto()


@dataclass(frozen=True, slots=True)
class Person:
    account: Account
    browser: PortalClient


class People:
    """Makes persons who are signed in; their browsers are closed after the test."""

    def __init__(self, app: Litestar, work: Work, passwords: Passwords) -> None:
        self._app, self._work, self._passwords = app, work, passwords
        self.browsers: list[PortalClient] = []

    def visitor(self, app: Litestar | None = None) -> PortalClient:
        app = app or self._app
        browser = PortalClient(app, base_url=app.state.settings.base_url)
        self.browsers.append(browser)
        return browser

    async def newcomer(self) -> Person:
        """An applicant who has not said for which structure."""
        return await self._signed_in(Person(await make_account(self._work, self._passwords), self.visitor()))

    async def applicant(self, structure: str = "ASSOCIATION NOUVELLE") -> Person:
        account = await make_account(self._work, self._passwords)
        await make_scheme(self._work)
        await make_structure(self._work, account, structure)
        return await self._signed_in(Person(account, self.visitor()))

    async def member_of(self, other: Person, role: MemberRole = MemberRole.WRITER) -> Person:
        """Somebody else who acts for the structure of `other`."""
        account = await make_account(self._work, self._passwords)
        structure_id = (await actor_of(self._work, other.account)).memberships[0].structure_id
        await make_member(self._work, account, structure_id, role)
        return await self._signed_in(Person(account, self.visitor()))

    async def agent(self, office: Office = Office.IN_CHARGE) -> Person:
        async with self._work as work:
            await make_scheme(work)
            query = select(Service).where(Service.slug == "vie-associative")
            service = (await work.session.scalars(query)).one() if office is Office.IN_CHARGE else None
        service = service or await make_service(self._work)
        agent = await make_agent(self._work, self._passwords, service_id=service.id)
        return await self._signed_in(Person(agent, self.visitor()))

    async def administrator(self) -> Person:
        return await self._signed_in(Person(await make_administrator(self._work, self._passwords), self.visitor()))

    async def _signed_in(self, person: Person) -> Person:
        """Without looking at the pages on the way, for speed: test_sessions.py does."""
        fields = {FIELD: await token_for(person.browser), "identifier": person.account.login, "password": PASSWORD}
        answer = await send(person.browser, "POST", "/connexion", fields)
        assert answer.status_code == 303
        return person


class Applications:
    """Applications of a person, at each of their states."""

    def __init__(self, work: Work, store: MemoryStore, renderer: TypstRenderer) -> None:
        self._work, self._store, self._renderer = work, store, renderer

    async def draft(self, person: Person) -> Application:
        return await make_draft(self._work, person.account)

    async def complete(self, person: Person) -> Application:
        """Only the sworn statement is missing."""
        return await make_complete_draft(self._work, person.account, self._store)

    async def submitted(self, person: Person) -> Application:
        return await make_submitted(self._work, person.account, self._store, self._renderer)
