"""The unit of work: one transaction that holds a change, its audit and its mails. All of them happen, or none."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from webapp.core.audit import AuditEvent
from webapp.core.clock import Clock
from webapp.core.failpoints import reached
from webapp.core.ids import new_id
from webapp.core.mail import CHANNEL, Mail, OutboxMail
from webapp.core.refusals import GivenBack
from webapp.settings import Failpoint

# The same thing asked twice in this time is a double click, Back, or two tabs.
SENT_TWICE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change comes from, for the audit."""

    account_id: UUID | None = None
    client_address: str | None = None
    request_id: str | None = None


class Work:
    """`async with work:` may be nested: only the outermost commits, so a use case can call another."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        clock: Clock,
        origin: Origin | None = None,
        *,
        given_back: str = "",
    ) -> None:
        """With `given_back`, the reason, it never opens: whoever wants to change something meets GivenBack."""
        self._given_back = given_back
        self._sessions = sessions
        self._clock = clock
        self._origin = origin or Origin()
        self._depth = 0
        self._session: AsyncSession | None = None
        self._now: datetime | None = None

    @property
    def session(self) -> AsyncSession:
        if self._session is None:
            raise RuntimeError("open the work first: async with work")
        return self._session

    @property
    def now(self) -> datetime:
        """One instant for the whole transaction."""
        if self._now is None:
            raise RuntimeError("open the work first: async with work")
        return self._now

    def aside(self) -> "Work":
        """Another transaction, which opens for a form that is only shown again too: what its page tells is counted."""
        return Work(self._sessions, self._clock, self._origin)

    @property
    def client_address(self) -> str | None:
        """Where the request came from; None for jobs and the console."""
        return self._origin.client_address

    @property
    def account_id(self) -> UUID | None:
        """Who asks; None for a visitor, jobs and the console."""
        return self._origin.account_id

    async def __aenter__(self) -> Self:
        if self._given_back:
            raise GivenBack(self._given_back)
        if self._depth == 0:
            reached(Failpoint.BEFORE_TX)
            self._session = self._sessions()
            self._now = self._clock.now()
        self._depth += 1
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if self._depth:
            return
        session, self._session, self._now = self.session, None, None
        try:
            if kind is None:
                reached(Failpoint.BEFORE_COMMIT)
                await session.commit()
                reached(Failpoint.AFTER_COMMIT_BEFORE_RESPONSE)
            else:
                await session.rollback()
        finally:
            await session.close()

    async def one_at_a_time(self, what: str) -> None:
        """Holds `what` until the end of the transaction: a double click waits here, then finds what the first made."""
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))")
        await self.session.execute(lock, {"what": what})

    async def wait_for_others(self, longest: timedelta) -> None:
        """For the rows that others hold, in this transaction: longer than a page waits as a rule."""
        milliseconds = str(int(longest.total_seconds() * 1000))
        await self.session.execute(text("SELECT set_config('lock_timeout', :longest, true)"), {"longest": milliseconds})

    def audit(self, action: str, kind: str, object_id: UUID | str, *, by: UUID | None = None, **details: Any) -> None:
        """`by` names the account when the request itself is anonymous, as at login."""
        self.session.add(
            AuditEvent(
                at=self.now,
                account_id=by or self._origin.account_id,
                action=action,
                object_kind=kind,
                object_id=str(object_id),
                details=details,
                client_address=self._origin.client_address,
                request_id=self._origin.request_id,
            )
        )

    async def mail(self, mail: Mail) -> None:
        """Queue a mail; it leaves only if this transaction commits."""
        self.session.add(
            OutboxMail(
                id=new_id(),
                kind=mail.kind,
                recipient=mail.recipient,
                recipient_name=mail.recipient_name,
                about_kind=mail.about_kind,
                about_id=mail.about_id,
                data=dict(mail.data),
                link=mail.link,
                attachments={"files": [asdict(file) for file in mail.attachments]},
                created_at=self.now,
                next_attempt_at=self.now,
            )
        )
        await self.wake(CHANNEL)

    async def wake(self, channel: str) -> None:
        """Whoever of the worker listens there, once this transaction commits."""
        await self.session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": channel})
