"""Who of a structure is told about one of its applications."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.models import Account, AccountState
from webapp.applications.models import Application
from webapp.core.actor import MemberRole
from webapp.core.work import Work
from webapp.structures.models import Membership


async def recipients(work: Work, application: Application, people: Iterable[UUID | None]) -> Sequence[Account]:
    """Those of `people` who still act for the structure. What is said of its application is not for who has left it;
    when all of them have, its administrators are told.
    """
    members = (
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.structure_id == application.structure_id, Account.state == AccountState.ACTIVE)
        .order_by(Account.id)
    )
    concerned = members.where(Account.id.in_({*people} - {None}))
    return (await work.session.scalars(concerned)).all() or (
        await work.session.scalars(members.where(Membership.role == MemberRole.ADMINISTRATOR))
    ).all()
