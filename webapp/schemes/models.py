"""Schemes and their revisions. A revision never changes: an application keeps the one it began with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base
from webapp.schemes.searching import VECTOR


class Scheme(Base):
    __tablename__ = "scheme"

    slug: Mapped[str] = mapped_column(primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    current_revision_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("scheme_revision.id", deferrable=True, initially="DEFERRED", use_alter=True)
    )


class SchemeRevision(Base):
    """What the catalogue shows and looks for is taken out of `content` by the database, once, when it is stored: the
    list of all schemes never reads their thousands of fields.
    """

    __tablename__ = "scheme_revision"
    __table_args__ = (
        UniqueConstraint("scheme_slug", "sha256"),
        Index("ix_scheme_revision_search", "search", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    scheme_slug: Mapped[str] = mapped_column(ForeignKey("scheme.slug"))
    sha256: Mapped[str]
    title: Mapped[str]
    theme: Mapped[str]
    content: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]
    summary: Mapped[str] = mapped_column(Computed("(content ->> 'summary'::text)", persisted=True))
    families: Mapped[list[str]] = mapped_column(JSONB, Computed("(content -> 'families'::text)", persisted=True))
    campaign: Mapped[dict[str, Any]] = mapped_column(Computed("(content -> 'campaign'::text)", persisted=True))
    search: Mapped[str] = mapped_column(TSVECTOR, Computed(VECTOR, persisted=True), deferred=True)


class SchemeTemplate(Base):
    """A file to download, as it was when the revision was loaded: an application goes on finding the one it began
    with. In the database, since it is small (templates.LARGEST) and comes with its revision in one transaction.
    """

    __tablename__ = "scheme_template"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("scheme_revision.id"), primary_key=True)
    file: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    sha256: Mapped[str]
