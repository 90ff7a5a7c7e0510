"""Deleting a draft, with its answers and its files."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select

from webapp.applications.access import lock_application, require
from webapp.applications.models import Application, PieceDocument
from webapp.applications.rules import Verb
from webapp.applications.use_cases.shared_documents import release
from webapp.core.actor import Actor
from webapp.core.audit import AuditEvent
from webapp.core.ports import FileStore
from webapp.core.refusals import NotFound
from webapp.core.work import Work
from webapp.documents.use_cases import discard


async def delete_draft(work: Work, store: FileStore, actor: Actor, number: int, key: UUID | None = None) -> None:
    """Once: asked again with the `key` of the draft that is gone (double click, two tabs, Back), it does nothing.

    Raises NotFound; Conflict once the application is sent; OutOfRole for a reader.
    """
    async with work:
        try:
            application = await lock_application(work.session, actor, number)
        except NotFound:
            if key is None or not await _was_deleted(work, actor, number, key):
                raise
            return
        require(actor, Verb.DELETE, application)
        keys = await erase(work, [application.id])
        structure = str(application.structure_id)
        work.audit("application.deleted", "application", application.id, number=number, structure=structure)
    await discard(store, keys)


async def erase(work: Work, ids: Collection[UUID]) -> list[str]:
    """Drafts whose rows are held. What is in them goes by cascade; the keys of their files, for after the commit."""
    taken_out = delete(PieceDocument).where(PieceDocument.application_id.in_(ids)).returning(PieceDocument.document_id)
    keys = await release(work, (await work.session.scalars(taken_out)).all())
    await work.session.execute(delete(Application).where(Application.id.in_(ids)))
    return keys


async def _was_deleted(work: Work, actor: Actor, number: int, key: UUID) -> bool:
    """By somebody of a structure of the actor's; nobody else learns that it ever was."""
    event = await work.session.scalar(
        select(AuditEvent.details).where(AuditEvent.object_id == str(key), AuditEvent.action == "application.deleted")
    )
    structures = [str(membership.structure_id) for membership in actor.memberships]
    return event is not None and event["number"] == number and event["structure"] in structures
