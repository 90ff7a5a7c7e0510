"""Putting documents in the slots of a draft, and taking them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, delete, select, update

from webapp.applications import texts
from webapp.applications.access import lock_application, require_filling_in
from webapp.applications.keeping import touch
from webapp.applications.models import Application, PieceDocument, Submission
from webapp.applications.use_cases.shared_documents import release
from webapp.core import french
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.ports import FileStore
from webapp.core.refusals import Conflict, NotFound, Refused
from webapp.core.throttle import Limit, count
from webapp.core.work import Work
from webapp.documents.models import CHANNEL, Document
from webapp.documents.rules import DocumentState, first_state
from webapp.documents.use_cases import Received, discard
from webapp.schemes.definition import Piece
from webapp.schemes.reopening import reopened
from webapp.schemes.revisions import load_definition

Held = Row[UUID, str, str, str, int]
UPLOADS = Limit("upload", most=60, window=timedelta(minutes=5))


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """For one application: number of files, and all of them in bytes. `has_scanner`: each is looked at."""

    max_files: int
    max_total_bytes: int
    has_scanner: bool = False


class AlreadyThere(Refused):
    """The slot holds this very file, of this name: a double click, Back, or an answer that was lost on its way."""

    def __init__(self, document_id: UUID) -> None:
        super().__init__(texts.FILE_ALREADY_THERE)
        self.document_id = document_id


async def admit_upload(work: Work, actor: Actor, number: int, piece: str) -> None:
    """Whether to receive a file at all. Raises Throttled, and what check_slot does."""
    await count(work, UPLOADS.of(actor.account_id))
    await check_slot(work, actor, number, piece)


async def check_slot(work: Work, actor: Actor, number: int, piece: str) -> tuple[Application, Piece]:
    """The application, held, if this slot takes a file now. Raises NotFound, Conflict once it is sent, Refused for a
    reader.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        require_filling_in(actor, application)
        definition = await load_definition(work.session, application.revision_id)
        slot = definition.piece(piece)
        if slot is None:
            raise NotFound
        if application.reopened and piece not in reopened(definition, frozenset(application.reopened)).pieces:
            raise Conflict(texts.PIECE_NOT_REOPENED)
        return application, slot


async def add_piece(
    work: Work,
    actor: Actor,
    number: int,
    piece: str,
    received: Received,
    limits: UploadLimits,
    *,
    instead_of: UUID | None = None,
) -> UUID:
    """The document's id; the worker is woken to have it looked at. Raises what check_slot does, AlreadyThere, and
    Refused past a limit.

    `instead_of`: a document of this slot that takes no room any more.
    """
    async with work:
        application, slot = await check_slot(work, actor, number, piece)
        held = await documents_of(work, application)
        for row in held:
            if (row.piece, row.sha256, row.filename) == (piece, received.stored.sha256, received.filename):
                raise AlreadyThere(row.id)
        require_room([row for row in held if (row.id, row.piece) != (instead_of, piece)], received.stored.size, limits)
        touch(application, work.now)
        document = new_document(work, actor, received, limits)
        work.session.add(document)
        await work.session.flush()
        work.session.add(
            PieceDocument(application_id=application.id, document_id=document.id, piece=piece, kind=slot.document or "")
        )
        if limits.has_scanner:
            await work.wake(CHANNEL)
        work.audit("piece.added", "application", application.id, piece=piece, document=str(document.id))
        return document.id


def new_document(work: Work, actor: Actor, received: Received, limits: UploadLimits) -> Document:
    """Its row, which whoever adds it joins to a slot."""
    return Document(
        id=new_id(),
        storage_key=received.stored.key,
        filename=received.filename,
        media_type=received.media_type,
        size=received.stored.size,
        sha256=received.stored.sha256,
        state=first_state(has_scanner=limits.has_scanner),
        next_scan_at=work.now,
        uploaded_by=actor.account_id,
        uploaded_at=work.now,
    )


