"""Deleting a draft: all of it goes, its files too; once, and never what was sent."""

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import actor_of, with_role
from tests.factories.applications import make_applicant, make_complete_draft, make_draft
from tests.factories.members import make_member
from tests.support.traces import actions_on, details_of
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Answer, Application, PieceDocument
from webapp.applications.use_cases.deletion import delete_draft
from webapp.core.actor import Actor, MemberRole
from webapp.core.ids import new_id
from webapp.core.refusals import Conflict, NotFound, OutOfRole
from webapp.core.work import Work


async def is_there(work: Work, draft: Application) -> bool:
    async with work:
        return await work.session.scalar(select(Application.id).where(Application.id == draft.id)) is not None


async def keys(store: MemoryStore) -> list[str]:
    return [key async for key in store.keys()]  # noqa: SIM118  (a store, not a dict)


async def test_a_deleted_draft_leaves_neither_answer_nor_file(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    draft = await make_complete_draft(work, account, store)
    assert len(await keys(store)) == 2
    await delete_draft(work, store, actor, draft.number)
    assert not await is_there(work, draft)
    assert await keys(store) == []
    async with work:
        for table in (Answer, PieceDocument):
            left = select(func.count()).select_from(table).where(table.application_id == draft.id)
            assert await work.session.scalar(left) == 0
    assert (await actions_on(work, draft.id))[-1] == "application.deleted"
    assert await details_of(work, "application.deleted", draft.id) == [
        {"number": draft.number, "structure": str(draft.structure_id)}
    ]


async def test_no_other_draft_loses_anything(
    work: Work, account: Account, actor: Actor, passwords: Passwords, store: MemoryStore
) -> None:
    gone = await make_draft(work, account)
    kept = await make_complete_draft(work, await make_applicant(work, passwords), store)
    await delete_draft(work, store, actor, gone.number)
    assert await is_there(work, kept)
    assert len(await keys(store)) == 2


async def test_deleted_twice_it_is_deleted_once_for_any_member(
    work: Work, account: Account, actor: Actor, passwords: Passwords, store: MemoryStore
) -> None:
    draft = await make_draft(work, account)
    colleague = await actor_of(work, await make_member(work, passwords, draft.structure_id))
    for who in (actor, actor, colleague):
        await delete_draft(work, store, who, draft.number, draft.id)
    assert len(await details_of(work, "application.deleted", draft.id)) == 1


async def test_nobody_else_learns_that_a_draft_was_deleted(
    work: Work, account: Account, actor: Actor, stranger: Actor, store: MemoryStore
) -> None:
    draft = await make_draft(work, account)
    await delete_draft(work, store, actor, draft.number, draft.id)
    for who, number, key in (
        (stranger, draft.number, draft.id),
        (actor, draft.number + 1, draft.id),
        (actor, draft.number, new_id()),
        (actor, draft.number, None),
    ):
        with pytest.raises(NotFound):
            await delete_draft(work, store, who, number, key)


async def test_somebody_elses_draft_is_not_found(
    work: Work, account: Account, stranger: Actor, store: MemoryStore
) -> None:
    draft = await make_draft(work, account)
    with pytest.raises(NotFound):
        await delete_draft(work, store, stranger, draft.number, draft.id)
    assert await is_there(work, draft)


async def test_a_reader_deletes_nothing(work: Work, account: Account, actor: Actor, store: MemoryStore) -> None:
    draft = await make_draft(work, account)
    with pytest.raises(OutOfRole):
        await delete_draft(work, store, with_role(actor, MemberRole.READER), draft.number)
    assert await is_there(work, draft)


async def test_what_was_sent_is_not_deleted(work: Work, actor: Actor, sent: Application, store: MemoryStore) -> None:
    before = await keys(store)
    with pytest.raises(Conflict, match="déjà transmise"):
        await delete_draft(work, store, actor, sent.number, sent.id)
    assert await is_there(work, sent)
    assert await keys(store) == before


async def test_a_file_that_cannot_be_deleted_keeps_no_draft(work: Work, account: Account, actor: Actor) -> None:
    class Stuck(MemoryStore):
        async def delete(self, key: str) -> None:
            raise PermissionError(key)

    store = Stuck()
    draft = await make_complete_draft(work, account, store)
    await delete_draft(work, store, actor, draft.number)
    assert not await is_there(work, draft)
