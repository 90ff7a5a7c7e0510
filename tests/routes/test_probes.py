"""For the machines that watch the portal, and a database that goes away and comes back while it serves."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import msgspec
import pytest

from tests.factories.applications import make_scheme
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.cluster import clone_database, drop_database
from webapp.app import Adapters, create_app
from webapp.core.db import Database
from webapp.core.migrations import head
from webapp.core.work import Work
from webapp.settings import Settings

OWN_DATABASE = f"probes_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


async def test_alive_and_ready(client: PortalClient) -> None:
    live, ready = await client.http.get("/livez"), await client.http.get("/readyz")
    assert (live.status_code, live.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()["status"]) == (200, "ok")
    assert ready.json()["late_mails"].isdigit()
    assert ready.json()["late_scans"].isdigit()


async def test_probes_do_not_look_who_asks(client: PortalClient) -> None:
    for path in ("/livez", "/readyz"):
        answer = await client.http.get(path, headers={"Cookie": "session=x"})
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers


@pytest.fixture
async def elsewhere(
    settings: Settings, adapters: Adapters, clock: FrozenClock
) -> AsyncIterator[tuple[PortalClient, Work, str]]:
    """A portal on a database of its own, which the test may break: its browser, its work, the owner's address."""
    urls = clone_database(OWN_DATABASE)
    own = msgspec.structs.replace(settings, database_url=urls.application, database_owner_url=urls.owner)
    database = Database.connect(own)
    app = create_app(own, replace(adapters, database=database))
    async with PortalClient(app, base_url=own.base_url, raise_app_exceptions=False) as client:
        yield client, Work(database.sessions, clock), urls.owner
    await database.close()
    drop_database(OWN_DATABASE)


async def test_with_tables_of_another_version_it_is_not_ready(elsewhere: tuple[PortalClient, Work, str]) -> None:
    client, _, owner = elsewhere
    connection = await asyncpg.connect(owner)
    await connection.execute("UPDATE alembic_version SET version_num = 'ancienne'")
    await connection.close()
    ready = await client.http.get("/readyz")
    assert ready.status_code == 503
    assert ready.json() == {"status": f"tables at ancienne, code at {head()}"}


async def test_the_database_goes_away_and_comes_back_while_the_portal_serves(
    elsewhere: tuple[PortalClient, Work, str],
) -> None:
    client, work, _ = elsewhere
    await make_scheme(work)
    await client.get("/aides", status=200)

    drop_database(OWN_DATABASE)
    gone = await client.get("/aides", status=503)
    assert "Le portail est momentanément indisponible" in gone.text
    assert (await client.http.get("/readyz")).status_code == 503
    assert (await client.http.get("/livez")).status_code == 200

    clone_database(OWN_DATABASE)
    await client.get("/aides", status=200)
    assert (await client.http.get("/readyz")).status_code == 200
