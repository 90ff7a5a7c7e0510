"""Who may sign for a structure at this instant, and who would if they accepted their invitation."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from webapp.accounts.models import Account, AccountState
from webapp.core.actor import MemberRole, SigningWay
from webapp.members.models import RequestState, StructureInvitation
from webapp.structures.models import Membership

MAY_SIGN = [role for role in MemberRole if role.can_sign]


async def waiting_signers(
    session: AsyncSession, structure_id: UUID, now: datetime
) -> tuple[Sequence[Account], Sequence[StructureInvitation]]:
    """The members, and the guests whose invitation is still good."""
    members = await session.scalars(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.structure_id == structure_id,
            Membership.role.in_(MAY_SIGN),
            Membership.signing != SigningWay.PREPARER,
            Account.state == AccountState.ACTIVE,
        )
        .order_by(Account.id)
    )
    guests = await session.scalars(
        select(StructureInvitation)
        .where(
            StructureInvitation.structure_id == structure_id,
            StructureInvitation.state == RequestState.PENDING,
            StructureInvitation.role.in_(MAY_SIGN),
            StructureInvitation.expires_at > now,
        )
        .order_by(StructureInvitation.invited_at)
    )
    return members.all(), guests.all()
