"""What the application's role may do in the database: what RIGHTS says, on every table, and nothing with the schema."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.support.cluster import DatabaseUrls
from webapp.core.db import asyncpg_url
from webapp.core.rights import READ_ADD, RIGHTS, grant
from webapp.tables import metadata

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@pytest.fixture
async def application(database_urls: DatabaseUrls) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database_urls.application)
    yield connection
    await connection.close()


async def _rights(connection: asyncpg.Connection, table: str) -> set[str]:
    return {verb for verb in VERBS if await connection.fetchval("SELECT has_table_privilege($1, $2)", table, verb)}


def test_every_table_is_listed_and_no_other() -> None:
    assert set(RIGHTS) == set(metadata.tables) | {"alembic_version"}


async def test_the_database_grants_exactly_what_is_listed(application: asyncpg.Connection) -> None:
    rows = await application.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    granted = {row["tablename"]: await _rights(application, row["tablename"]) for row in rows}
    assert granted == {table: set(verbs) for table, verbs in RIGHTS.items()}


@pytest.mark.parametrize("table", ["audit_event", "receipt", "scheme_revision"])
def test_what_happened_is_added_to_and_never_rewritten(table: str) -> None:
    assert RIGHTS[table] == READ_ADD


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET action = 'session.opened'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "UPDATE receipt SET issued_at = now()",
        "DELETE FROM receipt",
        "TRUNCATE receipt",
        "TRUNCATE application CASCADE",
        "CREATE TABLE mine ()",
        "CREATE SCHEMA mine",
        "ALTER TABLE audit_event ADD COLUMN more text",
        "DROP TABLE audit_event",
        "CREATE TRIGGER silent BEFORE INSERT ON audit_event EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "UPDATE alembic_version SET version_num = '0'",
        "COPY audit_event TO PROGRAM 'cat'",
    ],
)
async def test_the_application_cannot(application: asyncpg.Connection, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await application.execute(statement)


async def test_the_application_cannot_become_the_owner(application: asyncpg.Connection) -> None:
    owner = await application.fetchval("SELECT tableowner FROM pg_tables WHERE tablename = 'audit_event'")
    assert owner != await application.fetchval("SELECT current_user")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await application.execute(f"SET ROLE {owner}")


async def test_granting_takes_back_what_somebody_added_by_hand(database_urls: DatabaseUrls) -> None:
    engine = create_async_engine(asyncpg_url(database_urls.owner), poolclass=NullPool)
    role = asyncpg_url(database_urls.application).username
    assert role is not None
    may_change = text("SELECT has_table_privilege(:role, 'audit_event', 'UPDATE')")
    async with engine.connect() as connection:
        await connection.execute(text(f"GRANT UPDATE ON audit_event TO {role}"))
        assert await connection.scalar(may_change, {"role": role})
        await connection.run_sync(grant, role)
        assert not await connection.scalar(may_change, {"role": role})
        await connection.rollback()
    await engine.dispose()
