"""The job worker: wakes when a mail is queued, looks again every ten seconds, and stops when told to."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import structlog

from webapp.adapters.disk_store import DiskStore
from webapp.adapters.mail_renderer import MailRenderer
from webapp.adapters.smtp import SmtpMailer
from webapp.core.clock import SystemClock
from webapp.core.db import Database
from webapp.core.logs import set_up_logs
from webapp.core.mail import CHANNEL
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.postman import Postman
from webapp.settings import Settings

log = structlog.get_logger(__name__)
LOOK_AGAIN_SECONDS = 10
AFTER_FAILURE_SECONDS = 2


async def main(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT. A database that is down is waited for."""
    set_up_logs(settings)
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    database = Database.connect(settings)
    postman = make_postman(settings, database)
    while not stop.is_set():
        try:
            async with _wake_ups(settings) as wake:
                await _deliver_until(stop, wake, postman)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("database not there, waiting", error=type(error).__name__)
            await _wait(stop, seconds=AFTER_FAILURE_SECONDS)
    await database.close()


def make_postman(settings: Settings, database: Database) -> Postman:
    clock = SystemClock()
    return Postman(
        new_work=lambda: Work(database.sessions, clock),
        mailer=SmtpMailer(settings),
        renderer=MailRenderer(settings),
        store=DiskStore(settings.files_dir),
        signer=Signer(settings),
        base_url=settings.base_url,
    )


async def _deliver_until(stop: asyncio.Event, wake: asyncio.Event, postman: Postman) -> None:
    while not stop.is_set():
        wake.clear()
        while await postman.deliver_due():
            pass
        await _wait(stop, wake, seconds=LOOK_AGAIN_SECONDS)


async def _wait(*events: asyncio.Event, seconds: float) -> None:
    """Until one of the events, or the time has passed."""
    tasks = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


@asynccontextmanager
async def _wake_ups(settings: Settings) -> AsyncIterator[asyncio.Event]:
    """An event set when a transaction that queued a mail commits, and when the connection is lost."""
    wake = asyncio.Event()
    connection = await asyncpg.connect(settings.database_url)
    connection.add_termination_listener(lambda *_: wake.set())
    await connection.add_listener(CHANNEL, lambda *_: wake.set())
    try:
        yield wake
    finally:
        await connection.close(timeout=2)
