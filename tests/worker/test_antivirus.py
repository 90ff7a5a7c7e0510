"""What becomes of a file that waits for the antivirus: clean, infected, or waiting still, whatever the scanner does."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update

from tests.factories.accounts import actor_of
from tests.factories.applications import LIMITS, SWORN, make_applicant, make_complete_draft, make_draft, press, received
from tests.support.clamd import EICAR, SIGNATURE, running_clamd
from tests.support.clock import FrozenClock
from tests.worker.conftest import PostOffice
from webapp.accounts.models import Account
from webapp.adapters.clamd import ClamdScanner
from webapp.adapters.memory_scanner import MemoryScanner
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.antivirus import BATCH, LONGEST_WHEN_REFUSED, LONGEST_WHILE_AWAY, Antivirus
from webapp.applications.models import Application, PieceDocument
from webapp.applications.queries import application_page
from webapp.applications.ready import Incomplete
from webapp.applications.use_cases.pieces import add_piece, remove_piece
from webapp.applications.use_cases.submission import submit_application
from webapp.core.audit import AuditEvent
from webapp.core.ids import new_id
from webapp.core.mail import OutboxMail
from webapp.core.ports import Scanner
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState
from webapp.documents.scans import give_up_scanning

BUDGET = "budget_previsionnel"
LONGEST = timedelta(seconds=60)
SOUND = b"%PDF-1.7 sain"


@pytest.fixture
def clock(office: PostOffice) -> FrozenClock:
    assert isinstance(office.clock, FrozenClock)
    return office.clock


@pytest.fixture
def scanner() -> MemoryScanner:
    return MemoryScanner({EICAR: SIGNATURE}, limit=1000)


@pytest.fixture
async def account(office: PostOffice) -> Account:
    return await make_applicant(office.work(), office.passwords)


@pytest.fixture
async def draft(office: PostOffice, account: Account) -> Application:
    return await make_draft(office.work(), account)


def antivirus(office: PostOffice, scanner: Scanner) -> Antivirus:
    return Antivirus(office.work, scanner, office.store, LONGEST)


async def scan_all(office: PostOffice, scanner: Scanner) -> None:
    while await antivirus(office, scanner).scan_due():
        pass


async def add(office: PostOffice, account: Account, draft: Application, content: bytes = SOUND, name: str = "") -> UUID:
    actor = await actor_of(office.work(), account)
    file = await received(office.store, name or f"{new_id().hex}.pdf", content)  # the same twice would be one
    return await add_piece(office.work(), actor, draft.number, BUDGET, file, replace(LIMITS, has_scanner=True))


async def row(office: PostOffice, document_id: UUID) -> Document:
    async with office.work() as work:
        return await work.session.get_one(Document, document_id)


async def mails_of(office: PostOffice, kind: str = "applications/infected_piece") -> list[OutboxMail]:
    async with office.work() as work:
        return list(await work.session.scalars(select(OutboxMail).where(OutboxMail.kind == kind)))


async def chunks_of(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def keys(office: PostOffice) -> list[str]:
    return [key async for key in office.store.keys()]  # noqa: SIM118  (a store, not a dict)


async def test_a_file_waits_for_the_scanner_then_is_clean(
    office: PostOffice, account: Account, draft: Application, scanner: MemoryScanner
) -> None:
    id_ = await add(office, account, draft)
    assert (await row(office, id_)).state == DocumentState.SCANNING
    await scan_all(office, scanner)
    document = await row(office, id_)
    assert (document.state, document.scanned_at, document.scans) == (DocumentState.CLEAN, office.clock.now(), 1)
    assert await keys(office) == [document.storage_key]
    assert await antivirus(office, scanner).scan_due() == 0


async def test_an_infected_file_is_removed_its_slot_is_empty_and_its_owner_is_told(
    office: PostOffice, account: Account, draft: Application, scanner: MemoryScanner
) -> None:
    id_, sound = await add(office, account, draft, EICAR, "budget-2027.pdf"), await add(office, account, draft)
    await scan_all(office, scanner)
    document = await row(office, id_)
    assert (document.state, document.signature) == (DocumentState.INFECTED, SIGNATURE)
    assert await keys(office) == [(await row(office, sound)).storage_key]
    [mail] = await mails_of(office)
    assert (mail.recipient, mail.data["filename"], mail.data["piece"]) == (
        *(account.email, "budget-2027.pdf"),
        "Budget prévisionnel de la structure",
    )
    assert mail.data["page"] == f"/demandes/{draft.reference}/pieces"
    async with office.work() as work:
        [event] = await work.session.scalars(select(AuditEvent).where(AuditEvent.action == "piece.infected"))
    assert (event.object_id, event.details["signature"], event.details["document"]) == (
        *(str(draft.id), SIGNATURE),
        str(id_),
    )


async def test_an_infected_file_does_not_count_as_deposited(office: PostOffice, account: Account) -> None:
    draft = await make_complete_draft(office.work(), account, office.store)
    actor = await actor_of(office.work(), account)
    async with office.work() as work:
        only = await work.session.scalar(
            select(PieceDocument.document_id).where(
                PieceDocument.application_id == draft.id, PieceDocument.piece == BUDGET
            )
        )
    assert only is not None
    await _only_due(office, only)
    await scan_all(office, MemoryScanner({b"%PDF": SIGNATURE}))
    page = await application_page(office.database.reads, actor, draft.number, office.clock.now().date())
    assert [item.anchor for item in page.missing] == [f"piece-{BUDGET}"]
    with pytest.raises(Incomplete):
        await submit_application(office.work(), actor, draft.number, SWORN, press(office.store, TypstRenderer()))
    await add(office, account, draft)
    await submit_application(office.work(), actor, draft.number, SWORN, press(office.store, TypstRenderer()))


async def _only_due(office: PostOffice, document_id: UUID) -> None:
    async with office.work() as work:
        await work.session.execute(
            update(Document).where(Document.id != document_id).values(next_scan_at=work.now + timedelta(days=1))
        )


async def test_an_application_may_be_sent_meanwhile_and_its_infection_is_told(
    office: PostOffice, account: Account, scanner: MemoryScanner
) -> None:
    draft = await make_complete_draft(office.work(), account, office.store)
    actor = await actor_of(office.work(), account)
    infected = await add(office, account, draft, EICAR)
    sent = await submit_application(office.work(), actor, draft.number, SWORN, press(office.store, TypstRenderer()))
    await scan_all(office, scanner)
    assert (await row(office, infected)).state == DocumentState.INFECTED
    [mail] = await mails_of(office)
    assert (mail.data["is_sent"], mail.data["page"]) == (True, f"/demandes/{sent.reference}")
    async with office.work() as work:
        assert (await work.session.get_one(Application, sent.id)).state == "submitted"


async def test_while_the_scanner_is_away_files_wait_and_it_catches_up_when_it_is_back(
    office: PostOffice, account: Account, draft: Application, scanner: MemoryScanner, clock: FrozenClock
) -> None:
    ids = [await add(office, account, draft) for _ in range(BATCH + 1)]
    scanner.is_down = True
    assert await antivirus(office, scanner).scan_due() == 0, "the next batch would find nobody either"
    for _ in range(30):
        clock.advance(LONGEST_WHILE_AWAY)
        await scan_all(office, scanner)
    assert {(await row(office, id_)).state for id_ in ids} == {DocumentState.SCANNING}
    scanner.is_down = False
    clock.advance(LONGEST_WHILE_AWAY)
    await scan_all(office, scanner)
    assert {(await row(office, id_)).state for id_ in ids} == {DocumentState.CLEAN}
    assert await mails_of(office) == []


async def test_a_file_that_the_scanner_does_not_take_is_never_clean(
    office: PostOffice, account: Account, draft: Application, scanner: MemoryScanner, clock: FrozenClock
) -> None:
    large, small = await add(office, account, draft, bytes(1001)), await add(office, account, draft)
    await scan_all(office, scanner)
    assert (await row(office, large)).state == DocumentState.SCANNING
    assert (await row(office, small)).state == DocumentState.CLEAN
    clock.advance(LONGEST_WHEN_REFUSED)
    await scan_all(office, MemoryScanner())
    assert (await row(office, large)).state == DocumentState.CLEAN


@pytest.mark.parametrize("content", [b"", b"autre chose"])
async def test_a_file_that_is_not_what_was_uploaded_has_no_verdict(
    office: PostOffice, account: Account, draft: Application, scanner: MemoryScanner, content: bytes
) -> None:
    id_ = await add(office, account, draft, EICAR)
    key = (await row(office, id_)).storage_key
    if content:
        await office.store.put(key, chunks_of(content))
    else:
        await office.store.delete(key)
    await scan_all(office, scanner)
    assert (await row(office, id_)).state == DocumentState.SCANNING


async def test_several_workers_share_twenty_files_and_tell_once(
    office: PostOffice, account: Account, draft: Application
) -> None:
    seen: list[bytes] = []

    class Noting(MemoryScanner):
        async def scan(self, chunks: AsyncIterable[bytes]) -> str:
            found = await super().scan(chunks)
            seen.append(found.encode())
            return found

    scanner = Noting({EICAR: SIGNATURE})
    for number in range(20):
        await add(office, account, draft, EICAR if number % 4 == 0 else SOUND)
    await asyncio.gather(*(scan_all(office, scanner) for _ in range(3)))
    assert len(seen) == 20
    assert len(await mails_of(office)) == 5
    assert len(await keys(office)) == 15


async def test_a_worker_that_died_while_scanning_leaves_its_file_to_the_others(
    office: PostOffice, account: Account, draft: Application, scanner: MemoryScanner, clock: FrozenClock
) -> None:
    id_ = await add(office, account, draft)

    class Dying(MemoryScanner):
        async def scan(self, chunks: AsyncIterable[bytes]) -> str:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await antivirus(office, Dying()).scan_due()
    assert await antivirus(office, scanner).scan_due() == 0, "it may be at work still"
    clock.advance(LONGEST + timedelta(seconds=11))
    await scan_all(office, scanner)
    assert (await row(office, id_)).state == DocumentState.CLEAN


async def test_a_file_that_is_taken_out_while_it_is_scanned_is_told_to_nobody(
    office: PostOffice, account: Account, draft: Application
) -> None:
    id_, actor = await add(office, account, draft, EICAR), await actor_of(office.work(), account)

    class Slow(MemoryScanner):
        async def scan(self, chunks: AsyncIterable[bytes]) -> str:
            found = await super().scan(chunks)
            await remove_piece(office.work(), office.store, actor, draft.number, id_)
            return found

    await scan_all(office, Slow({EICAR: SIGNATURE}))
    assert await mails_of(office) == []
    assert await keys(office) == []


async def test_bytes_that_a_killed_worker_left_are_removed_later(
    office: PostOffice, account: Account, draft: Application, scanner: MemoryScanner
) -> None:
    class Stuck(MemoryStore):
        is_stuck = True

        async def delete(self, key: str) -> None:
            if self.is_stuck:
                raise PermissionError(key)
            await super().delete(key)

    office.store = stuck = Stuck()
    await add(office, account, draft, EICAR)
    await scan_all(office, scanner)
    assert len(await keys(office)) == 1
    stuck.is_stuck = False
    await antivirus(office, scanner).remove_infected()
    assert await keys(office) == []


async def test_files_of_the_time_before_the_scanner_are_scanned_too_and_back(
    office: PostOffice, account: Account, draft: Application, scanner: MemoryScanner
) -> None:
    actor, file = await actor_of(office.work(), account), await received(office.store)
    id_ = await add_piece(office.work(), actor, draft.number, BUDGET, file, LIMITS)
    assert (await row(office, id_)).state == DocumentState.UNSCANNED
    waiting = await add(office, account, draft)
    await give_up_scanning(office.work())
    assert (await row(office, waiting)).state == DocumentState.UNSCANNED
    await scan_all(office, scanner)
    assert {(await row(office, one)).state for one in (id_, waiting)} == {DocumentState.CLEAN}


async def test_a_real_clamd_that_dies_and_comes_back(
    office: PostOffice, account: Account, draft: Application, tmp_path: Path, clock: FrozenClock
) -> None:
    with running_clamd(_folder(tmp_path)) as clamd:
        scanner = ClamdScanner(clamd.path, timeout=60)
        ids = [await add(office, account, draft, EICAR if number == 7 else SOUND) for number in range(20)]
        clamd.kill()
        await scan_all(office, scanner)
        assert {(await row(office, id_)).state for id_ in ids} == {DocumentState.SCANNING}
        clamd.start()
        clock.advance(LONGEST_WHILE_AWAY)
        await scan_all(office, scanner)
    states = [(await row(office, id_)).state for id_ in ids]
    assert states == ["infected" if number == 7 else "clean" for number in range(20)]


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "clamd"
    folder.mkdir()
    return folder
