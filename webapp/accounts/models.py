"""Accounts, the sessions of those who are signed in, and the one-time links sent by mail."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base


class AccountState(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    CLOSED = "closed"


class Civility(StrEnum):
    MADAM = "madam"
    SIR = "sir"
    UNSAID = "unsaid"


class LinkPurpose(StrEnum):
    ACTIVATION = "activation"
    PASSWORD_RESET = "password_reset"  # noqa: S105


class Account(Base):
    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("login"), UniqueConstraint("email"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    login: Mapped[str] = mapped_column(CITEXT())
    email: Mapped[str] = mapped_column(CITEXT())
    password_hash: Mapped[str]
    civility: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    terms_accepted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]

    @property
    def is_active(self) -> bool:
        return self.state == AccountState.ACTIVE


class AccountSession(Base):
    """The cookie holds a random text; here lies only its sha256, so that a stolen table opens nothing."""

    __tablename__ = "account_session"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(), unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    authenticated_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Link(Base):
    """A one-time link. `fingerprint` is the account's state when it was made: any change of it kills the link."""

    __tablename__ = "link"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    nonce: Mapped[str]
    fingerprint: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]
