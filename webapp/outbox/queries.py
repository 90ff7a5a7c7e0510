"""Reads of the mails that were not delivered: for administrators, and on the page of the application they are about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.access import visible_to
from webapp.applications.models import Application, reference
from webapp.core.actor import Actor
from webapp.core.mail import MailState, OutboxMail
from webapp.outbox import texts
from webapp.outbox.rules import in_words

MOST_SHOWN = 50
LATE = timedelta(minutes=5)
_SINCE = func.coalesce(OutboxMail.asked_again_at, OutboxMail.created_at)
_HAS_FAILED = OutboxMail.state == MailState.FAILED
_APPLICATION = and_(OutboxMail.about_kind == "application", Application.id == OutboxMail.about_id)
_COLUMNS = (
    OutboxMail.id,
    OutboxMail.kind,
    OutboxMail.recipient,
    OutboxMail.created_at,
    OutboxMail.attempts,
    func.coalesce(OutboxMail.last_error, "").label("answer"),
    Application.number,
)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A mail that failed. `answer`: the last one of the relay, as it came; `number`: of the application, if any."""

    id: UUID
    kind: str
    recipient: str
    created_at: datetime
    attempts: int
    answer: str
    number: int | None

    @property
    def label(self) -> str:
        return texts.KINDS.get(self.kind, texts.OTHER_KIND)

    @property
    def reference(self) -> str:
        return reference(self.number) if self.number else ""

    @property
    def reason(self) -> str:
        return in_words(self.answer)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Mails that should have left LATE ago. `since`: the oldest; `answer`: what one of them was last told."""

    count: int
    since: datetime | None
    answer: str

    @property
    def reason(self) -> str:
        return in_words(self.answer) if self.answer else ""


@dataclass(frozen=True, slots=True)
class UndeliveredList:
    """The latest MOST_SHOWN; `total` counts all of them."""

    rows: list[Undelivered]
    total: int
    waiting: Waiting


async def undelivered_mails(reads: AsyncEngine, now: datetime) -> UndeliveredList:
    """Only for administrators: the route says so."""
    query = (
        select(*_COLUMNS, func.count().over().label("total"))
        .outerjoin(Application, _APPLICATION)
        .where(_HAS_FAILED)
        .order_by(OutboxMail.created_at.desc(), OutboxMail.id)
        .limit(MOST_SHOWN)
    )
    is_late = and_(OutboxMail.state == MailState.PENDING, now > _SINCE + LATE)
    late = select(func.count(), func.min(_SINCE), func.max(OutboxMail.last_error)).where(is_late)
    async with reads.connect() as connection:
        rows = (await connection.execute(query)).all()
        count, since, answer = (await connection.execute(late)).one()
    return UndeliveredList(
        [Undelivered(*row[:-1]) for row in rows], rows[0].total if rows else 0, Waiting(count, since, answer or "")
    )


async def count_undelivered(reads: AsyncEngine) -> int:
    """Only for administrators: the route says so."""
    async with reads.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(OutboxMail).where(_HAS_FAILED)) or 0


async def undelivered_about(reads: AsyncEngine, actor: Actor, number: int) -> list[Undelivered]:
    """Those about an application that the actor sees, the latest first; none about another.

    What was said of it while it was a draft does not count any more.
    """
    query = (
        select(*_COLUMNS)
        .join(Application, _APPLICATION)
        .where(
            _HAS_FAILED,
            OutboxMail.created_at >= Application.submitted_at,
            Application.number == number,
            visible_to(actor),
        )
        .order_by(OutboxMail.created_at.desc(), OutboxMail.id)
    )
    async with reads.connect() as connection:
        return [Undelivered(*row) for row in await connection.execute(query)]
