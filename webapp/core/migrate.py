"""Bring the tables up to date, as the owner, then give the application's role its rights."""

import asyncio

from alembic import command
from alembic.config import Config
from alembic.script import Script
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from webapp.core.db import asyncpg_url
from webapp.core.migrations import MIGRATIONS, head
from webapp.core.rights import grant
from webapp.settings import Settings


def _config(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = asyncpg_url(settings.database_owner_url)
    return config


def upgrade(settings: Settings) -> None:
    """Run pending migrations and grant the rights; safe to run again, and while the application serves."""
    command.upgrade(_config(settings), "head")
    asyncio.run(_grant(settings))


def new_revision(settings: Settings) -> str:
    """Writes `migrations/versions/0002_….py` from the difference between models and tables; returns its path.

    Read it before committing: renames come out as a drop and an add, and data is not moved.
    """
    number = f"{int(head()) + 1:04d}"
    script = command.revision(_config(settings), message="change", autogenerate=True, rev_id=number)
    assert isinstance(script, Script)  # noqa: S101  (one revision was asked for)
    return script.path


async def _grant(settings: Settings) -> None:
    role = asyncpg_url(settings.database_url).username
    if role is None:
        raise ValueError("DATABASE_URL must name the application's role")
    engine = create_async_engine(asyncpg_url(settings.database_owner_url), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(grant, role)
    await engine.dispose()
