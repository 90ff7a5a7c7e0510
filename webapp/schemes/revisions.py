"""A stored revision as a definition. One never changes: it is decoded once by each process, then known by its id."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Text, bindparam, cast, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from webapp.schemes.definition import SchemeDefinition, from_content
from webapp.schemes.models import SchemeRevision

KNOWN_MAX = 256
CONTENT = cast(SchemeRevision.content, Text).label("content")
"""For a select: as text, which nothing reads when the revision is known already."""
_CONTENT = select(CONTENT).where(SchemeRevision.id == bindparam("id"))
_known: OrderedDict[UUID, SchemeDefinition] = OrderedDict()


def definition_of(revision_id: UUID, content: str | Mapping[str, Any]) -> SchemeDefinition:
    """`content`: the column, or CONTENT. All who ask for one revision share the definition, which is frozen."""
    definition = _known.get(revision_id)
    if definition is None:
        definition = _known[revision_id] = from_content(
            msgspec.json.decode(content) if isinstance(content, str) else content
        )
        if len(_known) > KNOWN_MAX:
            _known.popitem(last=False)
    else:
        _known.move_to_end(revision_id)
    return definition


async def load_definition(database: AsyncConnection | AsyncSession, revision_id: UUID) -> SchemeDefinition:
    """One statement the first time, none after it."""
    if revision_id in _known:
        return definition_of(revision_id, {})
    content: str | None = await database.scalar(_CONTENT, {"id": revision_id})
    if content is None:
        raise LookupError(f"no revision {revision_id}")
    return definition_of(revision_id, content)
