"""Documents in the slots of a draft: within its limits, by its writers, until it is sent."""

import asyncio

import pytest
from sqlalchemy import select

from tests.factories.accounts import actor_of, with_role
from tests.factories.applications import LIMITS, make_applicant, make_draft, make_submitted, received
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications import texts
from webapp.applications.models import Application, PieceDocument
from webapp.applications.use_cases.pieces import (
    AlreadyThere,
    UploadLimits,
    add_piece,
    check_slot,
    remove_piece,
    replace_piece,
)
from webapp.core.actor import Actor, MemberRole
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.refusals import Conflict, NotFound, Refused
from webapp.core.work import Work
from webapp.documents.models import Document

BUDGET = "budget_previsionnel"


async def _pieces(work: Work, application: Application) -> list[str]:
    async with work:
        return list(
            await work.session.scalars(
                select(PieceDocument.piece).where(PieceDocument.application_id == application.id)
            )
        )


async def test_a_document_goes_into_its_slot(work: Work, account: Account, actor: Actor, store: MemoryStore) -> None:
    draft, file = await make_draft(work, account), await received(store, "budget 2027.pdf", b"%PDF-1.7 x")
    id_ = await add_piece(work, actor, draft.number, BUDGET, file, LIMITS)
    async with work:
        document = await work.session.get_one(Document, id_)
    assert (document.filename, document.media_type, document.size) == ("budget 2027.pdf", "application/pdf", 10)
    assert (document.storage_key, document.sha256) == (file.stored.key, file.stored.sha256)
    assert (document.uploaded_by, document.uploaded_at, document.state) == (
        actor.account_id,
        MONDAY_MORNING,
        "unscanned",
    )
    assert await _pieces(work, draft) == [BUDGET]


async def test_a_slot_takes_several_documents(work: Work, account: Account, actor: Actor, store: MemoryStore) -> None:
    draft = await make_draft(work, account)
    for _ in range(3):
        await add_piece(work, actor, draft.number, BUDGET, await received(store), LIMITS)
    assert await _pieces(work, draft) == [BUDGET] * 3


