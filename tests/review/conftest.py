"""An application in the hands of the Region: Claire Vidal took it over, Anne is of the same service."""

import pytest

from tests.factories.accounts import actor_of, make_agent
from tests.factories.applications import make_applicant, make_submitted
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor
from webapp.core.work import Work


@pytest.fixture
async def account(work: Work, passwords: Passwords) -> Account:
    return await make_applicant(work, passwords)


@pytest.fixture
async def applicant(work: Work, account: Account) -> Actor:
    """The administrator of the structure."""
    return await actor_of(work, account)


@pytest.fixture
async def sent(work: Work, account: Account, store: MemoryStore, renderer: TypstRenderer) -> Application:
    return await make_submitted(work, account, store, renderer)


@pytest.fixture
async def claire(work: Work, passwords: Passwords, sent: Application) -> Actor:
    return await actor_of(work, await make_agent(work, passwords, service_id=sent.service_id))


@pytest.fixture
async def anne(work: Work, passwords: Passwords, sent: Application) -> Actor:
    return await actor_of(work, await make_agent(work, passwords, service_id=sent.service_id, first_name="Anne"))


@pytest.fixture
async def taken(work: Work, sent: Application, claire: Actor) -> Application:
    return await take_over(work, claire, sent.number)
