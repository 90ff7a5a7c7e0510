"""Acting for one of several structures."""

from uuid import UUID

from sqlalchemy import select, update

from webapp.accounts.models import AccountSession
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound
from webapp.core.work import Work
from webapp.structures.models import Membership, Structure


async def act_for(work: Work, actor: Actor, structure_id: UUID) -> str:
    """The structure's name. For this session alone: another device keeps its own. Raises NotFound."""
    async with work:
        name: str | None = await work.session.scalar(
            select(Structure.name)
            .join(Membership, Membership.structure_id == Structure.id)
            .where(Structure.id == structure_id, Membership.account_id == actor.account_id)
        )
        if name is None:
            raise NotFound
        changed = await work.session.scalar(
            update(AccountSession)
            .where(AccountSession.id == actor.session_id, AccountSession.structure_id.is_distinct_from(structure_id))
            .values(structure_id=structure_id)
            .returning(AccountSession.id)
        )
        if changed is not None:
            work.audit("structure.chosen", "structure", structure_id)
        return name
