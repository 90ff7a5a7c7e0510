"""From a row of the outbox to a message: subject, plain text and HTML from the three templates of its kind."""

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from webapp.adapters.message import Attachment, build_message
from webapp.core.mail import OutboxMail
from webapp.settings import Settings
from webapp.web.environment import Brand, make_environment


class MailRenderer:
    def __init__(self, settings: Settings) -> None:
        brand = Brand(settings.brand_name, settings.region_name, "", settings.brand_color)
        self._settings = settings
        self._templates = make_environment(settings, brand=brand, base_url=settings.base_url)

    def render(self, mail: OutboxMail, *, link: str, attachments: Sequence[Attachment] = ()) -> EmailMessage:
        """`link`: the address of a one-time page, or empty. The Message-ID is the row's: a copy is known as one."""
        context = {**mail.data, "link": link}
        return build_message(
            message_id=f"{mail.id}@{self._domain}",
            date=mail.created_at,
            sender_name=self._settings.brand_name,
            sender=self._settings.mail_from,
            recipient=mail.recipient,
            subject=" ".join(self._text(mail.kind, "subject.txt", context).split()),
            text=self._text(mail.kind, "body.txt", context),
            html=self._text(mail.kind, "body.html", context),
            attachments=list(attachments),
        )

    @property
    def _domain(self) -> str:
        return self._settings.mail_from.rpartition("@")[2]

    def _text(self, kind: str, part: str, context: dict[str, Any]) -> str:
        return str(self._templates.get_template(f"emails/{kind}/{part}").render(context))
