"""What applicants and agents write to each other about an application, and what the portal told the applicant of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base


class Message(Base):
    """Never changed nor taken back: the other side has had it by mail. `id` is made of its text and of the key of the
    form that sent it: a double click is one message.

    `number`: 1 for the first of its application, given under the application's lock; read marks count by it, since two
    messages of one instant have no order of their own.
    """

    __tablename__ = "thread_message"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    party: Mapped[str]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str]
    created_at: Mapped[datetime]


class SentMail(Base):
    """That the portal told the applicant something, and under which subject; kept when the outbox has forgotten it.

    One row for a mail to several people: they were queued in one transaction.
    """

    __tablename__ = "thread_mail"
    __table_args__ = (UniqueConstraint("application_id", "kind", "queued_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[str]
    subject: Mapped[str]
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime]


class Reading(Base):
    """How far an account has read: the number of the last message that was shown to it, and when."""

    __tablename__ = "thread_reading"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    last_number: Mapped[int]
    read_at: Mapped[datetime]