async def test_the_number_of_files_is_limited_over_all_slots(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    draft, limits = await make_draft(work, account), UploadLimits(max_files=2, max_total_bytes=1000)
    for piece in (BUDGET, "statuts"):
        await add_piece(work, actor, draft.number, piece, await received(store), limits)
    with pytest.raises(Refused, match="déjà 2 fichiers"):
        await add_piece(work, actor, draft.number, BUDGET, await received(store), limits)
    assert len(await _pieces(work, draft)) == 2


async def test_the_bytes_of_all_files_are_limited_the_last_one_included(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    draft, limits = await make_draft(work, account), UploadLimits(max_files=9, max_total_bytes=2000)
    await add_piece(work, actor, draft.number, BUDGET, await received(store, content=b"x" * 1500), limits)
    with pytest.raises(Refused, match="2\u00a0Ko en tout"):
        await add_piece(work, actor, draft.number, BUDGET, await received(store, content=b"x" * 501), limits)
    await add_piece(work, actor, draft.number, BUDGET, await received(store, content=b"x" * 500), limits)
    assert len(await _pieces(work, draft)) == 2


async def test_uploads_at_the_same_time_do_not_pass_the_limit_together(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, store: MemoryStore
) -> None:
    account = await make_applicant(committed, passwords)
    actor, draft = await actor_of(committed, account), await make_draft(committed, account)
    limits = UploadLimits(max_files=3, max_total_bytes=1000)
    files = [await received(store) for _ in range(8)]
    outcomes = await asyncio.gather(
        *(add_piece(Work(database.sessions, clock), actor, draft.number, BUDGET, file, limits) for file in files),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 5
    assert len(await _pieces(committed, draft)) == 3


async def test_a_slot_that_the_scheme_does_not_have_is_not_found(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    draft = await make_draft(work, account)
    with pytest.raises(NotFound):
        await check_slot(work, actor, draft.number, "kbis")
    with pytest.raises(NotFound):
        await add_piece(work, actor, draft.number, "kbis", await received(store), LIMITS)
    assert await _pieces(work, draft) == []


async def test_somebody_elses_draft_is_not_found(
    work: Work, account: Account, actor: Actor, stranger: Actor, store: MemoryStore
) -> None:
    draft = await make_draft(work, account)
    document = await add_piece(work, actor, draft.number, BUDGET, await received(store), LIMITS)
    with pytest.raises(NotFound):
        await check_slot(work, stranger, draft.number, BUDGET)
    with pytest.raises(NotFound):
        await add_piece(work, stranger, draft.number, BUDGET, await received(store), LIMITS)
    with pytest.raises(NotFound):
        await remove_piece(work, store, stranger, draft.number, document)
    assert await _pieces(work, draft) == [BUDGET]


async def test_a_reader_adds_and_removes_nothing(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    draft, reader = await make_draft(work, account), with_role(actor, MemberRole.READER)
    document = await add_piece(work, actor, draft.number, BUDGET, await received(store), LIMITS)
    with pytest.raises(Refused, match="lire"):
        await add_piece(work, reader, draft.number, BUDGET, await received(store), LIMITS)
    with pytest.raises(Refused, match="lire"):
        await remove_piece(work, store, reader, draft.number, document)


async def test_a_document_that_is_taken_out_is_gone(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    draft = await make_draft(work, account)
    file = await received(store)
    document = await add_piece(work, actor, draft.number, BUDGET, file, LIMITS)
    assert await remove_piece(work, store, actor, draft.number, document) == (BUDGET, file.filename)
    assert await _pieces(work, draft) == []
    async with work:
        assert await work.session.scalar(select(Document.id).where(Document.id == document)) is None
    with pytest.raises(NotFound):
        await remove_piece(work, store, actor, draft.number, document)


async def _keys(store: MemoryStore) -> list[str]:
    return [key async for key in store.keys()]  # noqa: SIM118  (a store, not a dict)


async def test_a_file_that_is_taken_out_leaves_the_store_and_no_other(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    """What a person removes is not kept, and twenty files added and removed for ever do not fill the disk."""
    draft = await make_draft(work, account)
    kept, gone = await received(store), await received(store)
    await add_piece(work, actor, draft.number, BUDGET, kept, LIMITS)
    document = await add_piece(work, actor, draft.number, BUDGET, gone, LIMITS)
    assert len(await _keys(store)) == 2
    await remove_piece(work, store, actor, draft.number, document)
    assert await _keys(store) == [kept.stored.key]


async def test_a_file_that_cannot_be_deleted_loses_nothing(work: Work, account: Account, actor: Actor) -> None:
    class Stuck(MemoryStore):
        async def delete(self, key: str) -> None:
            raise PermissionError(key)

    store, draft = Stuck(), await make_draft(work, account)
    document = await add_piece(work, actor, draft.number, BUDGET, await received(store), LIMITS)
    assert await remove_piece(work, store, actor, draft.number, document) == (BUDGET, "budget-2027.pdf")
    assert await _pieces(work, draft) == []
    assert len(await _keys(store)) == 1


async def test_a_document_is_taken_out_of_its_own_application_only(
    work: Work, account: Account, actor: Actor, stranger: Actor, passwords: Passwords, store: MemoryStore
) -> None:
    draft = await make_draft(work, account)
    other = await make_applicant(work, passwords)
    theirs = await make_draft(work, other)
    document = await add_piece(work, await actor_of(work, other), theirs.number, BUDGET, await received(store), LIMITS)
    for unknown in (document, new_id()):
        with pytest.raises(NotFound):
            await remove_piece(work, store, actor, draft.number, unknown)
    assert await _pieces(work, theirs) == [BUDGET]


async def test_nothing_is_added_nor_removed_once_the_application_is_sent(
    work: Work, account: Account, actor: Actor, store: MemoryStore, renderer: TypstRenderer
) -> None:
    sent = await make_submitted(work, account, store, renderer)
    before = await _pieces(work, sent)
    async with work:
        document = await work.session.scalar(
            select(PieceDocument.document_id).where(PieceDocument.application_id == sent.id).limit(1)
        )
    assert document is not None
    with pytest.raises(Conflict) as refused:
        await add_piece(work, actor, sent.number, BUDGET, await received(store), LIMITS)
    assert refused.value.reason == texts.ALREADY_SENT
    with pytest.raises(Conflict):
        await remove_piece(work, store, actor, sent.number, document)
    assert await _pieces(work, sent) == before


async def test_the_same_file_sent_again_is_there_once(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    """A double click, Back, an answer that was lost: the same name and content in the same slot."""
    draft, content = await make_draft(work, account), b"%PDF-1.7 la meme"
    first = await add_piece(work, actor, draft.number, BUDGET, await received(store, "a.pdf", content), LIMITS)
    with pytest.raises(AlreadyThere) as there:
        await add_piece(work, actor, draft.number, BUDGET, await received(store, "a.pdf", content), LIMITS)
    assert there.value.document_id == first
    for name, slot in (("b.pdf", BUDGET), ("a.pdf", "statuts")):
        await add_piece(work, actor, draft.number, slot, await received(store, name, content), LIMITS)
    assert sorted(await _pieces(work, draft)) == [BUDGET, BUDGET, "statuts"]


async def test_a_document_that_replaces_another_comes_as_it_goes(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    draft, full = await make_draft(work, account), UploadLimits(max_files=1, max_total_bytes=1_000)
    file = await received(store, "ancien.pdf")
    old = await add_piece(work, actor, draft.number, BUDGET, file, full)
    new = await received(store, "nouveau.pdf")
    for gone in ([file.stored.key], [new.stored.key]):  # asked again, the file that came again is in excess
        assert await replace_piece(work, actor, draft.number, BUDGET, old, new, full) == gone
    assert await _pieces(work, draft) == [BUDGET]


async def test_only_a_document_of_the_slot_is_replaced(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    draft = await make_draft(work, account)
    other = await add_piece(work, actor, draft.number, "statuts", await received(store), LIMITS)
    for unknown in (other, new_id()):
        assert await replace_piece(work, actor, draft.number, BUDGET, unknown, await received(store), LIMITS) == []
    assert sorted(await _pieces(work, draft)) == [BUDGET, BUDGET, "statuts"]


async def test_what_finds_no_room_replaces_nothing(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    draft, limits = await make_draft(work, account), UploadLimits(max_files=9, max_total_bytes=50)
    old = await add_piece(work, actor, draft.number, BUDGET, await received(store, content=b"x" * 40), limits)
    with pytest.raises(Refused, match="50\u00a0octets en tout"):
        await replace_piece(work, actor, draft.number, BUDGET, old, await received(store, content=b"x" * 51), limits)
    async with work:
        assert await work.session.get(Document, old) is not None
