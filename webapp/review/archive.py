"""Tout télécharger: an application's receipt, its summary and its clean files in one archive, made as it goes out."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.access import visible_to
from webapp.applications.models import Application, PieceDocument
from webapp.applications.queries import FILE, ApplicationPage, PieceFile
from webapp.applications.receipts import ReceiptPage
from webapp.core.actor import Actor
from webapp.core.ports import FileMissing, FileStore
from webapp.core.refusals import Denied
from webapp.core.zip_names import Names, safe_name
from webapp.core.zipped import ZipEntry
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState, denial
from webapp.review import texts


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the store on its way into the archive. `denied`: why it is left out."""

    piece: str
    """Its slot, in words; a paper of the portal has none."""
    filename: str
    path: str
    key: str
    size: int
    at: datetime
    denied: Denied | None = None


async def stored_pieces(
    reads: AsyncEngine, actor: Actor, application: ApplicationPage, *, has_scanner: bool
) -> Sequence[Kept]:
    """Files of the slots that the form asks for, in its order, each slot a folder."""
    query = (
        FILE.add_columns(Document.storage_key)
        .join(Application, Application.id == PieceDocument.application_id)
        .where(
            Application.number == application.card.number,
            Document.id.in_([file.document_id for file in application.files]),
            visible_to(actor),
        )
        .order_by(Document.id)
    )
    async with reads.connect() as connection:
        stored = [(PieceFile(*row[:-1]), row.storage_key) for row in await connection.execute(query)]
    return list(_in_folders(application, stored, has_scanner=has_scanner))


def _in_folders(
    application: ApplicationPage, stored: Sequence[tuple[PieceFile, str]], *, has_scanner: bool
) -> Iterator[Kept]:
    names = Names()
    for number, piece in enumerate(application.form.pieces, 1):
        folder = f"{number:02d} {safe_name(piece.label)}"
        for file, key in stored:
            if file.piece == piece.key:
                path = names.once(folder, safe_name(file.filename))
                state = DocumentState(file.state)
                denied = denial(state, file.signature, is_own=False, has_scanner=has_scanner)
                yield Kept(piece.label, file.filename, path, key, file.size, file.uploaded_at, denied)


async def archived(
    store: FileStore, reference: str, receipt: ReceiptPage, summary: bytes, pieces: Sequence[Kept], at: datetime
) -> AsyncIterator[ZipEntry]:
    """The receipt first: a store that is away is found before anything has gone out. `summary`: the PDF.

    What is not clean, or gone from the store, is listed with its reason in a text at the end. Raises StoreUnavailable.
    """
    missing: list[str] = []
    paper = f"accuse-de-reception-{reference}.pdf"
    for kept in (Kept("", paper, paper, receipt.storage_key, receipt.size, receipt.issued_at), *pieces):
        reason = kept.denied.reason if kept.denied else ""
        if not reason:
            chunks = store.read(kept.key)
            try:
                first = await anext(chunks, b"")
            except FileMissing:
                reason = texts.ARCHIVE_GONE
            else:
                yield ZipEntry(kept.path, kept.at, kept.size, _joined(first, chunks))
        if reason:
            place = kept.piece or reference
            missing.append(texts.ARCHIVE_LINE.format(piece=place, filename=kept.filename, reason=reason))
    yield _whole(f"demande-{reference}.pdf", at, summary)
    if missing:
        lines = [texts.ARCHIVE_LEFT_OUT_HEAD.format(reference=reference), "", *missing, ""]
        yield _whole(texts.ARCHIVE_LEFT_OUT, at, "\r\n".join(lines).encode("utf-8-sig"))


def _whole(name: str, at: datetime, content: bytes) -> ZipEntry:
    async def chunks() -> AsyncIterator[bytes]:
        yield content

    return ZipEntry(name, at, len(content), chunks())


async def _joined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk
