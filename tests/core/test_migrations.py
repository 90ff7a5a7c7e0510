"""The tables that migrations make are those that the code maps."""

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.support.cluster import DatabaseUrls
from webapp.core.db import Database, asyncpg_url
from webapp.core.migrate import upgrade
from webapp.core.migrations import head
from webapp.settings import Settings
from webapp.tables import metadata


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_no_difference_between_the_models_and_the_migrated_tables(database_urls: DatabaseUrls) -> None:
    engine = create_async_engine(asyncpg_url(database_urls.owner), poolclass=NullPool)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


@pytest.mark.parametrize(
    "change", ["ALTER TABLE account DROP COLUMN civility", "DROP INDEX ix_mail_outbox_due", "CREATE TABLE forgotten ()"]
)
async def test_a_difference_would_be_seen(database_urls: DatabaseUrls, change: str) -> None:
    engine = create_async_engine(asyncpg_url(database_urls.owner), poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(text(change))
        assert await connection.run_sync(_differences) != []
        await connection.rollback()
    await engine.dispose()


async def test_migrating_again_changes_nothing(settings: Settings, database: Database) -> None:
    await asyncio.to_thread(upgrade, settings)
    async with database.reads.connect() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == head()
