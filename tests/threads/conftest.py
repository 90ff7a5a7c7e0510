"""An application that was sent, its sender, and an agent of the service in charge; in the test's transaction."""

import pytest

from tests.factories.accounts import actor_of, make_agent
from tests.factories.applications import make_applicant, make_submitted
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.work import Work


@pytest.fixture
async def account(work: Work, passwords: Passwords) -> Account:
    """Nadia Belkacem, administrator of her structure."""
    return await make_applicant(work, passwords)


@pytest.fixture
async def sent(work: Work, account: Account, store: MemoryStore, renderer: TypstRenderer) -> Application:
    return await make_submitted(work, account, store, renderer)


@pytest.fixture
async def actor(work: Work, account: Account, sent: Application) -> Actor:
    return await actor_of(work, account)


@pytest.fixture
async def officer(work: Work, passwords: Passwords, sent: Application) -> Account:
    """Claire Vidal."""
    return await make_agent(work, passwords, service_id=sent.service_id)


@pytest.fixture
async def agent(work: Work, officer: Account) -> Actor:
    return await actor_of(work, officer)
