""" "Dites-le-nous une fois": documents that the structure has deposited with another application, offered again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.access import visible_to
from webapp.applications.models import Application, PieceDocument, reference
from webapp.applications.queries import ApplicationPage
from webapp.applications.slots import good_until
from webapp.core.actor import Actor
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState
from webapp.schemes.models import SchemeRevision

MOST_READ = 200  # the latest of a structure, over all kinds
MOST_OFFERED = 3  # in one slot


@dataclass(frozen=True, slots=True)
class Earlier:
    """`number`, `title`: of the application that it was deposited with. `until`: the last day on which it is good."""

    document_id: UUID
    filename: str
    size: int
    deposited_at: datetime
    number: int
    title: str
    until: date | None

    @property
    def reference(self) -> str:
        return reference(self.number)


@dataclass(frozen=True, slots=True)
class Offers:
    """`good` may be taken up, the latest first; `expired` is the latest where none may."""

    good: tuple[Earlier, ...] = ()
    expired: Earlier | None = None


def reusable(structure_id: UUID, kinds: set[str]) -> Select[Document, str, int]:
    """Rows of (document, piece_document) of the structure's applications that a slot for these kinds may take up."""
    return (
        select(Document, PieceDocument.kind, Application.number)
        .join(PieceDocument, PieceDocument.document_id == Document.id)
        .join(Application, Application.id == PieceDocument.application_id)
        .where(
            Application.structure_id == structure_id,
            PieceDocument.kind.in_(kinds),
            Document.state != DocumentState.INFECTED,
        )
    )


async def offers_for(
    reads: AsyncEngine, actor: Actor, application: ApplicationPage, today: date
) -> Mapping[str, Offers]:
    """By the key of each slot that is offered something. No statement for a scheme that names no kind of document."""
    wanted = {piece.document: piece for piece in application.form.pieces if piece.document}
    if not wanted:
        return {}
    found = await _found(reads, actor, application, set(wanted))
    offers: dict[str, Offers] = {}
    for kind, piece in wanted.items():
        ours = {file.sha256 for file in application.files if file.piece == piece.key}
        known: dict[str, Earlier] = {}
        for row in found:
            if row.kind == kind and row.sha256 not in ours:
                known.setdefault(row.sha256, _earlier(row, good_until(piece, row.uploaded_at)))
        good = tuple(one for one in known.values() if one.until is None or one.until >= today)
        if known:
            offers[piece.key] = Offers(good[:MOST_OFFERED], None if good else next(iter(known.values())))
    return offers


async def _found(reads: AsyncEngine, actor: Actor, application: ApplicationPage, kinds: set[str]) -> list[Any]:
    """The latest first; those that the application holds already, in whichever slot, are not among them."""
    query = (
        reusable(application.card.structure_id, kinds)
        .with_only_columns(
            PieceDocument.kind,
            Document.id,
            Document.filename,
            Document.size,
            Document.sha256,
            Document.uploaded_at,
            Application.number,
            SchemeRevision.title,
        )
        .join(SchemeRevision, SchemeRevision.id == Application.revision_id)
        .where(visible_to(actor), Document.id.not_in([file.document_id for file in application.files]))
        .order_by(Document.uploaded_at.desc(), Document.id.desc(), Application.number)
        .limit(MOST_READ)
    )
    async with reads.connect() as connection:
        return list(await connection.execute(query))


def _earlier(row: Any, until: date | None) -> Earlier:
    return Earlier(row.id, row.filename, row.size, row.uploaded_at, row.number, row.title, until)
