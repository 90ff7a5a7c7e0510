"""From a row of the outbox to a message: the template of its kind gives the HTML, that gives subject and plain text."""

from collections.abc import Sequence
from email.message import EmailMessage

from webapp.adapters.mail_text import subject_and_text
from webapp.adapters.message import Attachment, build_message, on_one_line
from webapp.core.mail import Mail, OutboxMail
from webapp.settings import Settings
from webapp.web.environment import Brand, make_environment


class MailRenderer:
    def __init__(self, settings: Settings) -> None:
        brand = Brand(settings.brand_name, settings.region_name, "", settings.brand_color)
        self._settings = settings
        self._templates = make_environment(settings, brand=brand, base_url=settings.base_url)

    def render(self, mail: OutboxMail, *, link: str, attachments: Sequence[Attachment] = ()) -> EmailMessage:
        """`link`: the address of a one-time page, or empty. The Message-ID is the row's: a copy is known as one."""
        html = self._templates.get_template(f"emails/{mail.kind}.html").render({**mail.data, "link": link})
        subject, text = subject_and_text(html)
        return build_message(
            message_id=f"{mail.id}@{self._domain}",
            date=mail.created_at,
            sender_name=self._settings.brand_name,
            sender=self._settings.mail_from,
            recipient=mail.recipient,
            recipient_name=mail.recipient_name,
            subject=on_one_line(subject),
            text=text,
            html=html,
            attachments=list(attachments),
        )

    def preview(self, mail: Mail) -> tuple[str, str]:
        """Subject and plain text, as they would leave now."""
        return subject_and_text(
            self._templates.get_template(f"emails/{mail.kind}.html").render({**mail.data, "link": ""})
        )

    @property
    def _domain(self) -> str:
        return self._settings.mail_from.rpartition("@")[2]