async def documents_of(work: Work, application: Application) -> Sequence[Held]:
    """id, piece, filename, sha256 and size of each, over all slots; of an infected one nothing is left."""
    query = (
        select(Document.id, PieceDocument.piece, Document.filename, Document.sha256, Document.size)
        .join(PieceDocument, PieceDocument.document_id == Document.id)
        .where(
            PieceDocument.application_id == application.id,
            ~PieceDocument.is_taken_out,
            Document.state != DocumentState.INFECTED,
        )
    )
    return (await work.session.execute(query)).all()


class HasSize(Protocol):
    """In bytes."""

    @property
    def size(self) -> int: ...


def require_room(held: Sequence[HasSize], size: int, limits: UploadLimits) -> None:
    """For one more document of so many bytes. Raises Refused."""
    if len(held) >= limits.max_files:
        raise Refused(texts.TOO_MANY_FILES.format(count=len(held)))
    if sum(row.size for row in held) + size > limits.max_total_bytes:
        raise Refused(texts.TOO_HEAVY.format(size=french.file_size(limits.max_total_bytes)))


async def replace_piece(
    work: Work,
    actor: Actor,
    number: int,
    piece: str,
    old: UUID,
    received: Received,
    limits: UploadLimits,
) -> Sequence[str]:
    """The old document goes in the transaction that adds the new one. Raises what add_piece does but AlreadyThere.

    Keys of the store that nothing names any more: the old file's, or the new one's if the slot holds it already. What
    is in this slot no more is not missed.
    """
    async with work:
        application, _ = await check_slot(work, actor, number, piece)
        try:
            new, keys = (
                await add_piece(work, actor, number, piece, received, limits, instead_of=old),
                [],
            )
        except AlreadyThere as error:
            new, keys = error.document_id, [received.stored.key]
        taken = await _take_out(work, application, old, piece) if new != old else None
        return [*keys, *(taken.keys if taken else ())]


async def remove_piece(work: Work, store: FileStore, actor: Actor, number: int, document_id: UUID) -> tuple[str, str]:
    """The key of its slot and the file's name. Raises NotFound, Conflict.

    The file goes after the commit, unless another application holds it too.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        require_filling_in(actor, application)
        key = await work.session.scalar(select(PieceDocument.piece).where(_link(application, document_id)))
        if key is None:
            raise NotFound
        await check_slot(work, actor, number, key)
        taken = await _take_out(work, application, document_id)
        if taken is None:
            raise NotFound
    await discard(store, taken.keys)
    return taken.piece, taken.filename


@dataclass(frozen=True, slots=True)
class _TakenOut:
    """`keys`: of the store, what no application names any more."""

    piece: str
    filename: str
    keys: Sequence[str]


def _link(application: Application, document_id: UUID) -> ColumnElement[bool]:
    return and_(PieceDocument.application_id == application.id, PieceDocument.document_id == document_id)


async def _take_out(work: Work, application: Application, document_id: UUID, piece: str = "") -> _TakenOut | None:
    """None when it is not there, or not in this slot. What another application has taken up stays for it; what was
    sent stays with what was sent.
    """
    there = and_(_link(application, document_id), ~PieceDocument.is_taken_out)
    if piece:
        there = and_(there, PieceDocument.piece == piece)
    query = select(PieceDocument, Document.filename).join(Document, Document.id == PieceDocument.document_id)
    row = (await work.session.execute(query.where(there))).one_or_none()
    if row is None:
        return None
    touch(application, work.now)
    slot = row.PieceDocument.piece
    if await was_sent(work, application, document_id):
        await work.session.execute(update(PieceDocument).where(there).values(is_taken_out=True))
        keys: Sequence[str] = ()
    else:
        await work.session.execute(delete(PieceDocument).where(there))
        keys = await release(work, [document_id])
    work.audit("piece.removed", "application", application.id, piece=slot, document=str(document_id))
    return _TakenOut(slot, row.filename, keys)


async def was_sent(work: Work, application: Application, document_id: UUID) -> bool:
    """In any version of the application."""
    query = select(Submission.id).where(
        Submission.application_id == application.id,
        Submission.pieces.contains([{"document_id": str(document_id)}]),
    )
    return await work.session.scalar(query.limit(1)) is not None
