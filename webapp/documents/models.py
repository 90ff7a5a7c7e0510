"""Uploaded files, as facts: what they are and where the store keeps them. Who may see one, their owner decides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base

# The worker listens on this channel; a file to scan wakes it as soon as its transaction commits.
CHANNEL = "document"


class Document(Base):
    """`signature`: what it is infected with. `next_scan_at` and `scans`, attempts: while it waits for its verdict."""

    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_to_scan", "next_scan_at", postgresql_where=text("state IN ('scanning', 'unscanned')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    storage_key: Mapped[str] = mapped_column(unique=True)
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    state: Mapped[str]
    signature: Mapped[str] = mapped_column(default="", server_default="")
    scans: Mapped[int] = mapped_column(default=0, server_default="0")
    next_scan_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    scanned_at: Mapped[datetime | None]
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    uploaded_at: Mapped[datetime]
