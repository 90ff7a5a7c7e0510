"""An application that Claire Vidal, an agent, has taken over; who made it, and a request about two of its pieces."""

import pytest

from tests.factories.accounts import actor_of, make_agent
from tests.factories.applications import make_applicant, make_submitted
from tests.factories.solicitations import items, make_sent_request
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor
from webapp.core.work import Work
from webapp.solicitations.models import Solicitation, SolicitationItem


@pytest.fixture
async def account(work: Work, passwords: Passwords) -> Account:
    return await make_applicant(work, passwords)


@pytest.fixture
async def actor(work: Work, account: Account) -> Actor:
    return await actor_of(work, account)


@pytest.fixture
async def stranger(work: Work, passwords: Passwords) -> Actor:
    """The administrator of another structure."""
    return await actor_of(work, await make_applicant(work, passwords))


@pytest.fixture
async def sent(work: Work, account: Account, store: MemoryStore, renderer: TypstRenderer) -> Application:
    return await make_submitted(work, account, store, renderer)


@pytest.fixture
async def agent(work: Work, passwords: Passwords, sent: Application) -> Actor:
    return await actor_of(work, await make_agent(work, passwords, service_id=sent.service_id))


@pytest.fixture
async def taken(work: Work, agent: Actor, sent: Application) -> Application:
    return await take_over(work, agent, sent.number)


@pytest.fixture
async def request_(work: Work, agent: Actor, taken: Application) -> Solicitation:
    return await make_sent_request(work, agent, taken)


@pytest.fixture
async def asked(work: Work, request_: Solicitation) -> list[SolicitationItem]:
    """Its two items, in order."""
    return await items(work, request_)
