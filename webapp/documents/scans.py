"""The queue of files that wait for the antivirus: rows of `document` that the worker claims, puts off and settles."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.documents.rules import AWAITED, DocumentState

FIRST_WAIT = timedelta(seconds=10)


def wait_before(attempt: int, longest: timedelta) -> timedelta:
    """10 s after the first attempt, then twice as long each time, up to the longest."""
    doublings: int = 2 ** min(attempt - 1, 20)
    return min(FIRST_WAIT * doublings, longest)


async def claim(work: Work, count: int, lease: timedelta) -> Sequence[Document]:
    """Those that are due, the longest first, for as long as the lease: two workers do not scan the same one, and one
    that is killed loses nothing.
    """
    async with work:
        due = (
            await work.session.scalars(
                select(Document)
                .where(Document.state.in_(AWAITED), Document.next_scan_at <= work.now)
                .order_by(Document.next_scan_at)
                .limit(count)
                .with_for_update(skip_locked=True)
            )
        ).all()
        for document in due:
            document.state = DocumentState.SCANNING
            document.scans += 1
            document.next_scan_at = work.now + lease
        return due


async def put_off(work: Work, document: Document, longest: timedelta) -> None:
    """No attempt is ever the last one."""
    async with work:
        later = work.now + wait_before(document.scans, longest)
        await work.session.execute(update(Document).where(_awaits(document.id)).values(next_scan_at=later))


async def settle_clean(work: Work, document_id: UUID) -> None:
    async with work:
        found = {"state": DocumentState.CLEAN, "scanned_at": work.now}
        await work.session.execute(update(Document).where(_awaits(document_id)).values(found))


async def settle_infected(work: Work, document_id: UUID, signature: str) -> Document | None:
    """The row; None when it was taken out meanwhile, or settled by another worker. Its file is the caller's to remove,
    after the commit.
    """
    async with work:
        found = {"state": DocumentState.INFECTED, "scanned_at": work.now, "signature": signature}
        settled = update(Document).where(_awaits(document_id)).values(found).returning(Document)
        document: Document | None = (await work.session.scalars(settled)).one_or_none()
        return document


async def infected_keys(work: Work) -> Sequence[str]:
    """Of the files whose verdict is less than a week old."""
    async with work:
        is_recent = Document.scanned_at > work.now - timedelta(days=7)
        query = select(Document.storage_key).where(Document.state == DocumentState.INFECTED, is_recent)
        return (await work.session.scalars(query)).all()


async def give_up_scanning(work: Work) -> None:
    """The portal has no scanner any more: what waited for it says that nobody has looked."""
    async with work:
        awaited = update(Document).where(Document.state == DocumentState.SCANNING)
        await work.session.execute(awaited.values(state=DocumentState.UNSCANNED))


def _awaits(document_id: UUID) -> ColumnElement[bool]:
    return (Document.id == document_id) & Document.state.in_(AWAITED)
