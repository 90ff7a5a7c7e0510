"""Traces of reading, in a short transaction of their own: a GET changes no business state."""

from uuid import UUID

from webapp.core.work import Work


async def read_trace(work: Work, action: str, kind: str, object_id: UUID | str) -> None:
    """Says in the audit that the actor read or downloaded something."""
    async with work:
        work.audit(action, kind, object_id)
