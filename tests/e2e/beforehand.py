"""What people have when their journey begins, made beside the screens: by the use cases, in the portal's own database.

One journey of each capability walks the whole way by the screens; this is for the others.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from tests.e2e.people import Applicant
from tests.factories.accounts import actor_of, make_account
from tests.factories.applications import (
    LIMITS,
    SLUG,
    make_complete_draft,
    make_draft,
    make_needy_draft,
    make_scheme,
    make_submitted,
    press,
    received,
)
from tests.factories.catalogue import shipped
from tests.factories.correspondence import make_correspondence
from tests.factories.members import join
from tests.factories.structures import make_structure, make_told_structure
from tests.support.client import new_address
from tests.support.clock import FrozenClock
from tests.support.loops import run_apart
from tests.support.portal import Portal
from webapp import demo
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.sessions import sign_in
from webapp.adapters.disk_store import DiskStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.drafts import begin_application
from webapp.applications.use_cases.pieces import add_piece
from webapp.core.actor import Actor, MemberRole
from webapp.core.clock import Clock, SystemClock
from webapp.core.db import Database
from webapp.core.work import Origin, Work
from webapp.solicitations.rules import SolicitationKind, SolicitationState
from webapp.structures.models import Membership
from webapp.structures.rules import StructureFamily
from webapp.web import cookies

T = TypeVar("T")


def publish_a_small_scheme(portal: Portal) -> None:
    """The tests' own, beside those of the demonstration."""
    _beside(portal, lambda backstage: make_scheme(backstage.work))


def has_an_account(applicant: Applicant) -> None:
    """An active one."""
    _beside(applicant.portal, lambda backstage: backstage.account(applicant))


def has_an_association(applicant: Applicant) -> None:
    """A new account that administers it, as its legal representative."""
    _beside(applicant.portal, lambda backstage: backstage.administrator(applicant))


def has_joined(member: Applicant, owner: Applicant, role: MemberRole) -> None:
    """A new account that acts for the structure of the other, which has one."""

    async def make(backstage: Backstage) -> None:
        account = await backstage.account(member)
        await join(backstage.work, account, await backstage.structure_of(owner), role)

    _beside(owner.portal, make)


def has_a_structure_for(applicant: Applicant, slug: str) -> None:
    """A new account with a structure that may ask for this scheme of the demonstration, and has said all it asks."""
    _beside(applicant.portal, lambda backstage: backstage.eligible(applicant, slug))


def has_a_draft_of(applicant: Applicant, slug: str) -> str:
    """Of this scheme of the demonstration, where nothing is answered; the public number."""

    async def make(backstage: Backstage) -> str:
        return (await make_draft(backstage.work, await backstage.eligible(applicant, slug), slug)).reference

    return _beside(applicant.portal, make)


def has_a_draft(applicant: Applicant) -> str:
    """Where nothing is answered, of a new association; the public number."""

    async def make(backstage: Backstage) -> str:
        account = await backstage.administrator(applicant)
        return (await make_draft(backstage.work, account)).reference

    return _beside(applicant.portal, make)


def has_a_needy_draft(applicant: Applicant) -> str:
    """Of a new association that has said neither its phone nor its legal representative, which the aid asks for; the
    public number.
    """

    async def make(backstage: Backstage) -> str:
        account = await backstage.administrator(applicant)
        return (await make_needy_draft(backstage.work, account)).reference

    return _beside(applicant.portal, make)


def has_a_complete_draft(applicant: Applicant) -> str:
    """Of a new association; only the sworn statement is missing. The public number."""

    async def make(backstage: Backstage) -> str:
        account = await backstage.administrator(applicant)
        return (await make_complete_draft(backstage.work, account, backstage.store)).reference

    return _beside(applicant.portal, make)


def has_deposited_by_laws(applicant: Applicant) -> str:
    """With a first application, of a new association; the public number of a second one."""

    async def make(backstage: Backstage) -> str:
        account = await backstage.administrator(applicant)
        actor = await actor_of(backstage.work, account)
        first = await make_draft(backstage.work, account)
        file = await received(backstage.store, "statuts.pdf")
        await add_piece(backstage.work, actor, first.number, "statuts", file, LIMITS)
        return (await begin_application(backstage.work, actor, SLUG, another=True)).reference

    return _beside(applicant.portal, make)


def has_sent_an_application(applicant: Applicant) -> str:
    """Of a new association; the public number."""

    async def make(backstage: Backstage) -> str:
        account = await backstage.administrator(applicant)
        return (await make_submitted(backstage.work, account, backstage.store, TypstRenderer())).reference

    return _beside(applicant.portal, make)


def has_been_asked(applicant: Applicant, number: str) -> dict[tuple[SolicitationKind, SolicitationState], UUID]:
    """Again and again, about the application that they sent: one request of each kind in each state."""
    clock = FrozenClock(SystemClock().now())

    async def make(backstage: Backstage) -> dict[tuple[SolicitationKind, SolicitationState], UUID]:
        work = backstage.work
        agent, member = [await backstage.actor(login) for login in (demo.AGENT[0], applicant.login)]
        async with work:
            query = select(Application).where(Application.number == int(number))
            application = (await work.session.scalars(query)).one()
        printing = press(backstage.store, TypstRenderer())
        return await make_correspondence(work, clock, agent, member, application, printing)

    return _beside(applicant.portal, make, clock)


def is_signed_in(applicant: Applicant) -> None:
    """In their browser, from its next page on."""
    _, session = _beside(
        applicant.portal,
        lambda backstage: sign_in(backstage.work, backstage.passwords, applicant.login, applicant.password),
    )
    applicant.page.context.add_cookies(
        [{"name": cookies.SESSION, "value": session, "url": applicant.portal.url, "httpOnly": True, "sameSite": "Lax"}]
    )


@dataclass(frozen=True, slots=True)
class Backstage:
    """The database and the files of the portal that the browser sees."""

    work: Work
    passwords: Passwords
    store: DiskStore

    async def account(self, applicant: Applicant) -> Account:
        return await make_account(
            self.work,
            self.passwords,
            login=applicant.login,
            password=applicant.password,
            first_name=applicant.first_name,
            last_name=applicant.last_name,
        )

    async def actor(self, login: str) -> Actor:
        async with self.work:
            account = (await self.work.session.scalars(select(Account).where(Account.login == login))).one()
        return await actor_of(self.work, account)

    async def eligible(self, applicant: Applicant, slug: str) -> Account:
        account = await self.account(applicant)
        await make_told_structure(self.work, account, family=StructureFamily(shipped(slug).families[0]))
        return account

    async def structure_of(self, owner: Applicant) -> UUID:
        query = select(Membership.structure_id).join(Account).where(Account.login == owner.login)
        async with self.work:
            return (await self.work.session.scalars(query)).one()

    async def administrator(self, applicant: Applicant) -> Account:
        account = await self.account(applicant)
        await make_structure(self.work, account, applicant.structure, siret=applicant.siret)
        return account


def _beside(portal: Portal, make: Callable[[Backstage], Awaitable[T]], clock: Clock | None = None) -> T:
    async def made() -> T:
        settings = portal.settings
        database = Database.connect(settings)
        work = Work(database.sessions, clock or SystemClock(), Origin(client_address=new_address()))
        try:
            return await make(Backstage(work, Passwords(settings), DiskStore(settings.files_dir)))
        finally:
            await database.close()

    return run_apart(made())
