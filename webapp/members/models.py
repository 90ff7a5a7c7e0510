"""Who is on their way to a structure: those who ask to act for it, and those who are invited to. Members themselves are
rows of `structures.models.Membership`.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base


class RequestState(StrEnum):
    """Of a request to join a structure, and of an invitation to it."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class JoinRequest(Base):
    """An account asks to act for a structure that others declared. One waits at a time."""

    __tablename__ = "join_request"
    __table_args__ = (
        Index(
            "uq_join_request_pending",
            "structure_id",
            "account_id",
            unique=True,
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    function: Mapped[str]
    signing: Mapped[str]
    message: Mapped[str]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(default="", server_default="")
    """Of a refusal."""


class StructureInvitation(Base):
    """An address is invited to act for a structure; whoever holds it may have no account yet.

    `nonce` is made when the mail is sent, as for the links of accounts: no usable token waits in the table.
    """

    __tablename__ = "structure_invitation"
    __table_args__ = (
        Index(
            "uq_structure_invitation_pending",
            "structure_id",
            "email",
            unique=True,
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(CITEXT())
    role: Mapped[str]
    state: Mapped[str]
    nonce: Mapped[str | None]
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
