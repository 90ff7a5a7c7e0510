"""Mails to send: rows written in the transaction that causes them; the worker renders and sends them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base

# The worker listens on this channel; a mail wakes it as soon as its transaction commits.
CHANNEL = "mail_outbox"


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """A file of the store that goes with the mail."""

    storage_key: str
    filename: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Mail:
    """`kind` names its template (`accounts/activation`); `data` is what they show.

    `recipient_name`: of whom the address is known to be; empty as long as nobody has proved that it is theirs.

    `link` asks for a one-time link of that purpose for what `about_id` names, an account or an invitation: it is made
    when the mail is sent, so that no usable token ever lies in a table.
    """

    kind: str
    recipient: str
    about_kind: str
    about_id: UUID
    data: Mapping[str, Any] = field(default_factory=dict)
    link: str | None = None
    attachments: tuple[MailAttachment, ...] = ()
    recipient_name: str = ""


class MailState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class OutboxMail(Base):
    __tablename__ = "mail_outbox"
    __table_args__ = (
        Index("ix_mail_outbox_due", "next_attempt_at", postgresql_where=text("state = 'pending'")),
        Index("ix_mail_outbox_failed", "created_at", postgresql_where=text("state = 'failed'")),
        Index(None, "about_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    recipient: Mapped[str]
    recipient_name: Mapped[str] = mapped_column(default="", server_default="")
    about_kind: Mapped[str]
    about_id: Mapped[UUID]
    data: Mapped[dict[str, Any]]
    """Empty once it is sent: what it said of a person is theirs by then."""
    link: Mapped[str | None]
    attachments: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default=MailState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    asked_again_at: Mapped[datetime | None]
    """When an administrator last had it sent again, after it had failed: 72 h begin anew."""
    last_error: Mapped[str | None]
