"""People in front of the portal, each with a browser of their own, and the applications they make."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from uuid import UUID

import msgspec
from litestar import Litestar
from sqlalchemy import select

from tests.factories.accounts import PASSWORD, actor_of, make_account, make_administrator, make_agent, make_service
from tests.factories.applications import (
    SLUG,
    SWORN,
    definition,
    make_complete_draft,
    make_draft,
    make_scheme,
    make_submitted,
    press,
)
from tests.factories.members import (
    make_invitation,
    make_join_request,
    make_member,
    make_orphan,
    make_representative,
)
from tests.factories.solicitations import items, make_sent_edit_request, make_sent_request, reply_to
from tests.factories.structures import make_structure
from tests.routes.walk import Route, send, token_for
from tests.support.client import PortalClient
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.agents.models import Service
from webapp.applications.models import Application
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import MemberRole
from webapp.core.work import Work
from webapp.schemes.use_cases import publish
from webapp.solicitations.models import Solicitation
from webapp.solicitations.use_cases.amending import transmit_amendment
from webapp.structures.models import Membership, Structure
from webapp.web.csrf import FIELD


class Office(Enum):
    IN_CHARGE = auto()
    """The service that the demonstration's scheme belongs to."""
    ELSEWHERE = auto()


@dataclass(frozen=True, slots=True)
class Person:
    account: Account
    browser: PortalClient


@dataclass(frozen=True, slots=True)
class Team:
    """What the addresses about a structure name, for its administrator: see People.team."""

    structure: Structure
    member: Account
    representative_id: UUID
    invitation_id: UUID
    request_id: UUID
    own_request_id: UUID
    """The administrator's own, to another structure."""
    orphan_request_id: UUID
    """To a structure without an administrator, which agents answer."""

    def about(self, route: Route) -> dict[str, object]:
        """What this route's address names."""
        if "{structure_id}" in route.path:
            return {
                "structure_id": self.structure.id,
                "account_id": self.member.id,
                "representative_id": self.representative_id,
                "invitation_id": self.invitation_id,
                "request_id": self.request_id,
            }
        return {"request_id": self.orphan_request_id if route.access == "agent" else self.own_request_id}


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

    async def member(self, structure_id: UUID, role: MemberRole) -> Person:
        account = await make_member(self._work, self._passwords, structure_id, role)
        return await self._signed_in(Person(account, self.visitor()))

    async def member_of(self, other: Person, role: MemberRole = MemberRole.WRITER) -> Person:
        """Somebody else who acts for the structure of `other`."""
        return await self.member((await actor_of(self._work, other.account)).memberships[0].structure_id, role)

    async def team(self, person: Person) -> Team:
        """Of the person's structure: one more member, an invitation and a request that wait."""
        async with self._work as work:
            structure = (
                await work.session.scalars(
                    select(Structure)
                    .join(Membership, Membership.structure_id == Structure.id)
                    .where(Membership.account_id == person.account.id)
                )
            ).one()
        work, passwords = self._work, self._passwords
        newcomer, other = await make_account(work, passwords), await make_account(work, passwords)
        elsewhere = await make_structure(work, other, "ASSOCIATION D'À CÔTÉ")
        orphan = await make_orphan(work, passwords)
        return Team(
            structure=structure,
            member=await make_member(work, passwords, structure.id),
            representative_id=await make_representative(work, person.account, structure.id),
            invitation_id=(await make_invitation(work, person.account, structure.id, f"a-{newcomer.email}")).id,
            request_id=await make_join_request(work, newcomer, structure),
            own_request_id=await make_join_request(work, person.account, elsewhere),
            orphan_request_id=await make_join_request(work, newcomer, orphan),
        )

    async def add_to_team(self, person: Person, team: Team, size: int) -> None:
        """As many more members, invitations and requests."""
        for number in range(size):
            await make_member(self._work, self._passwords, team.structure.id)
            await make_invitation(
                self._work, person.account, team.structure.id, f"{number}@{team.member.login}.example"
            )
            newcomer = await make_account(self._work, self._passwords)
            await make_join_request(self._work, newcomer, team.structure)
            await make_join_request(self._work, newcomer, await make_orphan(self._work, self._passwords))

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

    async def revised(self, **changed: Any) -> None:
        """The scheme of them all is loaded again with these parts changed; `await revised()` brings the first back."""
        await publish(self._work, SLUG, msgspec.structs.replace(definition(), **changed))

    async def submitted(self, person: Person) -> Application:
        return await make_submitted(self._work, person.account, self._store, self._renderer)

    async def reopened(self, application: Application, agent: Person) -> Solicitation:
        """One question, by a contribution that waits for its reply. The application is taken over."""
        return await make_sent_edit_request(
            self._work, await actor_of(self._work, agent.account), application, "field:objet"
        )

    async def amended(self, application: Application, agent: Person) -> UUID:
        """A contribution that was sent, with its PDF."""
        solicitation = await self.reopened(application, agent)
        async with self._work:
            owner = await self._work.session.get_one(Account, application.submitted_by)
        member = await actor_of(self._work, owner)
        await save_answers(self._work, member, application.number, Typed({"objet": "Chanter dans les villages."}))
        await transmit_amendment(self._work, member, application.number, SWORN, press(self._store, self._renderer))
        return solicitation.id

    async def asked(self, application: Application, agent: Person) -> dict[str, UUID]:
        """What the addresses name of a request about two pieces that this agent has sent: one of them is answered, and
        nothing is transmitted.
        """
        officer = await actor_of(self._work, agent.account)
        await take_over(self._work, officer, application.number)
        request = await make_sent_request(self._work, officer, application)
        first, second = await items(self._work, request)
        async with self._work:
            owner = await self._work.session.get_one(Account, application.submitted_by)
        member = await actor_of(self._work, owner)
        document_id = await reply_to(self._work, member, application, second, self._store)
        return {"solicitation_id": request.id, "item_id": first.id, "document_id": document_id}
