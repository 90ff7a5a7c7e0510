"""One file of a reply, for who may open it: members at once, agents once the reply is sent and the file is sound."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.models import Application
from webapp.applications.served_files import SERVED, ServedFile, served
from webapp.core.actor import Actor
from webapp.documents.models import Document
from webapp.solicitations.access import seen_by
from webapp.solicitations.models import ReplyDocument, Solicitation, SolicitationItem


async def served_reply(
    reads: AsyncEngine, actor: Actor, number: int, solicitation_id: UUID, document_id: UUID, *, has_scanner: bool
) -> ServedFile:
    """Raises NotFound; for an agent also while the reply is only being prepared."""
    query = (
        SERVED.join(ReplyDocument, ReplyDocument.document_id == Document.id)
        .join(SolicitationItem, SolicitationItem.id == ReplyDocument.item_id)
        .join(Solicitation, Solicitation.id == SolicitationItem.solicitation_id)
        .join(Application, Application.id == Solicitation.application_id)
        .where(
            Application.number == number,
            Solicitation.id == solicitation_id,
            Document.id == document_id,
            seen_by(actor),
        )
    )
    if actor.is_agent:
        query = query.where(Solicitation.answered_at.is_not(None))
    return await served(reads, actor, query, has_scanner=has_scanner)
