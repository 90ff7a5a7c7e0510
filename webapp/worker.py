"""The job worker: wakes when a mail or a file to scan is queued, looks again every ten seconds, stops when told to.

Every hour it tidies away what has had its time. Mails and scans go on beside each other: a scanner that hangs delays
no mail.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from time import monotonic

import asyncpg
import structlog
from sqlalchemy.exc import SQLAlchemyError

import webapp.tables  # noqa: F401  # a row is written only by a process that knows every table it refers to
from webapp.accounts.use_cases.housekeeping import purge
from webapp.adapters.clamd import ClamdScanner
from webapp.adapters.mail_renderer import MailRenderer
from webapp.adapters.smtp import SmtpMailer
from webapp.adapters.stores import make_store
from webapp.antivirus import Antivirus
from webapp.applications.use_cases.retention import tidy_drafts
from webapp.core.clock import SystemClock
from webapp.core.db import Database
from webapp.core.failpoints import OF_THE_WORKER, arm
from webapp.core.logs import set_up_logs
from webapp.core.mail import CHANNEL as MAILS
from webapp.core.ports import FileStore
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.documents.models import CHANNEL as SCANS
from webapp.documents.scans import give_up_scanning
from webapp.outbox.use_cases import forget_old_mails
from webapp.postman import Postman, Round
from webapp.settings import Settings
from webapp.solicitations.use_cases.reminding import remind

log = structlog.get_logger(__name__)
LOOK_AGAIN_SECONDS = 10
HOUR_SECONDS = 3600.0
AFTER_FAILURE_SECONDS = 2
Job = Callable[[], Awaitable[None]]
"""All that there is to do of its kind at the moment."""


async def main(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT. A database that is down is waited for."""
    set_up_logs(settings)
    arm(settings, OF_THE_WORKER)
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    database = Database.connect(settings)
    store = make_store(settings)
    postman, wake = make_postman(settings, database, store), asyncio.Event()
    on_their_way = Round(postman, came_back=wake.set)
    async with asyncio.TaskGroup() as jobs:
        jobs.create_task(_keep_doing(settings, stop, MAILS, wake, _mails(postman, on_their_way)))
        scans = _scans(make_antivirus(settings, database, store), stop) if settings.has_scanner else _no_scans(database)
        scanning = jobs.create_task(_keep_doing(settings, stop, SCANS, asyncio.Event(), scans))
        await stop.wait()
        scanning.cancel()  # a scan may take a minute: the file is claimed again later
    await on_their_way.finish()
    await database.close()


async def _keep_doing(settings: Settings, stop: asyncio.Event, channel: str, wake: asyncio.Event, job: Job) -> None:
    """Each time that it is woken, by the channel or here, and every ten seconds. Waits for a database that is down."""
    while not stop.is_set():
        try:
            async with _listening(settings, channel, wake) as connection:
                while not (stop.is_set() or connection.is_closed()):
                    wake.clear()  # before looking: what is queued from now on wakes again
                    await job()
                    await _wait(stop, wake, seconds=LOOK_AGAIN_SECONDS)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, SQLAlchemyError) as error:
            log.warning("database or store not there, waiting", error=type(error).__name__)
            await _wait(stop, seconds=AFTER_FAILURE_SECONDS)


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


def make_antivirus(settings: Settings, database: Database, store: FileStore) -> Antivirus:
    clock, seconds = SystemClock(), settings.clamd_timeout_seconds
    return Antivirus(
        new_work=lambda: Work(database.sessions, clock),
        scanner=ClamdScanner(settings.clamd, timeout=seconds),
        store=store,
        longest=timedelta(seconds=seconds),
    )


def _mails(postman: Postman, on_their_way: Round) -> Job:
    tidy = _hourly(partial(_tidy, postman))

    async def job() -> None:
        await on_their_way.start_due()
        await tidy()

    return job


def _scans(antivirus: Antivirus, stop: asyncio.Event) -> Job:
    remove_infected = _hourly(antivirus.remove_infected)

    async def job() -> None:
        while not stop.is_set() and await antivirus.scan_due():
            pass
        await remove_infected()

    return job


def _no_scans(database: Database) -> Job:
    return _hourly(lambda: give_up_scanning(Work(database.sessions, SystemClock())))


def _hourly(job: Job) -> Job:
    """Done at once the first time, then when an hour has passed since it was done."""
    done = -HOUR_SECONDS

    async def when_due() -> None:
        nonlocal done
        if monotonic() - done >= HOUR_SECONDS:
            await job()
            done = monotonic()

    return when_due


async def _tidy(postman: Postman) -> None:
    purged = await purge(postman.new_work())
    log.info("purged", **asdict(purged))
    log.info("mails forgotten", rows=await forget_old_mails(postman.new_work()))
    idle = await tidy_drafts(postman.new_work, postman.store)
    log.info("idle drafts", **asdict(idle))
    log.info("reminded", requests=await remind(postman.new_work))
    log.info("swept", half_written=await postman.store.sweep())


async def _wait(*events: asyncio.Event, seconds: float) -> None:
    """Until one of the events, or the time has passed."""
    tasks = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


@asynccontextmanager
async def _listening(settings: Settings, channel: str, wake: asyncio.Event) -> AsyncIterator[asyncpg.Connection]:
    """`wake` is set when a transaction that told something there commits, and when this connection is lost."""
    connection = await asyncpg.connect(settings.database_url)
    connection.add_termination_listener(lambda *_: wake.set())
    await connection.add_listener(channel, lambda *_: wake.set())
    try:
        yield connection
    finally:
        await connection.close(timeout=2)
