"""A document that two applications hold: it goes with the last of them, however close together they let go of it."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of
from tests.factories.applications import LIMITS, make_applicant, make_draft, received, stored_keys
from tests.support.clock import FrozenClock
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application
from webapp.applications.served_files import served_document
from webapp.applications.use_cases.deletion import delete_draft
from webapp.applications.use_cases.duplication import duplicate_application
from webapp.applications.use_cases.pieces import add_piece, remove_piece
from webapp.applications.use_cases.retention import tidy_drafts
from webapp.core.actor import Actor
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound
from webapp.core.work import Work
from webapp.documents.models import Document


@dataclass(frozen=True, slots=True)
class Shared:
    """One document in two drafts."""

    actor: Actor
    first: Application
    second: Application
    document_id: UUID


async def share(work: Work, account: Account, store: MemoryStore) -> Shared:
    actor, first = await actor_of(work, account), await make_draft(work, account)
    document_id = await add_piece(work, actor, first.number, "statuts", await received(store), LIMITS)
    second = await duplicate_application(work, actor, first.number, key=new_id(), another=True)
    return Shared(actor, first, second, document_id)


@pytest.fixture
async def shared(work: Work, account: Account, store: MemoryStore) -> Shared:
    return await share(work, account, store)


@pytest.fixture
async def really_shared(committed: Work, passwords: Passwords, store: MemoryStore) -> Shared:
    """Committed, so that others see it."""
    return await share(committed, await make_applicant(committed, passwords), store)


async def rows(work: Work, shared: Shared) -> int:
    async with work:
        return await work.session.scalar(select(func.count()).where(Document.id == shared.document_id)) or 0


async def test_taken_out_of_one_it_stays_in_the_other(work: Work, shared: Shared, store: MemoryStore) -> None:
    for draft, left in ((shared.second, 1), (shared.first, 0)):
        await remove_piece(work, store, shared.actor, draft.number, shared.document_id)
        assert (await rows(work, shared), len(await stored_keys(store))) == (left, left)


async def test_deleted_with_one_draft_it_stays_in_the_other(work: Work, shared: Shared, store: MemoryStore) -> None:
    for draft, left in ((shared.first, 1), (shared.second, 0)):
        await delete_draft(work, store, shared.actor, draft.number)
        assert (await rows(work, shared), len(await stored_keys(store))) == (left, left)


async def test_drafts_that_end_together_leave_nothing(
    work: Work, shared: Shared, store: MemoryStore, clock: FrozenClock
) -> None:
    for days in (80, 15):
        clock.advance(timedelta(days=days))
        await tidy_drafts(lambda: work, store)
    assert (await rows(work, shared), await stored_keys(store)) == (0, [])


async def test_of_two_drafts_that_let_go_at_once_no_file_is_left(
    really_shared: Shared, committed: Work, database: Database, clock: FrozenClock, store: MemoryStore
) -> None:
    """Both have taken it out before either looks who else holds it: neither may find the other's and leave the file."""
    shared = really_shared

    async def removal(draft: Application) -> None:
        await remove_piece(Work(database.sessions, clock), store, shared.actor, draft.number, shared.document_id)

    async with Work(database.sessions, clock) as holding:
        await holding.session.execute(select(Document).where(Document.id == shared.document_id).with_for_update())
        both = [asyncio.create_task(removal(draft)) for draft in (shared.first, shared.second)]
        while await waiting(database) < 2:
            assert not any(one.done() for one in both)
    await asyncio.gather(*both)
    assert (await rows(committed, shared), await stored_keys(store)) == (0, [])


async def waiting(database: Database) -> int:
    """How many sessions wait for a row that another holds."""
    async with database.reads.connect() as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return await connection.scalar(text(query)) or 0


async def test_whoever_duplicates_while_another_lets_go_keeps_the_file(
    really_shared: Shared, committed: Work, database: Database, clock: FrozenClock, store: MemoryStore
) -> None:
    shared = really_shared
    letting_go = delete_draft(Work(database.sessions, clock), store, shared.actor, shared.second.number)
    duplicates = (
        duplicate_application(
            Work(database.sessions, clock), shared.actor, shared.first.number, key=new_id(), another=True
        )
        for _ in range(5)
    )
    await asyncio.gather(letting_go, *duplicates)
    await delete_draft(committed, store, shared.actor, shared.first.number)
    assert (await rows(committed, shared), len(await stored_keys(store))) == (1, 1)


async def test_it_is_served_under_each_application_that_holds_it_and_to_nobody_else(
    shared: Shared, stranger: Actor, reads: AsyncEngine
) -> None:
    for draft in (shared.first, shared.second):
        assert (
            await served_document(reads, shared.actor, draft.number, shared.document_id, has_scanner=False)
        ).filename
        with pytest.raises(NotFound):
            await served_document(reads, stranger, draft.number, shared.document_id, has_scanner=False)
