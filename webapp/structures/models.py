"""Structures (associations, companies, public bodies, private persons), who represents them, and the accounts that act
for them.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base


class AddressLayout(StrEnum):
    """The two layouts of AFNOR NF Z10-011: they differ in what the lines are called."""

    ORGANISATION = "organisation"
    PERSON = "person"


class FactSource(StrEnum):
    """Where a fact of a structure comes from."""

    DECLARED = "declared"
    DIRECTORY = "directory"


class AddressColumns:
    """A postal address, by the lines of AFNOR NF Z10-011 (38 characters each). Lines without a word are empty."""

    delivery_point: Mapped[str] = mapped_column(default="", server_default="")
    """Line 2: the addressee inside an organisation, or a person's flat."""
    building: Mapped[str] = mapped_column(default="", server_default="")
    street: Mapped[str] = mapped_column(default="", server_default="")
    locality: Mapped[str] = mapped_column(default="", server_default="")
    """Line 5: hamlet, or "BP"."""
    postal_code: Mapped[str] = mapped_column(default="", server_default="")
    commune: Mapped[str] = mapped_column(default="", server_default="")
    commune_code: Mapped[str] = mapped_column(default="", server_default="")
    """Of INSEE; empty abroad, and for a commune that is not in the list."""
    country: Mapped[str] = mapped_column(default="FR", server_default="FR")
    """ISO 3166-1, two letters."""


class ContactColumns:
    """Phones in E.164 (`+33467589663`)."""

    phone: Mapped[str] = mapped_column(default="", server_default="")
    mobile: Mapped[str] = mapped_column(default="", server_default="")
    fax: Mapped[str] = mapped_column(default="", server_default="")
    email: Mapped[str] = mapped_column(default="", server_default="")


class Structure(AddressColumns, ContactColumns, Base):
    __tablename__ = "structure"
    __table_args__ = (
        UniqueConstraint("siret"),
        UniqueConstraint("rna"),
        UniqueConstraint("person_id"),
        CheckConstraint("(family = 'individual') = (person_id IS NOT NULL)", name="person"),
        CheckConstraint("person_id IS NULL OR (siret IS NULL AND rna IS NULL)", name="person_has_no_number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    family: Mapped[str]
    name: Mapped[str]
    siret: Mapped[str | None]
    rna: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    """The private person who asks for themselves: one account, one such structure."""
    naf: Mapped[str] = mapped_column(default="", server_default="")
    naf_version: Mapped[str] = mapped_column(default="", server_default="")
    legal_form: Mapped[str] = mapped_column(default="", server_default="")
    website: Mapped[str] = mapped_column(default="", server_default="")
    sources: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """By fact: {"source": FactSource, "label": which register, "at": instant in ISO 8601}."""
    created_at: Mapped[datetime]
    modified_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    """Of the identification; the address has its own, so that two persons may each edit one."""
    address_version: Mapped[int] = mapped_column(default=1, server_default="1")


class Representative(AddressColumns, ContactColumns, Base):
    """A person who represents the structure. They need no account."""

    __tablename__ = "representative"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"), index=True)
    civility: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    function: Mapped[str] = mapped_column(default="", server_default="")
    is_legal: Mapped[bool] = mapped_column(default=False, server_default="false")
    profession: Mapped[str] = mapped_column(default="", server_default="")
    layout: Mapped[str] = mapped_column(default=AddressLayout.PERSON, server_default=AddressLayout.PERSON.value)
    created_at: Mapped[datetime]
    modified_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class Membership(Base):
    """`function` and `signing`: what the account said of itself, see SigningWay."""

    __tablename__ = "membership"

    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str]
    function: Mapped[str] = mapped_column(default="", server_default="")
    signing: Mapped[str] = mapped_column(server_default="legal_representative")
    created_at: Mapped[datetime]


class StructureSnapshot(Base):
    """A structure as it was at one instant, in plain JSON; it never changes."""

    __tablename__ = "structure_snapshot"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id"), index=True)
    taken_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
