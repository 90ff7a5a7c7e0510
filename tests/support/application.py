"""The application and its database for tests: rolled back for use cases and queries, committed for routes.

Fixtures, taken up by tests/conftest.py. `work` and `reads` share one connection whose transaction is undone at the end
of the test; `app` and `client` commit in this process's own clone, so their tests make data of their own.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import cast

import pytest
from litestar import Litestar
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, async_sessionmaker

from tests.support.client import PortalClient, new_address
from tests.support.clock import FrozenClock
from tests.support.cluster import DatabaseUrls
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.offline_directory import OfflineDirectory
from webapp.adapters.pdf import TypstRenderer
from webapp.app import Adapters, create_app
from webapp.core.db import Database
from webapp.core.tokens import Signer
from webapp.core.work import Origin, Work
from webapp.settings import Settings, load


class SameConnection:
    """Stands for the engine of reads, so that queries see what the test's transaction wrote."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[AsyncConnection]:
        yield self._connection


@pytest.fixture(scope="session")
def settings(database_urls: DatabaseUrls, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The cheapest passwords; everything else as by default."""
    return load(
        {
            "MODE": "test",
            "DATABASE_URL": database_urls.application,
            "DATABASE_OWNER_URL": database_urls.owner,
            "DATA_DIR": str(tmp_path_factory.mktemp("data")),
            "ARGON2_TIME_COST": "1",
            "ARGON2_MEMORY_KIB": "8",
            "CONTACT_EMAIL": "aides@region.example",
        }
    )


@pytest.fixture(scope="session")
async def database(settings: Settings) -> AsyncIterator[Database]:
    database = Database.connect(settings)
    yield database
    await database.close()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture(scope="session")
def passwords(settings: Settings) -> Passwords:
    return Passwords(settings)


@pytest.fixture(scope="session")
def signer(settings: Settings) -> Signer:
    return Signer(settings)


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[AsyncConnection]:
    """Whatever is committed on it is undone after the test."""
    async with database.writes.connect() as connection:
        transaction = await connection.begin()
        yield connection
        await transaction.rollback()


@pytest.fixture
def work(connection: AsyncConnection, clock: FrozenClock) -> Work:
    sessions = async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
    return Work(sessions, clock)


@pytest.fixture
def reads(connection: AsyncConnection) -> AsyncEngine:
    return cast("AsyncEngine", SameConnection(connection))


@pytest.fixture
def committed(database: Database, clock: FrozenClock) -> Work:
    """For tests of routes, jobs and races: what it writes stays, in this process's own database."""
    return Work(database.sessions, clock, Origin(client_address=new_address()))


@pytest.fixture(scope="session")
def renderer() -> TypstRenderer:
    return TypstRenderer()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def directory() -> OfflineDirectory:
    """The register of companies; `directory.down = True` for one that does not answer."""
    return OfflineDirectory()


@pytest.fixture
def adapters(
    database: Database, store: MemoryStore, renderer: TypstRenderer, clock: FrozenClock, directory: OfflineDirectory
) -> Adapters:
    """For a portal of the test's own; `dataclasses.replace` changes one."""
    return Adapters(database, store, renderer, clock, directory)


@pytest.fixture(scope="session")
def shared_portal(settings: Settings, database: Database, renderer: TypstRenderer) -> Litestar:
    """Compiling its templates takes longer than a test: ask for `app`."""
    return create_app(settings, Adapters(database, MemoryStore(), renderer, FrozenClock(), OfflineDirectory()))


@pytest.fixture
def app(shared_portal: Litestar, store: MemoryStore, clock: FrozenClock, directory: OfflineDirectory) -> Litestar:
    """The portal that all tests of this process share, with this test's own clock, store and directory."""
    state = shared_portal.state
    state.clock, state.store, state.press = clock, store, replace(state.press, store=store)
    state.directory = directory
    return shared_portal


@pytest.fixture
async def client(app: Litestar, settings: Settings) -> AsyncIterator[PortalClient]:
    """A visitor's browser; `people` of tests/routes has those of persons who are signed in."""
    async with PortalClient(app, base_url=settings.base_url) as client:
        yield client
