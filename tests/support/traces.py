"""What a change leaves behind it: mails in the outbox, events of the audit."""

from typing import Any

from sqlalchemy import select

from webapp.core.audit import AuditEvent
from webapp.core.mail import OutboxMail
from webapp.core.work import Work


async def mails_to(work: Work, email: str) -> list[OutboxMail]:
    """In order."""
    async with work:
        query = select(OutboxMail).where(OutboxMail.recipient == email)
        return list(await work.session.scalars(query.order_by(OutboxMail.created_at, OutboxMail.id)))


async def kinds_to(work: Work, email: str) -> list[str]:
    """Of the mails to this address."""
    return [mail.kind for mail in await mails_to(work, email)]


async def mails_about(work: Work, object_id: object) -> list[OutboxMail]:
    async with work:
        return list(await work.session.scalars(select(OutboxMail).where(OutboxMail.about_id == object_id)))


async def events_of(work: Work, *object_ids: object, action: str = "") -> list[AuditEvent]:
    """In order; all of them, or those of one action."""
    async with work:
        query = select(AuditEvent).where(AuditEvent.object_id.in_([str(one) for one in object_ids]))
        events = await work.session.scalars(query.order_by(AuditEvent.id))
        return [event for event in events if action in ("", event.action)]


async def actions_on(work: Work, *object_ids: object) -> list[str]:
    """In order."""
    return [event.action for event in await events_of(work, *object_ids)]


async def details_of(work: Work, action: str, object_id: object) -> list[dict[str, Any]]:
    """What the audit keeps of each time that this was done to it."""
    return [event.details for event in await events_of(work, object_id, action=action)]
