"""Runs migrations on the owner's connection, which `webapp/core/migrate.py` passes in."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from webapp.tables import metadata


def _run(connection: Connection) -> None:
    # A migration that cannot have its lock quickly gives up, rather than make every page wait behind it.
    connection.execute(text("SET lock_timeout = '5s'"))
    context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


async def _connect() -> None:
    engine = create_async_engine(context.config.attributes["url"], poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
        await connection.commit()
    await engine.dispose()


asyncio.run(_connect())
