""" "Dites-le-nous une fois": what a structure has deposited is offered to its other applications, and to no other."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, with_role
from tests.factories.applications import LIMITS, definition, make_applicant, make_draft, received
from tests.support.clock import FrozenClock
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.earlier_documents import Offers, offers_for
from webapp.applications.models import Application, PieceDocument
from webapp.applications.queries import application_page
from webapp.applications.use_cases.pieces import UploadLimits, add_piece, remove_piece
from webapp.applications.use_cases.reuse import reuse_document
from webapp.core.actor import Actor, MemberRole
from webapp.core.clock import PARIS
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.use_cases import publish

SLOT = "statuts"
SHORT = "aide-a-papiers-recents"


def _short_lived() -> SchemeDefinition:
    """The tests' own scheme, where the by-laws are good for six months."""
    scheme = definition()
    pieces = [msgspec.structs.replace(one, valid_months=6) if one.key == SLOT else one for one in scheme.pieces]
    return msgspec.structs.replace(scheme, title="Aide à papiers récents", pieces=tuple(pieces))


@dataclass
class Structure:
    """One that has deposited its by-laws with a first application, and fills in a second one."""

    work: Work
    actor: Actor
    first: Application
    second: Application
    by_laws: UUID

    async def reuses(self, document_id: UUID | None = None, *, slot: str = SLOT, limits: UploadLimits = LIMITS) -> str:
        return await reuse_document(
            self.work, self.actor, self.second.number, slot, document_id or self.by_laws, limits
        )

    async def holders(self) -> int:
        async with self.work:
            query = select(func.count()).where(PieceDocument.document_id == self.by_laws)
            return int(await self.work.session.scalar(query) or 0)

    async def offers(self, reads: AsyncEngine, clock: FrozenClock, number: int = 0) -> Offers:
        today = clock.now().astimezone(PARIS).date()
        page = await application_page(reads, self.actor, number or self.second.number, today)
        return (await offers_for(reads, self.actor, page, today)).get(SLOT, Offers())


async def _settled(work: Work, passwords: Passwords, store: MemoryStore) -> Structure:
    account = await make_applicant(work, passwords)
    await publish(work, SHORT, _short_lived())
    actor = await actor_of(work, account)
    first, second = await make_draft(work, account), await make_draft(work, account, SHORT)
    by_laws = await add_piece(work, actor, first.number, SLOT, await received(store, "statuts.pdf"), LIMITS)
    return Structure(work, actor, first, second, by_laws)


@pytest.fixture
async def structure(committed: Work, passwords: Passwords, store: MemoryStore) -> Structure:
    return await _settled(committed, passwords, store)


async def test_a_document_is_offered_with_where_it_comes_from(
    structure: Structure, reads: AsyncEngine, clock: FrozenClock
) -> None:
    [offer] = (await structure.offers(reads, clock)).good
    assert (offer.document_id, offer.filename, offer.number) == (
        structure.by_laws,
        "statuts.pdf",
        structure.first.number,
    )
    assert offer.until is not None
    assert (offer.until.year, offer.until.month) == (2027, 5)
    assert await structure.offers(reads, clock, structure.first.number) == Offers(), "not to the one that holds it"


async def test_the_same_content_is_offered_once(
    structure: Structure, reads: AsyncEngine, clock: FrozenClock, store: MemoryStore
) -> None:
    for copy in ("un.pdf", "deux.pdf"):
        file = await received(store, copy, b"%PDF-1.7 les memes statuts")
        await add_piece(structure.work, structure.actor, structure.first.number, SLOT, file, LIMITS)
    names = [offer.filename for offer in (await structure.offers(reads, clock)).good]
    assert len(names) == 2
    assert "statuts.pdf" in names


async def test_taking_it_up_twice_attaches_it_once(
    structure: Structure, reads: AsyncEngine, clock: FrozenClock, store: MemoryStore
) -> None:
    for _ in range(2):
        assert await structure.reuses() == "statuts.pdf"
    assert await structure.holders() == 2, "the first application and the second"
    assert len([key async for key in store.keys()]) == 1, "nothing is copied"  # noqa: SIM118  (a store is no dict)
    assert await structure.offers(reads, clock) == Offers()


