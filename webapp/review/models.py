"""What agents of the Region say of an application: in public once, among themselves as notes, of each piece."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base


class ReviewAct(Base):
    """A verb of rules.HOLDS that an agent has said, once and for ever; the applicant reads it.

    `appeal`: the ways to contest it, of one that ends the application: see appeal.py.
    """

    __tablename__ = "review_act"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    verb: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    appeal: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    done_at: Mapped[datetime]
    done_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class Note(Base):
    """For agents only: no page, mail, paper or archive of an applicant reads this table."""

    __tablename__ = "application_note"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class PieceVerdict(Base):
    """What an agent says of a slot of the application. `version`: one more with each change of mind; earlier ones are
    in the audit. For agents only: an applicant reads the reason in what the Region asks of them.
    """

    __tablename__ = "piece_verdict"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    piece: Mapped[str] = mapped_column(primary_key=True)
    conformity: Mapped[str]
    reason: Mapped[str]
    version: Mapped[int]
    judged_at: Mapped[datetime]
    judged_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
