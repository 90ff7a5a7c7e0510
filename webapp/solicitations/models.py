"""What the Region asks back about an application: one object for both kinds, item by item, and what came as a reply."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base


class Solicitation(Base):
    """One round of it. `follows_id`: the round before, whose reply was not enough.

    `version`: one more with each saving of a draft, so that two agents do not overwrite each other. `deadline`: the
    last second of a day in Paris; None while it is composed.
    """

    __tablename__ = "solicitation"
    __table_args__ = (
        Index(None, "application_id"),
        # One draft of each kind: whatever agents mark meanwhile goes into it.
        Index("uq_solicitation_draft", "application_id", "kind", unique=True, postgresql_where=text("state = 'draft'")),
        Index("ix_solicitation_deadline", "deadline", postgresql_where=text("state = 'open'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[str]
    state: Mapped[str]
    round: Mapped[int] = mapped_column(default=1)
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("solicitation.id"))
    message: Mapped[str] = mapped_column(default="")
    deadline: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime]
    begun_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    filled_at: Mapped[datetime | None]
    """When what agents had judged went into the draft; what is judged afterwards is not in it yet."""
    edited_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    """When it was accepted as a whole, closed, cancelled or asked again."""
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reminded: Mapped[int | None]
    """Days before the deadline of the last reminder that was sent."""


class SolicitationItem(Base):
    """One thing that is asked: a piece, a section or a field. Answered and judged alone.

    `label`, `hint`: as the applicant reads them, kept as they were. `reason`: what the Region says of it. `is_new`: a
    piece that was not asked before. `suspends`: the texts ask for it, so the legal clock stops (CRPA L114-5).
    `unable`: why the applicant cannot provide it. `verdict`: what an agent says of the reply. `follows_id`: the same
    thing in the round before.
    """

    __tablename__ = "solicitation_item"
    __table_args__ = (Index(None, "solicitation_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    solicitation_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation.id", ondelete="CASCADE"))
    position: Mapped[int]
    target_kind: Mapped[str]
    target: Mapped[str]
    label: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    is_required: Mapped[bool] = mapped_column(default=True)
    is_new: Mapped[bool] = mapped_column(default=False)
    suspends: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="asked")
    unable: Mapped[str] = mapped_column(default="")
    verdict: Mapped[str] = mapped_column(default="")
    judged_at: Mapped[datetime | None]
    judged_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("solicitation_item.id"))


class ReplyDocument(Base):
    """A file of the reply to one item. It is sent with the reply, and stays for ever then."""

    __tablename__ = "reply_document"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation_item.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)


class Amendment(Base):
    """What a contribution changed: the facts and the PDF, made once, in the transaction that sends it, never again.

    `submission_id`: the version that it made.
    """

    __tablename__ = "amendment"

    solicitation_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation.id"), primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), unique=True)
    facts: Mapped[dict[str, Any]]
    storage_key: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    issued_at: Mapped[datetime]
