"""For commands that do one thing in the database and end: sentences instead of tracebacks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from webapp.core.clock import SystemClock
from webapp.core.db import Database
from webapp.core.migrations import head
from webapp.core.work import Work
from webapp.launch.errors import CannotStart
from webapp.settings import Settings


@asynccontextmanager
async def console_work(settings: Settings) -> AsyncIterator[Work]:
    """Raises what console_database does."""
    async with console_database(settings) as database:
        yield Work(database.sessions, SystemClock())


@asynccontextmanager
async def console_database(settings: Settings) -> AsyncIterator[Database]:
    """Raises CannotStart when the database does not answer, or is not up to date."""
    database = Database.connect(settings)
    try:
        await _check_tables(database)
        yield database
    except (OSError, TimeoutError, DBAPIError) as error:
        raise CannotStart(f"the database does not answer: {type(error).__name__}.") from error
    finally:
        await database.close()


async def _check_tables(database: Database) -> None:
    """Raises CannotStart: a sentence instead of a table or a column that is missing."""
    try:
        async with database.reads.connect() as connection:
            revision = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    except ProgrammingError:
        revision = None
    if revision != head():
        raise CannotStart("the tables are missing or not up to date: run `python -m webapp migrate` first.")
