"""The job worker: wakes when a mail is queued, looks again every ten seconds, and stops when told to.

Every hour it tidies away what has had its time.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from time import monotonic

import asyncpg
import structlog
from sqlalchemy.exc import SQLAlchemyError

import webapp.tables  # noqa: F401  # a row is written only by a process that knows every table it refers to
from webapp.accounts.use_cases.housekeeping import purge
from webapp.adapters.mail_renderer import MailRenderer
from webapp.adapters.smtp import SmtpMailer
from webapp.adapters.stores import make_store
from webapp.applications.use_cases.retention import tidy_drafts
from webapp.core.clock import SystemClock
from webapp.core.db import Database
from webapp.core.logs import set_up_logs
from webapp.core.mail import CHANNEL
from webapp.core.ports import FileStore
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.postman import Postman
from webapp.settings import Settings

log = structlog.get_logger(__name__)
LOOK_AGAIN_SECONDS = 10
PURGE_SECONDS = 3600.0
AFTER_FAILURE_SECONDS = 2


async def main(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT. A database that is down is waited for."""
    set_up_logs(settings)
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    database = Database.connect(settings)
    store = make_store(settings)
    postman = make_postman(settings, database, store)
    tidied = -PURGE_SECONDS
    while not stop.is_set():
        try:
            async with _listening(settings) as (connection, wake):
                while not (stop.is_set() or connection.is_closed()):
                    await _deliver(postman, wake, stop)
                    if monotonic() - tidied >= PURGE_SECONDS:
                        await _tidy(postman)
                        tidied = monotonic()
                    await _wait(stop, wake, seconds=LOOK_AGAIN_SECONDS)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, SQLAlchemyError) as error:
            log.warning("database not there, waiting", error=type(error).__name__)
            await _wait(stop, seconds=AFTER_FAILURE_SECONDS)
    await database.close()


def make_postman(settings: Settings, database: Database, store: FileStore) -> Postman:
    clock = SystemClock()
    return Postman(
        new_work=lambda: Work(database.sessions, clock),
        mailer=SmtpMailer(settings),
        renderer=MailRenderer(settings),
        store=store,
        signer=Signer(settings),
        base_url=settings.base_url,
    )


async def _deliver(postman: Postman, wake: asyncio.Event, stop: asyncio.Event) -> None:
    wake.clear()  # before looking: a mail queued from now on wakes again
    while not stop.is_set() and await postman.deliver_due():
        pass


async def _tidy(postman: Postman) -> None:
    purged = await purge(postman.new_work())
    log.info("purged", **asdict(purged))
    idle = await tidy_drafts(postman.new_work, postman.store)
    log.info("idle drafts", **asdict(idle))
    log.info("swept", half_written=await postman.store.sweep())


async def _wait(*events: asyncio.Event, seconds: float) -> None:
    """Until one of the events, or the time has passed."""
    tasks = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


@asynccontextmanager
async def _listening(settings: Settings) -> AsyncIterator[tuple[asyncpg.Connection, asyncio.Event]]:
    """An event set when a transaction that queued a mail commits, and when this connection is lost."""
    wake = asyncio.Event()
    connection = await asyncpg.connect(settings.database_url)
    connection.add_termination_listener(lambda *_: wake.set())
    await connection.add_listener(CHANNEL, lambda *_: wake.set())
    try:
        yield connection, wake
    finally:
        await connection.close(timeout=2)
