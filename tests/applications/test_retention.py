"""Drafts that nobody edits: their members are told 14 days before, and nothing goes that was not told."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.factories.accounts import actor_of
from tests.factories.applications import (
    LIMITS,
    make_applicant,
    make_complete_draft,
    make_draft,
    received,
)
from tests.factories.members import make_member
from tests.support.clock import FrozenClock
from tests.support.traces import actions_on, details_of, mails_about
from webapp.accounts.models import Account, AccountState
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.access import lock_application
from webapp.applications.models import Application
from webapp.applications.rules import ApplicationState
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.pieces import add_piece, remove_piece
from webapp.applications.use_cases.retention import BATCH, tidy_drafts
from webapp.core.actor import Actor, MemberRole
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.work import Work

DAY = timedelta(days=1)


async def row_of(work: Work, draft: Application) -> Application | None:
    async with work:
        query = select(Application).where(Application.id == draft.id).execution_options(populate_existing=True)
        found: Application | None = await work.session.scalar(query)
        return found


async def test_a_draft_is_announced_14_days_before_it_goes_and_goes_the_day_after_its_last(
    work: Work, account: Account, store: MemoryStore, clock: FrozenClock
) -> None:
    draft = await make_complete_draft(work, account, store)
    clock.advance(77 * DAY)
    await tidy_drafts(lambda: work, store)
    assert await mails_about(work, draft.id) == []

    clock.advance(DAY)
    for _ in range(2):  # every hour: told once
        await tidy_drafts(lambda: work, store)
    [mail] = await mails_about(work, draft.id)
    assert (mail.kind, mail.recipient) == ("applications/draft_ending", account.email)
    assert mail.data["last_day"] == "23 février 2027"
    assert mail.data["reference"] == draft.reference
    assert mail.data["scheme"] == "Petite aide aux associations"
    assert await details_of(work, "application.end_announced", draft.id) == [{"last_day": "2027-02-23", "told": 1}]

    clock.advance(14 * DAY)  # the last day
    await tidy_drafts(lambda: work, store)
    assert await row_of(work, draft) is not None
    clock.advance(DAY)
    await tidy_drafts(lambda: work, store)
    assert await row_of(work, draft) is None
    assert [key async for key in store.keys()] == []  # noqa: SIM118  (a store, not a dict)
    assert (await actions_on(work, draft.id))[-1] == "application.expired"


async def test_after_months_without_a_worker_it_is_announced_first(
    work: Work, account: Account, store: MemoryStore, clock: FrozenClock
) -> None:
    draft = await make_draft(work, account)
    clock.advance(400 * DAY)
    await tidy_drafts(lambda: work, store)
    clock.advance(14 * DAY)
    await tidy_drafts(lambda: work, store)
    assert await row_of(work, draft) is not None
    [mail] = await mails_about(work, draft.id)
    assert mail.data["last_day"] == "11 janvier 2028"
    clock.advance(DAY)
    await tidy_drafts(lambda: work, store)
    assert await row_of(work, draft) is None


@pytest.mark.parametrize("edit", ["an answer", "a piece added", "a piece removed"])
async def test_any_edit_after_the_announcement_begins_again(
    edit: str, work: Work, account: Account, actor: Actor, store: MemoryStore, clock: FrozenClock
) -> None:
    draft = await make_draft(work, account)
    document = await add_piece(work, actor, draft.number, "statuts", await received(store), LIMITS)
    edits: dict[str, Callable[[], Awaitable[object]]] = {
        "an answer": lambda: save_answers(work, actor, draft.number, Typed({"objet": "Autre chose"})),
        "a piece removed": lambda: remove_piece(work, store, actor, draft.number, document),
    }

    async def another_piece() -> None:
        await add_piece(work, actor, draft.number, "statuts", await received(store), LIMITS)

    edits["a piece added"] = another_piece
    clock.advance(80 * DAY)
    await tidy_drafts(lambda: work, store)
    await edits[edit]()
    clock.advance(77 * DAY)
    await tidy_drafts(lambda: work, store)
    assert len(await mails_about(work, draft.id)) == 1
    clock.advance(DAY)
    await tidy_drafts(lambda: work, store)
    assert len(await mails_about(work, draft.id)) == 2
    assert await row_of(work, draft) is not None


async def test_each_member_who_could_edit_it_is_told(
    work: Work, account: Account, passwords: Passwords, store: MemoryStore, clock: FrozenClock
) -> None:
    draft = await make_draft(work, account)
    writer = await make_member(work, passwords, draft.structure_id)
    signatory = await make_member(work, passwords, draft.structure_id, MemberRole.SIGNATORY)
    await make_member(work, passwords, draft.structure_id, MemberRole.READER)
    closed = await make_member(work, passwords, draft.structure_id)
    async with work:
        await work.session.execute(
            update(Account).where(Account.id == closed.id).values(state=AccountState.CLOSED.value)
        )
    clock.advance(80 * DAY)
    await tidy_drafts(lambda: work, store)
    told = {mail.recipient for mail in await mails_about(work, draft.id)}
    assert told == {account.email, writer.email, signatory.email}


async def test_what_was_sent_is_never_tidied_away(
    work: Work, sent: Application, store: MemoryStore, clock: FrozenClock
) -> None:
    for _ in range(3):
        clock.advance(200 * DAY)
        await tidy_drafts(lambda: work, store)
    assert await row_of(work, sent) is not None
    assert [mail.kind for mail in await mails_about(work, sent.id)] == ["applications/submitted"]


async def test_more_than_one_batch_goes_in_one_hour(
    work: Work, account: Account, store: MemoryStore, clock: FrozenClock
) -> None:
    draft = await make_draft(work, account)
    async with work:
        work.session.add_all(
            Application(
                id=new_id(),
                state=ApplicationState.DRAFT,
                revision_id=draft.revision_id,
                service_id=draft.service_id,
                structure_id=draft.structure_id,
                created_by=account.id,
                created_at=work.now,
                edited_at=work.now,
            )
            for _ in range(BATCH)
        )
    clock.advance(80 * DAY)
    await tidy_drafts(lambda: work, store)
    clock.advance(15 * DAY)
    await tidy_drafts(lambda: work, store)
    async with work:
        left = select(func.count()).where(Application.structure_id == draft.structure_id)
        assert await work.session.scalar(left) == 0


async def test_a_draft_that_somebody_holds_is_left_for_the_next_hour(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, store: MemoryStore
) -> None:
    account = await make_applicant(committed, passwords)
    draft, actor = await make_draft(committed, account), await actor_of(committed, account)
    clock.advance(80 * DAY)
    async with Work(database.sessions, clock) as saving:
        await lock_application(saving.session, actor, draft.number)
        await tidy_drafts(lambda: Work(database.sessions, clock), store)  # does not wait
    assert await mails_about(committed, draft.id) == []
    await tidy_drafts(lambda: Work(database.sessions, clock), store)
    assert len(await mails_about(committed, draft.id)) == 1
