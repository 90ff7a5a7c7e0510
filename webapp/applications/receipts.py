"""Reading the acknowledgement of an application that was sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.access import visible_to
from webapp.applications.models import Application, Receipt
from webapp.applications.notices import notices_in
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    application_id: UUID
    facts: dict[str, Any]
    storage_key: str
    size: int
    sha256: str
    issued_at: datetime

    @property
    def notices(self) -> dict[str, Any]:
        return notices_in(self.facts)


async def receipt_page(reads: AsyncEngine, actor: Actor, number: int) -> ReceiptPage:
    """Raises NotFound, also for an application that is not sent yet."""
    query = (
        select(
            Receipt.application_id,
            Receipt.facts,
            Receipt.storage_key,
            Receipt.size,
            Receipt.sha256,
            Receipt.issued_at,
        )
        .join(Application, Application.id == Receipt.application_id)
        .where(Application.number == number, visible_to(actor))
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    return ReceiptPage(*row)
