"""One file of an application: what its slot shows of it, and what a download needs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.access import visible_to
from webapp.applications.models import Application, PieceDocument, Submission
from webapp.applications.queries import FILE, PieceFile
from webapp.core.actor import Actor
from webapp.core.refusals import Denied, NotFound
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState, denial


@dataclass(frozen=True, slots=True)
class ServedFile:
    """What a download needs. `denied`: why its bytes are not given to who asks."""

    storage_key: str
    filename: str
    media_type: str
    size: int
    denied: Denied | None


SERVED = select(
    Document.storage_key,
    Document.filename,
    Document.media_type,
    Document.size,
    Document.state,
    Document.signature,
    Document.uploaded_by,
)


async def served_document(
    reads: AsyncEngine, actor: Actor, number: int, document_id: UUID, *, has_scanner: bool
) -> ServedFile:
    """A document under its application. Raises NotFound, for an agent also of what is not sent (yet)."""
    query = (
        SERVED.join(PieceDocument, PieceDocument.document_id == Document.id)
        .join(Application, Application.id == PieceDocument.application_id)
        .where(Application.number == number, Document.id == document_id, visible_to(actor))
    )
    if actor.is_agent:
        query = query.where(_was_sent())
    return await served(reads, actor, query, has_scanner=has_scanner)


async def served(reads: AsyncEngine, actor: Actor, query: Select[*tuple[Any, ...]], *, has_scanner: bool) -> ServedFile:
    """`query`: SERVED, narrowed to one file that the actor may know of. Raises NotFound where it finds none."""
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    is_own = row.uploaded_by == actor.account_id
    denied = denial(DocumentState(row.state), row.signature, is_own=is_own, has_scanner=has_scanner)
    return ServedFile(row.storage_key, row.filename, row.media_type, row.size, denied)


def _was_sent() -> ColumnElement[bool]:
    """In any version; of an application that was sent before versions were kept, whatever it holds."""
    versions = select(Submission.id).where(Submission.application_id == Application.id)
    named = func.jsonb_build_array(func.jsonb_build_object("document_id", cast(Document.id, Text)))
    return or_(versions.where(Submission.pieces.op("@>")(named)).exists(), ~versions.exists())


async def piece_file(reads: AsyncEngine, actor: Actor, number: int, document_id: UUID) -> PieceFile:
    """One file of an application, as its slot shows it. Raises NotFound."""
    query = FILE.join(Application, Application.id == PieceDocument.application_id).where(
        Application.number == number, Document.id == document_id, visible_to(actor)
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    return PieceFile(*row)
