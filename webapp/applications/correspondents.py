"""Who is written to about an application: nothing of it goes to somebody who may not open it any more."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select

from webapp.accounts.models import Account, AccountState
from webapp.applications.models import Application
from webapp.core.actor import MemberRole
from webapp.core.work import Work
from webapp.structures.models import Membership


async def correspondents(work: Work, application: Application, *others: UUID | None) -> Sequence[Account]:
    """Who began it, who sent it and `others`, while they act for the structure. When the first two have both left, its
    administrators in their place. Nobody whose account is not active.
    """
    first, more = {application.created_by, application.submitted_by}, set(others)
    query = (
        select(Account, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.structure_id == application.structure_id,
            Account.state == AccountState.ACTIVE,
            or_(Account.id.in_((first | more) - {None}), Membership.role == MemberRole.ADMINISTRATOR),
        )
        .order_by(Account.id)
    )
    members = (await work.session.execute(query)).all()
    if not any(account.id in first for account, _ in members):
        first = {account.id for account, role in members if role == MemberRole.ADMINISTRATOR}
    return [account for account, _ in members if account.id in first | more]
