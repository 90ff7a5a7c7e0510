"""Taking up a document that the structure has deposited with another application: the same file, nothing is copied."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from webapp.applications import texts
from webapp.applications.earlier_documents import reusable
from webapp.applications.keeping import touch
from webapp.applications.models import PieceDocument
from webapp.applications.slots import good_until
from webapp.applications.use_cases.pieces import UploadLimits, check_slot, documents_of, require_room
from webapp.core import french
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.documents.models import Document


async def reuse_document(
    work: Work, actor: Actor, number: int, piece: str, document_id: UUID, limits: UploadLimits
) -> str:
    """The file's name. Once: asked again, it changes nothing.

    Raises what check_slot does, NotFound for what is not the structure's or not of this slot's kind, and Refused for
    what is no longer good or finds no room.
    """
    async with work:
        application, slot = await check_slot(work, actor, number, piece)
        held = await documents_of(work, application)
        if already := next((row for row in held if row.id == document_id), None):
            return str(already.filename)
        kinds = {slot.document} if slot.document else set[str]()
        # Held, so that nobody forgets it at this instant: see shared_documents.py.
        one = reusable(application.structure_id, kinds).where(Document.id == document_id).limit(1)
        document: Document | None = await work.session.scalar(one.with_for_update(of=Document))
        if document is None:
            raise NotFound
        until = good_until(slot, document.uploaded_at)
        if until and until < work.now.astimezone(PARIS).date():
            raise Refused(texts.EXPIRED.format(name=document.filename, day=french.iso_date(until.isoformat())))
        require_room(held, document.size, limits)
        touch(application, work.now)
        row = {"application_id": application.id, "document_id": document_id, "piece": piece, "kind": slot.document}
        back = {"piece": piece, "kind": slot.document, "is_taken_out": False}
        taking_up = insert(PieceDocument).values(row)
        await work.session.execute(
            taking_up.on_conflict_do_update(
                index_elements=[PieceDocument.application_id, PieceDocument.document_id], set_=back
            )
        )
        work.audit("piece.reused", "application", application.id, piece=piece, document=str(document_id))
        return document.filename
