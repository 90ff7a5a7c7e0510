"""Sends the mails of the outbox: at least once each, attempts counted beforehand, one bad address blocking nobody."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import select

from webapp.accounts import paths as account_paths
from webapp.accounts.links import DeadLink, mint_link
from webapp.accounts.models import LinkPurpose
from webapp.adapters.mail_renderer import MailRenderer
from webapp.adapters.message import Attachment
from webapp.core.failpoints import reached
from webapp.core.mail import MailState, OutboxMail
from webapp.core.own_paths import suite, to
from webapp.core.ports import FileStore, Mailer, MailRefused, MailUnavailable
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.members import links as member_links
from webapp.members import paths as member_paths
from webapp.members.links import mint_invitation_link
from webapp.settings import Failpoint
from webapp.threads.use_cases import keep_sent_mail

log = structlog.get_logger(__name__)
AT_ONCE = 8  # each writes what came of it: more at once than a pool has connections would wait for one in vain
LONGEST_ATTEMPT = timedelta(seconds=90)  # of one mail, whatever the relay does
# While it lasts no other worker takes the same mail; then it is taken again, as after a crash.
UNDER_WAY = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=72)
LONGEST_ANSWER = 300  # of a relay, in characters
WEB_ADDRESS = re.compile(r"https?://\S+")

LINK_PATHS = {
    LinkPurpose.ACTIVATION: account_paths.ACTIVATION,
    LinkPurpose.PASSWORD_RESET: account_paths.PASSWORD_RESET,
    LinkPurpose.EMAIL_CHANGE: account_paths.EMAIL_CONFIRMATION,
    LinkPurpose.EMAIL_RESTORE: account_paths.EMAIL_REFUSAL,
    LinkPurpose.AGENT_INVITATION: account_paths.AGENT_INVITATION,
}


def wait_before(attempt: int) -> timedelta:
    """10 s after the first attempt, then twice as long each time, up to an hour."""
    doublings: int = 2 ** min(attempt - 1, 20)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def readable(answer: str) -> str:
    """One line that the database can keep, without web addresses: who quotes a mail quotes its one-time link."""
    line = "".join(sign if sign.isprintable() else " " for sign in answer)
    return WEB_ADDRESS.sub("[…]", line)[:LONGEST_ANSWER].strip()


@dataclass(frozen=True)
class Postman:
    new_work: Callable[[], Work]
    mailer: Mailer
    renderer: MailRenderer
    store: FileStore
    signer: Signer
    base_url: str

    async def deliver_due(self) -> int:
        """How many were tried, AT_ONCE at most; 0 when nothing is due."""
        mails = await self.claim(AT_ONCE)
        await asyncio.gather(*(self.deliver(mail) for mail in mails))
        return len(mails)

    async def claim(self, most: int) -> Sequence[OutboxMail]:
        """Counts the attempt before it is made, so that a crash while sending does not lose or repeat for ever.

        Mails that were never tried come first: they do not wait behind those that keep failing.
        """
        work = self.new_work()
        async with work:
            due = (
                await work.session.scalars(
                    select(OutboxMail)
                    .where(OutboxMail.state == MailState.PENDING, OutboxMail.next_attempt_at <= work.now)
                    .order_by(OutboxMail.attempts > 0, OutboxMail.next_attempt_at)
                    .limit(most)
                    .with_for_update(skip_locked=True)
                )
            ).all()
            for mail in due:
                mail.attempts += 1
                mail.next_attempt_at = work.now + UNDER_WAY
            return due

    async def deliver(self, mail: OutboxMail) -> None:
        """A mail that was claimed; what came of it is written down, whatever it is."""
        try:
            async with asyncio.timeout(LONGEST_ATTEMPT.total_seconds()):
                subject = await self._send(mail)
        except MailRefused as error:
            await self._note(mail, MailState.FAILED, str(error))
        except MailUnavailable as error:
            await self._note(mail, MailState.PENDING, str(error))
        except Exception as error:
            log.exception("mail not sent", mail=str(mail.id), kind=mail.kind)
            # The class alone: the message of a database's error quotes what was written, links too.
            await self._note(mail, MailState.PENDING, type(error).__name__)
        else:
            reached(Failpoint.AFTER_SEND_BEFORE_MARK)
            await self._note(mail, MailState.SENT, subject=subject)

    async def _send(self, mail: OutboxMail) -> str:
        """Its subject, which nobody can make again once its data is emptied."""
        message = self.renderer.render(mail, link=await self._link(mail), attachments=await self._attachments(mail))
        await self.mailer.send(message, mail.recipient)
        return str(message["Subject"])

    async def _note(self, mail: OutboxMail, state: MailState, error: str = "", subject: str = "") -> None:
        work = self.new_work()
        async with work:
            row = await work.session.get_one(OutboxMail, mail.id, with_for_update=True)
            if row.attempts != mail.attempts and state is not MailState.SENT:
                return  # it took so long that another attempt is under way, or has been made
            since = row.asked_again_at or row.created_at
            if state is MailState.PENDING and work.now - since > GIVE_UP_AFTER:
                state = MailState.FAILED
            row.state = state
            row.last_error = readable(error) or None
            row.next_attempt_at = work.now + wait_before(row.attempts)
            if state is MailState.SENT:
                row.sent_at, row.data = work.now, {}
                await keep_sent_mail(work, row, subject)
        if state is not MailState.SENT:
            log.warning("mail kept", mail=str(mail.id), kind=mail.kind, state=state, attempts=mail.attempts)

    async def _link(self, mail: OutboxMail) -> str:
        """A fresh one-time link, made now: no usable token ever waits in a table. Raises MailRefused."""
        match mail.link:
            case None:
                return ""
            case member_links.PURPOSE:
                return self.base_url + await self._invitation_link(mail)
            case purpose:
                return self.base_url + await self._account_link(mail, LinkPurpose(purpose))

    async def _account_link(self, mail: OutboxMail, purpose: LinkPurpose) -> str:
        """For the account `about_id`: see mint_link."""
        change = mail.data.get("email_change_id")
        change_id = UUID(change) if change else None
        try:
            token = await mint_link(
                self.new_work(), self.signer, purpose, mail.about_id, change_id=change_id, recipient=mail.recipient
            )
        except DeadLink as error:
            raise MailRefused("the address is not any more the one that the link was for") from error
        return to(LINK_PATHS[purpose], token=token) + suite(mail.data.get("continue_at", ""))

    async def _invitation_link(self, mail: OutboxMail) -> str:
        """For the invitation `about_id`, whose guest may have no account."""
        try:
            token = await mint_invitation_link(self.new_work(), self.signer, mail.about_id)
        except DeadLink as error:
            raise MailRefused("the invitation does not wait for an answer any more") from error
        return to(member_paths.INVITATION, token=token)

    async def _attachments(self, mail: OutboxMail) -> list[Attachment]:
        return [
            Attachment(
                file["filename"],
                file["media_type"],
                b"".join([chunk async for chunk in self.store.read(file["storage_key"])]),
            )
            for file in mail.attachments["files"]
        ]


class Round:
    """The mails on their way, AT_ONCE at most: one that the relay keeps waiting holds its own place and no other."""

    def __init__(self, postman: Postman, came_back: Callable[[], None]) -> None:
        """`came_back` is told each time a place is free again."""
        self._postman, self._came_back = postman, came_back
        self._under_way: set[asyncio.Task[None]] = set()

    async def start_due(self) -> None:
        if free := AT_ONCE - len(self._under_way):
            for mail in await self._postman.claim(free):
                task = asyncio.create_task(self._postman.deliver(mail))
                self._under_way.add(task)
                task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        """What could not be written down is tried again when UNDER_WAY has passed."""
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("what came of a mail is not written down", error=type(error).__name__)
        self._came_back()

    async def finish(self) -> None:
        """Those under way; no other one starts."""
        if self._under_way:
            await asyncio.wait(self._under_way)
