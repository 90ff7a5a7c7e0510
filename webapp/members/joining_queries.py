"""Reads for somebody on their way to a structure: their structures, what they wait for, the page of an invitation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from webapp.accounts.links import DeadLink, LinkToken, read_token
from webapp.accounts.models import Account
from webapp.core.actor import Actor, MemberRole
from webapp.core.tokens import Signer
from webapp.members import texts
from webapp.members.links import PURPOSE
from webapp.members.models import JoinRequest, RequestState, StructureInvitation
from webapp.members.rules import masked, says_how_they_sign
from webapp.structures import texts as structure_texts
from webapp.structures.access import has_number
from webapp.structures.models import Membership, Structure


@dataclass(frozen=True, slots=True)
class JoinableStructure:
    """All that a stranger learns: as registered, its name and its number."""

    id: UUID
    name: str
    siret: str | None
    rna: str | None

    @property
    def number(self) -> str:
        return self.siret or self.rna or ""


async def find_joinable(reads: AsyncEngine, number: str) -> JoinableStructure | None:
    """By Siret or RNA, as it was typed; never a private person."""
    query = select(Structure.id, Structure.name, Structure.siret, Structure.rna).where(has_number(number))
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    return JoinableStructure(*row) if row else None


@dataclass(frozen=True, slots=True)
class OwnStructure:
    id: UUID
    name: str
    siret: str | None
    family: str
    role: str

    @property
    def role_label(self) -> str:
        return texts.MEMBER_ROLES[self.role]

    @property
    def family_label(self) -> str:
        return structure_texts.FAMILIES[self.family]

    @property
    def has_members(self) -> bool:
        """A private person acts for nobody but themselves."""
        return self.family != "individual"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A request to join (`role` empty, `at`: when it was asked), or an invitation (`at`: until when it is good)."""

    id: UUID
    structure_name: str
    role: str
    at: datetime

    @property
    def role_label(self) -> str:
        return texts.MEMBER_ROLES[self.role]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an account waits for from structures, and what structures wait for from it."""

    requests: list[Awaited]
    invitations: list[Awaited]


async def own_structures(reads: AsyncEngine, actor: Actor) -> list[OwnStructure]:
    """The oldest first, as in `actor.memberships`."""
    query = (
        select(Structure.id, Structure.name, Structure.siret, Structure.family, Membership.role)
        .join(Membership, Membership.structure_id == Structure.id)
        .where(Membership.account_id == actor.account_id)
        .order_by(Membership.created_at, Structure.id)
    )
    async with reads.connect() as connection:
        return [OwnStructure(*row) for row in await connection.execute(query)]


async def waiting_of(reads: AsyncEngine, actor: Actor, now: datetime) -> Waiting:
    """In one statement, the oldest first."""
    both = union_all(_pending_requests(actor), _open_invitations(actor, now)).subquery()
    async with reads.connect() as connection:
        rows = list(await connection.execute(select(both).order_by(both.c.at, both.c.id)))
    found = [Awaited(row.id, row.name, row.role, row.at) for row in rows]
    return Waiting([one for one in found if not one.role], [one for one in found if one.role])


def _pending_requests(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(JoinRequest.id, Structure.name, literal("").label("role"), JoinRequest.asked_at.label("at"))
        .join(Structure, Structure.id == JoinRequest.structure_id)
        .where(JoinRequest.account_id == actor.account_id, JoinRequest.state == RequestState.PENDING)
    )


def _open_invitations(actor: Actor, now: datetime) -> Select[*tuple[Any, ...]]:
    """To the account's address, once their mail has left."""
    return (
        select(StructureInvitation.id, Structure.name, StructureInvitation.role, StructureInvitation.expires_at)
        .join(Structure, Structure.id == StructureInvitation.structure_id)
        .join(Account, Account.email == StructureInvitation.email)
        .where(
            Account.id == actor.account_id,
            StructureInvitation.state == RequestState.PENDING,
            StructureInvitation.nonce.is_not(None),
            StructureInvitation.expires_at > now,
        )
    )


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """What the link of a mail shows. `is_theirs`: the one who asks is signed in with the invited address."""

    structure_name: str
    inviter: str
    role: MemberRole
    masked_email: str
    is_theirs: bool
    is_member: bool

    @property
    def role_label(self) -> str:
        return texts.MEMBER_ROLES[self.role]

    @property
    def asks_for_function(self) -> bool:
        return says_how_they_sign(self.role)


async def invitation_page(
    reads: AsyncEngine, signer: Signer, text: str, actor: Actor | None, now: datetime
) -> InvitationPage | None:
    """None for a dead link, whatever the reason. Looking uses nothing; a member sees it after its use too."""
    try:
        token = read_token(signer, PURPOSE, text)
    except DeadLink:
        return None
    async with reads.connect() as connection:
        row = await _linked(connection, token, actor, now)
    if row is None:
        return None
    return InvitationPage(
        row.structure_name, row.inviter, MemberRole(row.role), masked(row.email), row.is_theirs, row.is_member
    )


async def _linked(connection: AsyncConnection, token: LinkToken, actor: Actor | None, now: datetime) -> Any:
    account_id = actor.account_id if actor else None
    address = select(Account.email).where(Account.id == account_id).correlate(None).scalar_subquery()
    is_member = (
        select(Membership.account_id)
        .where(Membership.structure_id == StructureInvitation.structure_id, Membership.account_id == account_id)
        .exists()
    )
    is_open = and_(StructureInvitation.state == RequestState.PENDING, StructureInvitation.expires_at > now)
    query = (
        select(
            Structure.name.label("structure_name"),
            Account.full_name.label("inviter"),
            StructureInvitation.role,
            StructureInvitation.email,
            func.coalesce(StructureInvitation.email == address, False).label("is_theirs"),
            is_member.label("is_member"),
        )
        .join(Structure, Structure.id == StructureInvitation.structure_id)
        .join(Account, Account.id == StructureInvitation.invited_by)
        .where(StructureInvitation.id == token.row_id, StructureInvitation.nonce == token.nonce)
        .where(or_(is_open, is_member))
    )
    return (await connection.execute(query)).one_or_none()
