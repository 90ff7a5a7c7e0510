"""Structures (associations, companies, public bodies, private persons) and the accounts that act for them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base


class StructureFamily(StrEnum):
    """Type de tiers. For now an association only can be declared; the others come with their own blocks."""

    ASSOCIATION = "association"


class Structure(Base):
    __tablename__ = "structure"
    __table_args__ = (UniqueConstraint("siret"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    family: Mapped[str]
    name: Mapped[str]
    siret: Mapped[str]
    street: Mapped[str]
    postal_code: Mapped[str]
    commune: Mapped[str]
    created_at: Mapped[datetime]
    modified_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Membership(Base):
    __tablename__ = "membership"

    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str]
    created_at: Mapped[datetime]
