"""A piece turned out to be infected: who put it there is told, and the slot is empty again."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from webapp.applications import mails
from webapp.applications.correspondents import correspondents
from webapp.applications.models import Application, PieceDocument
from webapp.applications.use_cases.pieces import was_sent
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.documents.scans import settle_infected
from webapp.schemes.models import SchemeRevision
from webapp.schemes.revisions import load_definition


async def settle_infected_piece(work: Work, document_id: UUID, signature: str) -> str | None:
    """The key of the file to remove after the commit; None when it was taken out meanwhile, or settled already.

    The applications are held first, as by whoever takes the piece out: neither waits for the other for ever.
    """
    async with work:
        held = await _applications(work, document_id)
        document = await settle_infected(work, document_id, signature)
        if document is None:
            return None
        for application, piece in held:
            await _tell(work, application, piece, document)
        return document.storage_key


async def _applications(work: Work, document_id: UUID) -> Sequence[tuple[Application, str]]:
    """Those that hold it, with its slot."""
    query = (
        select(Application, PieceDocument.piece)
        .join(PieceDocument, PieceDocument.application_id == Application.id)
        .where(PieceDocument.document_id == document_id)
        .order_by(Application.id)
        .with_for_update(of=Application)
    )
    return [(row.Application, row.piece) for row in await work.session.execute(query)]


async def _tell(work: Work, application: Application, piece: str, document: Document) -> None:
    """A sent application keeps the fact, in the state of its document: the agents' page says so, and the piece is asked
    for again, see solicitations/use_cases/infections.py.
    """
    definition = await load_definition(work.session, application.revision_id)
    slot = definition.piece(piece)
    label = slot.label if slot else piece
    title = (await work.session.get_one(SchemeRevision, application.revision_id)).title
    # What replaces a piece that the Region has reopened waits in its slot, and takes another file there.
    is_sent = application.submitted_at is not None and (
        not application.reopened or await was_sent(work, application, document.id)
    )
    about_it = {"scheme": title, "piece": label}
    for account in await correspondents(work, application, document.uploaded_by):
        await work.mail(mails.infected_piece(application, account, document, **about_it, is_sent=is_sent))
    about = {"document": str(document.id), "signature": document.signature}
    work.audit("piece.infected", "application", application.id, by=None, piece=piece, **about)
