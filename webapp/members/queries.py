"""Reads about the members of a structure, shaped for their pages; each is scoped by who asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account, AccountState
from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.refusals import NotFound
from webapp.members import texts
from webapp.members.models import JoinRequest, RequestState, StructureInvitation
from webapp.structures.access import membership_of
from webapp.structures.models import Membership, Structure
from webapp.structures.rules import Verb, denial

_Administrator = aliased(Account)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """`email`: empty for who does not manage the members."""

    account_id: UUID
    name: str
    email: str
    is_active: bool
    role: MemberRole
    function: str
    signing: SigningWay
    since: datetime

    @property
    def role_label(self) -> str:
        return texts.MEMBER_ROLES[self.role]

    @property
    def signing_label(self) -> str:
        return texts.SIGNING_OF[self.signing]


@dataclass(frozen=True, slots=True)
class JoinRow:
    id: UUID
    name: str
    email: str
    function: str
    signing: str
    message: str
    asked_at: datetime
    structure_id: UUID
    structure_name: str
    siret: str | None

    @property
    def signing_label(self) -> str:
        return texts.SIGNING_OF[self.signing]


@dataclass(frozen=True, slots=True)
class InvitationRow:
    id: UUID
    email: str
    role: str
    invited_at: datetime
    expires_at: datetime

    @property
    def role_label(self) -> str:
        return texts.MEMBER_ROLES[self.role]


@dataclass(frozen=True, slots=True)
class MembersPage:
    """`requests` and `invitations` are empty for who does not manage the members."""

    structure_id: UUID
    structure_name: str
    can_manage: bool
    members: list[MemberRow]
    requests: list[JoinRow]
    invitations: list[InvitationRow]

    def member(self, account_id: UUID) -> MemberRow:
        """Raises NotFound."""
        for row in self.members:
            if row.account_id == account_id:
                return row
        raise NotFound

    def is_last_administrator(self, account_id: UUID) -> bool:
        """As it was read; whoever changes something asks again."""
        active = [row.account_id for row in self.members if row.is_active and row.role is MemberRole.ADMINISTRATOR]
        return active == [account_id]

    def request(self, request_id: UUID) -> JoinRow:
        """Raises NotFound."""
        return one_of(self.requests, request_id)


_REQUESTS: Any = (
    select(
        JoinRequest.id,
        Account.full_name,
        Account.email,
        JoinRequest.function,
        JoinRequest.signing,
        JoinRequest.message,
        JoinRequest.asked_at,
        Structure.id,
        Structure.name,
        Structure.siret,
    )
    .join(Account, Account.id == JoinRequest.account_id)
    .join(Structure, Structure.id == JoinRequest.structure_id)
    .where(JoinRequest.state == RequestState.PENDING)
    .order_by(JoinRequest.asked_at, JoinRequest.id)
)


def one_of(requests: list[JoinRow], request_id: UUID) -> JoinRow:
    """Raises NotFound."""
    for row in requests:
        if row.id == request_id:
            return row
    raise NotFound


async def members_page(reads: AsyncEngine, actor: Actor, structure_id: UUID) -> MembersPage:
    """Raises NotFound for who is no member, and for a private person."""
    membership = membership_of(actor, structure_id)
    can_manage = denial(membership, Verb.MANAGE_MEMBERS) is None
    async with reads.connect() as connection:
        members = await _members(connection, structure_id, with_emails=can_manage)
        if not members:
            raise NotFound
        return MembersPage(
            structure_id,
            membership.structure_name,
            can_manage,
            members,
            await _requests(connection, structure_id) if can_manage else [],
            await _invitations(connection, structure_id) if can_manage else [],
        )


async def _members(connection: AsyncConnection, structure_id: UUID, *, with_emails: bool) -> list[MemberRow]:
    """By name; of a private person nobody."""
    query = (
        select(
            Account.id,
            Account.full_name.label("name"),
            Account.email,
            Account.state,
            Membership.role,
            Membership.function,
            Membership.signing,
            Membership.created_at,
        )
        .join(Account, Account.id == Membership.account_id)
        .join(Structure, Structure.id == Membership.structure_id)
        .where(Structure.id == structure_id, Structure.person_id.is_(None))
        .order_by(func.lower(Account.last_name), func.lower(Account.first_name), Account.id)
    )
    return [
        MemberRow(
            account_id=row.id,
            name=row.name,
            email=row.email if with_emails else "",
            is_active=row.state == AccountState.ACTIVE,
            role=MemberRole(row.role),
            function=row.function,
            signing=SigningWay(row.signing),
            since=row.created_at,
        )
        for row in await connection.execute(query)
    ]


async def _requests(connection: AsyncConnection, structure_id: UUID) -> list[JoinRow]:
    rows = await connection.execute(_REQUESTS.where(Structure.id == structure_id))
    return [JoinRow(*row) for row in rows]


async def _invitations(connection: AsyncConnection, structure_id: UUID) -> list[InvitationRow]:
    """Those that wait, whether or not their link is still good: it can be sent again."""
    query = (
        select(
            StructureInvitation.id,
            StructureInvitation.email,
            StructureInvitation.role,
            StructureInvitation.invited_at,
            StructureInvitation.expires_at,
        )
        .where(
            StructureInvitation.structure_id == structure_id,
            StructureInvitation.state == RequestState.PENDING,
        )
        .order_by(StructureInvitation.invited_at, StructureInvitation.id)
    )
    return [InvitationRow(*row) for row in await connection.execute(query)]


async def orphan_requests(reads: AsyncEngine) -> list[JoinRow]:
    """Those to structures that have no active administrator at this instant. For agents: the route says so."""
    administrator = (
        select(Membership.account_id)
        .join(_Administrator, _Administrator.id == Membership.account_id)
        .where(
            Membership.structure_id == Structure.id,
            Membership.role == MemberRole.ADMINISTRATOR,
            _Administrator.state == AccountState.ACTIVE,
        )
    )
    async with reads.connect() as connection:
        rows = await connection.execute(_REQUESTS.where(~administrator.exists()))
        return [JoinRow(*row) for row in rows]
