"""Members of a structure."""

from uuid import UUID

from webapp.accounts.models import Account
from webapp.core.actor import MemberRole, SigningWay
from webapp.core.work import Work
from webapp.structures.models import Membership


async def make_member(
    work: Work, account: Account, structure_id: UUID, role: MemberRole, signing: SigningWay = SigningWay.DELEGATE
) -> None:
    """The account acts for the structure from now on."""
    async with work:
        work.session.add(
            Membership(
                structure_id=structure_id, account_id=account.id, role=role, signing=signing, created_at=work.now
            )
        )
