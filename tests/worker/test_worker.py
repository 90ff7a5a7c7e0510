"""The job worker as a process: woken by each commit, and on its feet again after the database threw it out."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import select, update

from tests.adapters.relay import Relay, relay
from tests.factories.applications import make_applicant, make_complete_draft, make_draft
from tests.factories.members import make_house, make_invitation
from tests.support.clock import FrozenClock
from tests.worker.conftest import PostOffice
from webapp.accounts.models import Account
from webapp.accounts.use_cases.housekeeping import PENDING_KEPT
from webapp.adapters.disk_store import DiskStore
from webapp.applications.models import Application
from webapp.core.clock import SystemClock
from webapp.core.work import Work

ROOT = Path(__file__).parents[2]
START_SECONDS = 30.0
# Less than the ten seconds after which the worker looks by itself.
WAKE_SECONDS = 7.0
OTHERS = "datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"


@pytest.fixture
def office(office: PostOffice) -> PostOffice:
    """On the clock of the worker, which is the machine's."""
    office.clock = SystemClock()
    return office


async def _until(happened: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = asyncio.get_running_loop().time() + seconds
    while not happened():
        assert asyncio.get_running_loop().time() < deadline, f"{what}: not in {seconds} s"
        await asyncio.sleep(0.02)


def _has(relay: Relay, recipient: str) -> Callable[[], bool]:
    return lambda: any(envelope.rcpt_tos == [recipient] for envelope in relay.taken)


@asynccontextmanager
async def _worker(office: PostOffice, relay: Relay) -> AsyncIterator[Process]:
    settings = office.settings
    environ = os.environ | {
        "MODE": "test",
        "DATABASE_URL": settings.database_url,
        "DATABASE_OWNER_URL": settings.database_owner_url,
        "DATA_DIR": str(settings.data_dir),
        "SMTP_PORT": str(relay.port),
        "LOG_LEVEL": "error",
    }
    command = ("-m", "webapp", "worker", "--parent", str(os.getpid()))
    process = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT, env=environ)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def _awake(office: PostOffice) -> AsyncIterator[tuple[Process, Relay]]:
    """A worker that has just sent its first mail, and has ten seconds to wait."""
    first = await office.queue()
    async with relay() as taking, _worker(office, taking) as process:
        await _until(_has(taking, first.recipient), START_SECONDS, "the mail that waited for the worker")
        yield process, taking


async def _throw_out(office: PostOffice, condition: str = "true") -> int:
    connection = await asyncpg.connect(office.settings.database_url)
    rows = await connection.fetch(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OTHERS} AND {condition}"  # noqa: S608
    )
    await connection.close()
    return len(rows)


async def test_a_commit_wakes_the_worker(office: PostOffice) -> None:
    async with _awake(office) as (_, taking):
        queued = await office.queue()
        await _until(_has(taking, queued.recipient), WAKE_SECONDS, "the mail that woke the worker")


async def test_it_makes_the_link_of_an_invitation(office: PostOffice) -> None:
    """In a process of its own, which knows only the tables that it imports itself."""
    house = await make_house(office.work(), office.passwords)
    await make_invitation(office.work(), house.owner, house.structure.id, "amina@exemple.fr")
    async with relay() as taking, _worker(office, taking):
        await _until(_has(taking, "amina@exemple.fr"), START_SECONDS, "the invitation")


async def test_asked_to_stop_the_worker_ends_well(office: PostOffice) -> None:
    async with _awake(office) as (process, _):
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(WAKE_SECONDS):
            assert await process.wait() == 0


async def test_the_worker_listens_again_after_its_connections_were_cut(office: PostOffice) -> None:
    async with _awake(office) as (process, taking):
        for _ in range(2):
            assert await _throw_out(office) >= 1
            # The first mail may find it reconnecting; the second one has to wake it.
            for _ in range(2):
                queued = await office.queue()
                await _until(_has(taking, queued.recipient), WAKE_SECONDS, "the mail after the cut")
        assert process.returncode is None


async def test_the_worker_survives_a_cut_in_the_middle_of_a_statement(office: PostOffice) -> None:
    queued = await office.queue()
    owner = await asyncpg.connect(office.settings.database_owner_url)
    async with relay() as taking, _worker(office, taking) as process:
        lock = owner.transaction()
        await lock.start()
        await owner.execute("LOCK TABLE mail_outbox IN ACCESS EXCLUSIVE MODE")
        async with asyncio.timeout(START_SECONDS):
            while not await _throw_out(office, "wait_event_type = 'Lock'"):
                pass
        await lock.rollback()
        await _until(_has(taking, queued.recipient), WAKE_SECONDS, "the mail after the cut")
        assert process.returncode is None
    await owner.close()


async def test_it_tells_of_drafts_that_end_and_deletes_those_that_were_told_of(office: PostOffice) -> None:
    then = Work(office.database.sessions, FrozenClock())  # when the campaign was open
    account = await make_applicant(then, office.passwords)
    store = DiskStore(office.settings.files_dir)
    draft = await make_complete_draft(then, account, store)
    other = await make_applicant(then, office.passwords)
    ending = await make_draft(then, other)
    async with office.work() as work:
        idle, told = work.now - timedelta(days=100), work.now - timedelta(days=20)
        for row, announced_at in ((draft, told), (ending, None)):
            values = {"edited_at": idle, "end_announced_at": announced_at}
            await work.session.execute(update(Application).where(Application.id == row.id).values(values))

    async with relay() as taking, _worker(office, taking):
        await _until(_has(taking, other.email), START_SECONDS, "the mail about the draft that ends")
        deadline = asyncio.get_running_loop().time() + WAKE_SECONDS
        while [key async for key in store.keys()]:  # noqa: SIM118  (a store, not a dict)
            assert asyncio.get_running_loop().time() < deadline
            await asyncio.sleep(0.05)
    async with office.work() as work:
        assert list(await work.session.scalars(select(Application.id))) == [ending.id]


async def test_it_tidies_away_accounts_that_nobody_activated(office: PostOffice) -> None:
    old, new = await office.account(), await office.account()
    async with office.work() as work:
        await work.session.execute(
            update(Account).where(Account.id == old.id).values(created_at=work.now - PENDING_KEPT)
        )

    async def left() -> set[UUID]:
        async with office.work() as work:
            return set(await work.session.scalars(select(Account.id)))

    async with relay() as taking, _worker(office, taking):
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        while await left() != {new.id}:
            assert asyncio.get_running_loop().time() < deadline
            await asyncio.sleep(0.05)
