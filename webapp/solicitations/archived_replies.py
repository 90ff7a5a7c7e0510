"""What came as replies, for the archive of an application: each reply that was sent is a folder."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.zip_names import Names, safe_name
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState, denial
from webapp.review.archive import Kept
from webapp.solicitations import texts
from webapp.solicitations.access import seen_by
from webapp.solicitations.models import ReplyDocument, Solicitation, SolicitationItem


async def stored_replies(reads: AsyncEngine, actor: Actor, number: int, *, has_scanner: bool) -> Sequence[Kept]:
    """The oldest first; in each, by item. One statement."""
    query = (
        select(
            Solicitation.answered_at,
            SolicitationItem.position,
            SolicitationItem.label,
            Document.filename,
            Document.storage_key,
            Document.size,
            Document.state,
            Document.signature,
            Document.uploaded_at,
        )
        .join(SolicitationItem, SolicitationItem.solicitation_id == Solicitation.id)
        .join(ReplyDocument, ReplyDocument.item_id == SolicitationItem.id)
        .join(Document, Document.id == ReplyDocument.document_id)
        .join(Application, Application.id == Solicitation.application_id)
        .where(Application.number == number, Solicitation.answered_at.is_not(None), seen_by(actor))
        .order_by(Solicitation.answered_at, Solicitation.id, SolicitationItem.position, Document.id)
    )
    async with reads.connect() as connection:
        rows = (await connection.execute(query)).all()
    names = Names()
    return [_kept(row, names, has_scanner=has_scanner) for row in rows]


def _kept(row: Row[*tuple[Any, ...]], names: Names, *, has_scanner: bool) -> Kept:
    reply = texts.ARCHIVED_REPLY.format(at=row.answered_at.astimezone(PARIS))
    path = names.once(f"{reply}/{row.position:02d} {safe_name(row.label)}", safe_name(row.filename))
    denied = denial(DocumentState(row.state), row.signature, is_own=False, has_scanner=has_scanner)
    return Kept(row.label, row.filename, path, row.storage_key, row.size, row.uploaded_at, denied)
