"""Who is asking: a frozen value made once per request. Policies take it, never an account from the database."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class AccountKind(StrEnum):
    APPLICANT = "applicant"
    AGENT = "agent"


class AgentRole(StrEnum):
    CASE_OFFICER = "case_officer"
    SCHEME_MANAGER = "scheme_manager"
    ADMINISTRATOR = "administrator"


class MemberRole(StrEnum):
    """What an account may do for a structure."""

    ADMINISTRATOR = "administrator"
    SIGNATORY = "signatory"
    WRITER = "writer"
    READER = "reader"

    @property
    def can_write(self) -> bool:
        return self is not MemberRole.READER

    @property
    def can_sign(self) -> bool:
        return self in (MemberRole.ADMINISTRATOR, MemberRole.SIGNATORY)


class SigningWay(StrEnum):
    """What an account said of itself when it came to a structure."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    DELEGATE = "delegate"
    PREPARER = "preparer"


@dataclass(frozen=True, slots=True)
class ActingMembership:
    structure_id: UUID
    structure_name: str
    role: MemberRole
    signing: SigningWay
    family: str = ""
    """Type de tiers, of structures.rules.StructureFamily."""

    @property
    def can_sign(self) -> bool:
        """Not who prepares applications for somebody else's signature, whatever the role."""
        return self.role.can_sign and self.signing is not SigningWay.PREPARER


@dataclass(frozen=True, slots=True)
class Actor:
    account_id: UUID
    session_id: UUID
    kind: AccountKind
    first_name: str
    last_name: str
    role: AgentRole | None = None
    service_id: UUID | None = None
    memberships: tuple[ActingMembership, ...] = ()
    """The oldest first."""
    chosen_structure_id: UUID | None = None
    """The one that this session switched to."""
    password_at: datetime | None = None
    """When it was last typed in this session."""
    session_ends_at: datetime | None = None
    """If no other page is shown."""
    session_is_at_its_limit: bool = False
    """Showing a page does not make it longer any more."""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def is_agent(self) -> bool:
        return self.kind is AccountKind.AGENT

    @property
    def is_administrator(self) -> bool:
        return self.is_agent and self.role is AgentRole.ADMINISTRATOR

    def acting_for(self, structure_id: UUID) -> "Actor":
        """The same person with the role they have there and no other: an administrator here may be a reader there."""
        return replace(self, memberships=tuple(one for one in self.memberships if one.structure_id == structure_id))

    @property
    def membership(self) -> ActingMembership | None:
        """The structure the actor acts for: the chosen one, else the oldest."""
        return self.member_of(self.chosen_structure_id) or next(iter(self.memberships), None)

    def can_write_for(self, structure_id: UUID) -> bool:
        """Not who only reads there."""
        member = self.member_of(structure_id)
        return member is not None and member.role.can_write

    def member_of(self, structure_id: UUID | None) -> ActingMembership | None:
        return next((one for one in self.memberships if one.structure_id == structure_id), None)
