"""Putting documents in the slots of a draft, and taking them out."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from webapp.applications import texts
from webapp.applications.access import lock_application, require
from webapp.applications.keeping import touch
from webapp.applications.models import Application, PieceDocument
from webapp.applications.rules import Verb
from webapp.applications.use_cases.shared_documents import release
from webapp.core import french
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.ports import FileStore
from webapp.core.refusals import NotFound, Refused
from webapp.core.throttle import Limit, count
from webapp.core.work import Work
from webapp.documents.models import CHANNEL, Document
from webapp.documents.rules import first_state
from webapp.documents.use_cases import Received, discard
from webapp.schemes.revisions import load_definition

UPLOADS = Limit("upload", most=60, window=timedelta(minutes=5))


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """For one application: number of files, and all of them in bytes."""

    max_files: int
    max_total_bytes: int


async def admit_upload(work: Work, actor: Actor, number: int, piece: str) -> None:
    """Whether to receive a file at all. Raises Throttled, and what check_slot does."""
    await count(work, UPLOADS.of(actor.account_id))
    await check_slot(work, actor, number, piece)


async def check_slot(work: Work, actor: Actor, number: int, piece: str) -> Application:
    """The application, held, if this slot takes a file now. Raises NotFound, Conflict once it is sent, Refused for a
    reader.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        require(actor, Verb.FILL_IN, application)
        definition = await load_definition(work.session, application.revision_id)
        if definition.piece(piece) is None:
            raise NotFound
        return application


async def add_piece(
    work: Work,
    actor: Actor,
    number: int,
    piece: str,
    received: Received,
    limits: UploadLimits,
    *,
    has_scanner: bool = False,
) -> UUID:
    """The document's id; with a scanner, the worker is woken to have it looked at. Raises what check_slot does, and
    Refused past a limit.
    """
    async with work:
        application = await check_slot(work, actor, number, piece)
        await _require_room(work, application, received.stored.size, limits)
        touch(application, work.now)
        document = Document(
            id=new_id(),
            storage_key=received.stored.key,
            filename=received.filename,
            media_type=received.media_type,
            size=received.stored.size,
            sha256=received.stored.sha256,
            state=first_state(has_scanner=has_scanner),
            next_scan_at=work.now,
            uploaded_by=actor.account_id,
            uploaded_at=work.now,
        )
        work.session.add(document)
        await work.session.flush()
        work.session.add(PieceDocument(application_id=application.id, document_id=document.id, piece=piece))
        if has_scanner:
            await work.wake(CHANNEL)
        work.audit("piece.added", "application", application.id, piece=piece, document=str(document.id))
        return document.id


async def _require_room(work: Work, application: Application, size: int, limits: UploadLimits) -> None:
    files, total = (
        await work.session.execute(
            select(func.count(), func.coalesce(func.sum(Document.size), 0))
            .join(PieceDocument, PieceDocument.document_id == Document.id)
            .where(PieceDocument.application_id == application.id)
        )
    ).one()
    if files >= limits.max_files:
        raise Refused(texts.TOO_MANY_FILES.format(count=files))
    if total + size > limits.max_total_bytes:
        raise Refused(texts.TOO_HEAVY.format(size=french.file_size(limits.max_total_bytes)))


async def remove_piece(work: Work, store: FileStore, actor: Actor, number: int, document_id: UUID) -> tuple[str, str]:
    """The key of its slot and the file's name. Raises NotFound, Conflict.

    The file goes after the commit, unless another application holds it too.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        require(actor, Verb.FILL_IN, application)
        taken_out = delete(PieceDocument).where(
            PieceDocument.application_id == application.id,
            PieceDocument.document_id == document_id,
            Document.id == PieceDocument.document_id,
        )
        row = (await work.session.execute(taken_out.returning(PieceDocument.piece, Document.filename))).one_or_none()
        if row is None:
            raise NotFound
        touch(application, work.now)
        keys = await release(work, [document_id])
        work.audit("piece.removed", "application", application.id, piece=row.piece, document=str(document_id))
    await discard(store, keys)
    return row.piece, row.filename