async def test_twenty_at_once_attach_it_once(structure: Structure, database: Database, clock: FrozenClock) -> None:
    about = structure.actor, structure.second.number, SLOT, structure.by_laws, LIMITS
    names = await asyncio.gather(*(reuse_document(Work(database.sessions, clock), *about) for _ in range(20)))
    assert set(names) == {"statuts.pdf"}
    assert await structure.holders() == 2


async def test_an_expired_one_is_not_offered_and_not_taken_up(
    structure: Structure, reads: AsyncEngine, clock: FrozenClock
) -> None:
    clock.advance(timedelta(days=190))
    offers = await structure.offers(reads, clock)
    assert offers.good == ()
    assert offers.expired is not None
    assert offers.expired.filename == "statuts.pdf"
    with pytest.raises(Refused, match="était valable jusqu'au"):
        await structure.reuses()
    assert await structure.holders() == 1


async def test_another_structure_s_document_does_not_exist(
    structure: Structure, passwords: Passwords, store: MemoryStore, reads: AsyncEngine, clock: FrozenClock
) -> None:
    other = await _settled(structure.work, passwords, store)
    for unknown in (other.by_laws, new_id()):
        with pytest.raises(NotFound):
            await structure.reuses(unknown)
    with pytest.raises(NotFound):
        await reuse_document(structure.work, structure.actor, other.second.number, SLOT, structure.by_laws, LIMITS)
    assert [one.document_id for one in (await structure.offers(reads, clock)).good] == [structure.by_laws]


async def test_a_document_of_another_kind_does_not_fit(structure: Structure, store: MemoryStore) -> None:
    file = await received(store)
    budget = await add_piece(
        structure.work, structure.actor, structure.first.number, "budget_previsionnel", file, LIMITS
    )
    with pytest.raises(NotFound):
        await structure.reuses(budget)
    with pytest.raises(NotFound):
        await structure.reuses(slot="budget_previsionnel")
    with pytest.raises(NotFound):
        await structure.reuses(slot="kbis")


async def test_a_reader_takes_nothing_up(structure: Structure) -> None:
    structure.actor = with_role(structure.actor, MemberRole.READER)
    with pytest.raises(OutOfRole):
        await structure.reuses()


async def test_it_counts_like_any_other_file(structure: Structure) -> None:
    for limits in (UploadLimits(max_files=0, max_total_bytes=1_000), UploadLimits(max_files=9, max_total_bytes=3)):
        with pytest.raises(Refused):
            await structure.reuses(limits=limits)
    assert await structure.holders() == 1


async def test_what_another_application_holds_stays_when_it_is_taken_out(
    structure: Structure, store: MemoryStore
) -> None:
    await structure.reuses()
    await remove_piece(structure.work, store, structure.actor, structure.first.number, structure.by_laws)
    async with structure.work:
        assert await structure.work.session.get(Document, structure.by_laws) is not None
    await remove_piece(structure.work, store, structure.actor, structure.second.number, structure.by_laws)
    async with structure.work:
        assert await structure.work.session.get(Document, structure.by_laws) is None
    assert [key async for key in store.keys()] == []  # noqa: SIM118  (a store is no dict)


async def test_taking_it_up_and_out_at_once_leaves_no_half(
    structure: Structure, database: Database, clock: FrozenClock, store: MemoryStore
) -> None:
    """Whoever comes first: it is held and there, or gone from both."""
    taking = reuse_document(
        Work(database.sessions, clock), structure.actor, structure.second.number, SLOT, structure.by_laws, LIMITS
    )
    removing = remove_piece(
        Work(database.sessions, clock), store, structure.actor, structure.first.number, structure.by_laws
    )
    taken, removed = await asyncio.gather(taking, removing, return_exceptions=True)
    assert not isinstance(removed, BaseException)
    is_taken = taken == "statuts.pdf"
    assert is_taken or isinstance(taken, NotFound)
    assert await structure.holders() == int(is_taken)
    assert len([key async for key in store.keys()]) == int(is_taken)  # noqa: SIM118  (a store is no dict)
