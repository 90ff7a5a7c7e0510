"""Applications for a grant, their answers one by one, their pieces, and the receipt that proves their filing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base


class Application(Base):
    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_application_state_submitted_at", "state", "submitted_at"),
        Index("ix_application_idle", "edited_at", postgresql_where=text("state = 'draft'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Identity(always=True))
    state: Mapped[str]
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("scheme_revision.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id"), index=True)
    snapshot_id: Mapped[UUID | None] = mapped_column(ForeignKey("structure_snapshot.id"))
    """The structure as it was when the application was sent."""
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    edition: Mapped[int] = mapped_column(default=0, server_default="0")
    """One more with each saving of answers. A page that shows them says which one it showed."""
    edited_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    """When somebody last changed an answer or a piece: see keeping.py. The default is for the release before it."""
    end_announced_at: Mapped[datetime | None]
    """When its members were told that the draft will be deleted."""
    declined_revision_id: Mapped[UUID | None] = mapped_column(ForeignKey("scheme_revision.id"))
    """The newer revision that they chose not to take."""
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    taken_over_at: Mapped[datetime | None]
    taken_over_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    @property
    def reference(self) -> str:
        return reference(self.number)


class Answer(Base):
    """What was typed, as it was typed, one row a control (schemes/controls.py): two writers never overwrite each other.

    `version`: the application's edition that wrote it. `page`: the mark of the page that it was typed in, which may go
    on writing, and whose sendings are counted: `turn`. `before`: what another page has left there.
    """

    __tablename__ = "answer"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    version: Mapped[int] = mapped_column(server_default="0")
    page: Mapped[str] = mapped_column(server_default="")
    turn: Mapped[int] = mapped_column(server_default="0")
    before: Mapped[str] = mapped_column(server_default="")
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class PieceDocument(Base):
    """A document put in one of the scheme's slots. `kind`: what the slot asks for, such as `statuts`, where the scheme
    says so: another application of the structure may then take the document up.
    """

    __tablename__ = "piece_document"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    piece: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="")


class Receipt(Base):
    """The acknowledgement: its facts and its PDF, made once, in the transaction of the submission, never again."""

    __tablename__ = "receipt"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    facts: Mapped[dict[str, Any]]
    storage_key: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    issued_at: Mapped[datetime]


def reference(number: int) -> str:
    """The public number, as people read it: `00000108`."""
    return f"{number:08d}"
