"""Which structures an actor reaches at all: those they are a member of. For everybody else they do not exist."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from webapp.core.actor import ActingMembership, Actor, MemberRole, SigningWay
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.structures.models import Membership, Representative, Structure
from webapp.structures.rules import Verb, may


def membership_of(actor: Actor, structure_id: UUID) -> ActingMembership:
    """Raises NotFound."""
    membership = actor.member_of(structure_id)
    if membership is None:
        raise NotFound
    return membership


async def lock_structure(work: Work, actor: Actor, structure_id: UUID, verb: Verb) -> Structure:
    """The row, held until the transaction ends, if the actor may say `verb` of it at this instant.

    Their role is read again: it may have changed since the page began. Raises NotFound, Refused.
    """
    row = await _lock(work, _held(actor, structure_id), verb)
    structure: Structure = row.Structure
    return structure


async def lock_representative(
    work: Work, actor: Actor, structure_id: UUID, key: UUID
) -> tuple[Structure, Representative | None]:
    """As lock_structure, with the representative of that id, None if the structure has none such; one statement."""
    is_theirs = and_(Representative.structure_id == Structure.id, Representative.id == key)
    query = _held(actor, structure_id).add_columns(Representative).outerjoin(Representative, is_theirs)
    row = await _lock(work, query, Verb.EDIT)
    return row.Structure, row.Representative


def _held(actor: Actor, structure_id: UUID) -> Any:
    return (
        select(Structure, Membership.role, Membership.signing)
        .join(Membership, Membership.structure_id == Structure.id)
        .where(Structure.id == structure_id, Membership.account_id == actor.account_id)
        .with_for_update(of=Structure)
        .execution_options(populate_existing=True)
    )


async def _lock(work: Work, query: Any, verb: Verb) -> Any:
    row = (await work.session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    membership = ActingMembership(row.Structure.id, row.Structure.name, MemberRole(row.role), SigningWay(row.signing))
    if denied := may(membership, verb):
        raise Refused(denied.reason)
    return row
