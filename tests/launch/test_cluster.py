"""The database that tests share."""

from urllib.parse import urlsplit

import asyncpg

from tests.support.cluster import DatabaseUrls, clone_database, drop_database


async def _tables(url: str) -> set[str]:
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    await connection.close()
    return {row["tablename"] for row in rows}


async def test_each_process_has_a_migrated_database(database_urls: DatabaseUrls) -> None:
    tables = await _tables(database_urls.application)
    assert "alembic_version" in tables
    assert len(tables) > 1


async def test_clones_are_separate_and_replaced_on_demand(database_urls: DatabaseUrls) -> None:
    name = "clone_of_" + urlsplit(database_urls.owner).path.strip("/")
    first = clone_database(name)
    try:
        owner = await asyncpg.connect(first.owner)
        await owner.execute("CREATE TABLE only_here ()")
        assert "only_here" not in await _tables(database_urls.owner)
        clone_database(name)  # although somebody is still connected
        assert "only_here" not in await _tables(first.owner)
        owner.terminate()
    finally:
        drop_database(name)
