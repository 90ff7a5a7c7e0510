"""The Region's side: its services and the agents who work in them."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base


class Service(Base):
    """A service of the Region in charge of schemes; its address, e-mail and phone are on every acknowledgement."""

    __tablename__ = "service"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    address: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]


class Agent(Base):
    """Only an administrator may belong to no service: they look after accounts, not after applications."""

    __tablename__ = "agent"
    __table_args__ = (CheckConstraint("role = 'administrator' OR service_id IS NOT NULL", name="service"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str]
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("service.id"), index=True)
