"""Keeping a structure as it is now, for what was sent with it."""

from uuid import UUID

from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.structures.models import StructureSnapshot
from webapp.structures.queries import unscoped_details
from webapp.structures.snapshots import content_of


async def pin_structure(work: Work, structure_id: UUID) -> UUID:
    """The snapshot's id. Inside a transaction that holds the structure's row, so that nothing of it moves meanwhile."""
    structure = await unscoped_details(await work.session.connection(), structure_id)
    snapshot = StructureSnapshot(
        id=new_id(), structure_id=structure_id, taken_at=work.now, content=content_of(structure)
    )
    work.session.add(snapshot)
    await work.session.flush()
    return snapshot.id
