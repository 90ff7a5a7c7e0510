"""Schemes and their revisions. A revision never changes: an application keeps the one it began with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base


class Scheme(Base):
    __tablename__ = "scheme"

    slug: Mapped[str] = mapped_column(primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    current_revision_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("scheme_revision.id", deferrable=True, initially="DEFERRED", use_alter=True)
    )


class SchemeRevision(Base):
    __tablename__ = "scheme_revision"
    __table_args__ = (UniqueConstraint("scheme_slug", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    scheme_slug: Mapped[str] = mapped_column(ForeignKey("scheme.slug"))
    sha256: Mapped[str]
    title: Mapped[str]
    theme: Mapped[str]
    content: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]
