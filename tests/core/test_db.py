"""Two pools: what a page reads through cannot write, and neither waits for ever."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.core.db import LIMITS, Database


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_event (at, action, object_kind, object_id, details) VALUES (now(), 'a', 'b', 'c', '{}')",
        "UPDATE account SET first_name = 'X'",
        "DELETE FROM account_session",
        "SELECT * FROM account FOR UPDATE",
    ],
)
async def test_reads_refuse_to_write(database: Database, statement: str) -> None:
    async with database.reads.connect() as connection:
        with pytest.raises(DBAPIError, match="read-only transaction"):
            await connection.execute(text(statement))


async def test_an_error_does_not_tell_what_people_typed(database: Database) -> None:
    async with database.reads.connect() as connection:
        with pytest.raises(DBAPIError) as failed:
            await connection.execute(text("SELECT CAST(:secret AS text) FROM nowhere"), {"secret": "hunter2"})
    assert "hunter2" not in str(failed.value)


def _reads(database: Database) -> AsyncEngine:
    return database.reads


def _writes(database: Database) -> AsyncEngine:
    return database.writes


@pytest.mark.parametrize("engine", [_reads, _writes])
async def test_every_connection_has_its_time_limits(database: Database, engine: object) -> None:
    assert callable(engine)
    async with engine(database).connect() as connection:
        for name, value in LIMITS.items():
            assert await connection.scalar(text(f"SHOW {name}")) == value
