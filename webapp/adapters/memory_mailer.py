"""The in-memory twin of the mailer: tests read `sent`, and choose what fails."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from webapp.adapters.message import ascii_address
from webapp.core.ports import MailRefused, MailUnavailable


class MemoryMailer:
    def __init__(self) -> None:
        self.sent: list[tuple[str, EmailMessage]] = []
        self.refused: set[str] = set()  # recipients that the relay will never take
        self.deferred: set[str] = set()  # recipients that it does not take now
        self.down = False

    async def send(self, message: EmailMessage, recipient: str) -> None:
        to = ascii_address(recipient)
        if self.down:
            raise MailUnavailable("the relay is down")
        if recipient in self.deferred:
            raise MailUnavailable("450 try again later")
        if recipient in self.refused:
            raise MailRefused("550 no such recipient")
        # Written and read again, as on a wire: what cannot be sent fails here too, and later changes do not show.
        self.sent.append((to, message_from_bytes(message.as_bytes(), policy=policy.SMTP)))
