"""The definition of a revision, decoded once in a process: a revision never changes."""

from collections import OrderedDict
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from webapp.schemes.definition import SchemeDefinition, from_content
from webapp.schemes.models import SchemeRevision

KEPT = 256
_definitions: OrderedDict[UUID, SchemeDefinition] = OrderedDict()
_CONTENT = select(SchemeRevision.content).where(SchemeRevision.id == bindparam("id"))


async def definition_of(database: AsyncConnection | AsyncSession, revision_id: UUID) -> SchemeDefinition:
    """One statement the first time, none after it."""
    known = _definitions.get(revision_id)
    if known is None:
        known = from_content(await database.scalar(_CONTENT, {"id": revision_id}))
        _definitions[revision_id] = known
        if len(_definitions) > KEPT:
            _definitions.popitem(last=False)
    _definitions.move_to_end(revision_id)
    return known
