"""Mails that anybody can make us write: to one mailbox only so many, and nobody is told."""

from webapp.accounts.throttling import MAILS_ASKED
from webapp.core.mail import Mail
from webapp.core.throttle import count_quietly
from webapp.core.work import Work


async def send_if_allowed(work: Work, mail: Mail) -> None:
    """Inside a transaction. Past the limit nothing is sent: the last mail of this kind still serves its owner."""
    if await count_quietly(work, MAILS_ASKED.of(f"{mail.kind} {mail.recipient.casefold()}", called=str(mail.about_id))):
        await work.mail(mail)
