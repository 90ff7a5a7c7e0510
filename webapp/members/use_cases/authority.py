"""Who decides about the members of a structure, asked inside the transaction; and how somebody becomes one.

The row of the structure is locked before any other: whatever changes its members waits in one line.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from webapp.accounts.models import Account, AccountState
from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.refusals import NotFound
from webapp.core.work import Work
from webapp.members.models import JoinRequest, RequestState, StructureInvitation
from webapp.structures.access import lock_structure
from webapp.structures.models import Membership, Structure
from webapp.structures.rules import Verb


@dataclass(frozen=True, slots=True)
class Member:
    membership: Membership
    account: Account

    @property
    def name(self) -> str:
        return self.account.full_name

    @property
    def is_active_administrator(self) -> bool:
        return self.account.is_active and self.membership.role == MemberRole.ADMINISTRATOR


async def lock_to_manage(work: Work, actor: Actor, structure_id: UUID) -> Structure:
    """The structure, held until the transaction ends, if the actor manages its members at this instant.

    Raises NotFound, also for a private person, who has no members; Refused.
    """
    structure = await lock_structure(work, actor, structure_id, Verb.MANAGE_MEMBERS)
    if structure.person_id is not None:
        raise NotFound
    return structure


async def lock_for_anyone(work: Work, structure_id: UUID) -> Structure:
    """The structure, whoever asks: somebody who acts upon their own place in it, or asks for one.

    Raises NotFound, also for a private person.
    """
    structure: Structure | None = await work.session.scalar(
        select(Structure)
        .where(Structure.id == structure_id, Structure.person_id.is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if structure is None:
        raise NotFound
    return structure


async def find_member(work: Work, structure_id: UUID, account_id: UUID) -> Member | None:
    """As they are now; once the structure is locked nobody else changes them."""
    query = (
        select(Membership, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.structure_id == structure_id, Membership.account_id == account_id)
        .execution_options(populate_existing=True)
    )
    row = (await work.session.execute(query)).one_or_none()
    return Member(row[0], row[1]) if row else None


async def active_administrators(work: Work, structure_id: UUID, *, but: UUID | None = None) -> list[Account]:
    query = (
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.structure_id == structure_id,
            Membership.role == MemberRole.ADMINISTRATOR,
            Account.state == AccountState.ACTIVE,
        )
        .order_by(Membership.created_at, Account.id)
    )
    found = await work.session.scalars(query if but is None else query.where(Account.id != but))
    return list(found)


async def is_last_administrator(work: Work, member: Member) -> bool:
    """Whether nobody else could manage the members now."""
    if not member.is_active_administrator:
        return False
    return not await active_administrators(work, member.membership.structure_id, but=member.account.id)


async def add_member(
    work: Work, structure: Structure, account: Account, role: MemberRole, function: str, signing: SigningWay
) -> None:
    """Somebody who is none yet. What else waited for the same person at this structure waits no longer."""
    work.session.add(
        Membership(
            structure_id=structure.id,
            account_id=account.id,
            role=role,
            function=function,
            signing=signing,
            created_at=work.now,
        )
    )
    await work.session.flush()
    over = {"state": RequestState.CANCELLED, "decided_at": work.now}
    requests = update(JoinRequest).where(JoinRequest.account_id == account.id)
    invitations = update(StructureInvitation).where(StructureInvitation.email == account.email)
    for change, table in ((requests, JoinRequest), (invitations, StructureInvitation)):
        await work.session.execute(
            change.where(table.structure_id == structure.id, table.state == RequestState.PENDING).values(over)
        )


async def account_of(work: Work, account_id: UUID) -> Account:
    return await work.session.get_one(Account, account_id, populate_existing=True)
