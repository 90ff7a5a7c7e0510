"""Accounts, the sessions of those who are signed in, and the one-time links sent by mail."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base


class AccountState(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    DISABLED = "disabled"
    CLOSED = "closed"


class Civility(StrEnum):
    MADAM = "madam"
    SIR = "sir"
    UNSAID = "unsaid"


class LinkPurpose(StrEnum):
    ACTIVATION = "activation"
    PASSWORD_RESET = "password_reset"  # noqa: S105
    EMAIL_CHANGE = "email_change"
    EMAIL_RESTORE = "email_restore"
    AGENT_INVITATION = "agent_invitation"


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

    @hybrid_property
    def full_name(self) -> str:
        """In Python and in SQL: `Account.full_name` is an expression."""
        return self.first_name + " " + self.last_name


class AccountSession(Base):
    """The cookie holds a random text; here lies only its sha256, so that a stolen table opens nothing."""

    __tablename__ = "account_session"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(), unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    authenticated_at: Mapped[datetime]
    proved_at: Mapped[datetime | None]
    """When the password was last asked for again, for what a session left open must not do."""
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    structure_id: Mapped[UUID | None] = mapped_column(ForeignKey("structure.id", ondelete="SET NULL"))
    """The one it acts for, once the person has switched; see core/actor.py."""


class Link(Base):
    """A one-time link. `fingerprint` is the account's state when it was made: any change of it kills the link."""

    __tablename__ = "link"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    email_change_id: Mapped[UUID | None] = mapped_column(ForeignKey("email_change.id", ondelete="CASCADE"))
    nonce: Mapped[str]
    fingerprint: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]


class EmailChange(Base):
    """A change of address that an account asked for. The old address can undo it for seven days."""

    __tablename__ = "email_change"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    old_email: Mapped[str] = mapped_column(CITEXT(), index=True)
    new_email: Mapped[str] = mapped_column(CITEXT())
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    restored_at: Mapped[datetime | None]


class LoginReservation(Base):
    """An identifier that a registration asked for, kept whether or not its address was known: nobody can tell."""

    __tablename__ = "login_reservation"

    login: Mapped[str] = mapped_column(CITEXT(), primary_key=True)
    email: Mapped[str] = mapped_column(CITEXT())
    expires_at: Mapped[datetime]
