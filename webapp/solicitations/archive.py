"""What came in replies, for the archive of an application: a folder for each, and the PDF of each contribution."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.zip_names import Names, safe_name
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState, denial
from webapp.review.archive import Kept
from webapp.solicitations.access import seen_by
from webapp.solicitations.models import Amendment, ReplyDocument, Solicitation, SolicitationItem
from webapp.solicitations.rules import SolicitationKind

FOLDER = "Réponse du {day:%Y-%m-%d}"
AMENDMENT = "modifications-{day:%Y-%m-%d}.pdf"


async def stored_replies(reads: AsyncEngine, actor: Actor, number: int, *, has_scanner: bool) -> Sequence[Kept]:
    """Of replies that were sent, in their order. Two statements."""
    files = (
        select(
            SolicitationItem.label,
            Document.filename,
            Document.storage_key,
            Document.size,
            Document.uploaded_at,
            Document.state,
            Document.signature,
            Solicitation.answered_at,
        )
        .join(SolicitationItem, SolicitationItem.solicitation_id == Solicitation.id)
        .join(ReplyDocument, ReplyDocument.item_id == SolicitationItem.id)
        .join(Document, Document.id == ReplyDocument.document_id)
        .join(Application, Application.id == Solicitation.application_id)
        .where(Application.number == number, seen_by(actor), Solicitation.answered_at.is_not(None))
        .where(Solicitation.kind == SolicitationKind.PIECE_REQUEST)
        .order_by(Solicitation.answered_at, Solicitation.id, SolicitationItem.position, Document.id)
    )
    papers = (
        select(Amendment.storage_key, Amendment.size, Amendment.issued_at)
        .join(Solicitation, Solicitation.id == Amendment.solicitation_id)
        .join(Application, Application.id == Solicitation.application_id)
        .where(Application.number == number, seen_by(actor))
        .order_by(Amendment.issued_at)
    )
    names = Names()
    async with reads.connect() as connection:
        replies = [_reply(names, row, has_scanner) for row in await connection.execute(files)]
        return [*replies, *(_paper(names, row) for row in await connection.execute(papers))]


def _reply(names: Names, row: Any, has_scanner: bool) -> Kept:
    folder = f"{FOLDER.format(day=row.answered_at.astimezone(PARIS))}/{safe_name(row.label)}"
    path = names.once(folder, safe_name(row.filename))
    denied = denial(DocumentState(row.state), row.signature, is_own=False, has_scanner=has_scanner)
    return Kept(row.label, row.filename, path, row.storage_key, row.size, row.uploaded_at, denied)


def _paper(names: Names, row: Any) -> Kept:
    path = names.once("", AMENDMENT.format(day=row.issued_at.astimezone(PARIS)))
    return Kept("", path, path, row.storage_key, row.size, row.issued_at)
