"""A Region's applications, in a database of this process's own that no test changes."""

import os
from collections.abc import AsyncIterator

import pytest

from tests.factories.many_applications import Crowd, make_region
from tests.support.cluster import drop_database
from webapp.core.db import Database

MANY = 5_000


@pytest.fixture(scope="session")
async def crowd() -> AsyncIterator[Crowd]:
    name = f"crowd_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    settings, agent = await make_region(name, MANY)
    database = Database.connect(settings)
    async with database.reads.connect() as connection:
        now = await connection.exec_driver_sql("SELECT now()")  # the rows are as old as the database says
    yield Crowd(database, agent, now.scalar_one())
    await database.close()
    drop_database(name)
