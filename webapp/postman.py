"""Sends the mails of the outbox: at least once each, attempts counted beforehand, one bad address blocking nobody."""

import asyncio
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
from webapp.core.mail import MailState, OutboxMail
from webapp.core.own_paths import suite, to
from webapp.core.ports import FileStore, Mailer, MailRefused, MailUnavailable
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.members import links as member_links
from webapp.members import paths as member_paths
from webapp.members.links import mint_invitation_link

log = structlog.get_logger(__name__)
BATCH = 8  # each writes what came of it: more at once than a pool has connections would wait for one in vain
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=72)

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


@dataclass(frozen=True)
class Postman:
    new_work: Callable[[], Work]
    mailer: Mailer
    renderer: MailRenderer
    store: FileStore
    signer: Signer
    base_url: str

    async def deliver_due(self) -> int:
        """How many were tried; 0 when nothing is due."""
        mails = await self._claim()
        await asyncio.gather(*(self._deliver(mail) for mail in mails))
        return len(mails)

    async def _claim(self) -> Sequence[OutboxMail]:
        """Counts the attempt and sets the next one, so that a crash while sending does not lose or repeat for ever."""
        work = self.new_work()
        async with work:
            due = (
                await work.session.scalars(
                    select(OutboxMail)
                    .where(OutboxMail.state == MailState.PENDING, OutboxMail.next_attempt_at <= work.now)
                    .order_by(OutboxMail.next_attempt_at)
                    .limit(BATCH)
                    .with_for_update(skip_locked=True)
                )
            ).all()
            for mail in due:
                mail.attempts += 1
                mail.next_attempt_at = work.now + wait_before(mail.attempts)
            return due

    async def _deliver(self, mail: OutboxMail) -> None:
        try:
            message = self.renderer.render(mail, link=await self._link(mail), attachments=await self._attachments(mail))
            await self.mailer.send(message, mail.recipient)
        except MailRefused as error:
            await self._note(mail, MailState.FAILED, str(error))
        except MailUnavailable as error:
            await self._note(mail, MailState.PENDING, str(error))
        except Exception as error:
            log.exception("mail not sent", mail=str(mail.id), kind=mail.kind)
            await self._note(mail, MailState.PENDING, f"{type(error).__name__}: {error}")
        else:
            await self._note(mail, MailState.SENT)

    async def _note(self, mail: OutboxMail, state: MailState, error: str | None = None) -> None:
        work = self.new_work()
        async with work:
            row = await work.session.get_one(OutboxMail, mail.id)
            if state is MailState.PENDING and work.now - row.created_at > GIVE_UP_AFTER:
                state = MailState.FAILED
            row.state = state
            row.last_error = error
            row.sent_at = work.now if state is MailState.SENT else None
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
