"""One applicant with a structure and, where asked for, what they sent and its agent; in the test's transaction."""

import pytest

from tests.factories.accounts import actor_of, make_agent
from tests.factories.applications import make_applicant, make_submitted, press
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.submission import Press
from webapp.core.actor import Actor
from webapp.core.work import Work


@pytest.fixture
async def account(work: Work, passwords: Passwords) -> Account:
    return await make_applicant(work, passwords)


@pytest.fixture
async def actor(work: Work, account: Account) -> Actor:
    """The administrator of their structure."""
    return await actor_of(work, account)


@pytest.fixture
async def stranger(work: Work, passwords: Passwords) -> Actor:
    """The administrator of another structure."""
    return await actor_of(work, await make_applicant(work, passwords))


@pytest.fixture
def ours(store: MemoryStore, renderer: TypstRenderer) -> Press:
    """Prints real receipts and keeps them in memory."""
    return press(store, renderer)


@pytest.fixture
async def sent(work: Work, account: Account, store: MemoryStore, renderer: TypstRenderer) -> Application:
    return await make_submitted(work, account, store, renderer)


@pytest.fixture
async def agent(work: Work, passwords: Passwords, sent: Application) -> Actor:
    """Claire Vidal, of the service in charge of what was sent."""
    return await actor_of(work, await make_agent(work, passwords, service_id=sent.service_id))
