"""One document may stand in several applications and replies: it goes with the last that lets go, then its file."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select

from webapp.core.work import Work
from webapp.documents.holders import is_held
from webapp.documents.models import Document


async def release(work: Work, ids: Collection[UUID]) -> list[str]:
    """Documents that were just taken out of a slot or a reply: those that nothing holds any more are forgotten. The
    keys of their files, for after the commit.

    Two who let go at the same time would each see the other's still there. Hence the lock, before one looks: the second
    waits, then looks again.
    """
    if not ids:
        return []
    held = select(Document.id).where(Document.id.in_(ids)).order_by(Document.id).with_for_update()
    await work.session.execute(held)
    forgotten = delete(Document).where(Document.id.in_(ids), ~is_held()).returning(Document.storage_key)
    return list((await work.session.scalars(forgotten)).all())
