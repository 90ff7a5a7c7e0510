"""Which structures an actor reaches at all: those they are a member of. For everybody else they do not exist."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, select

from webapp.core.actor import ActingMembership, Actor, MemberRole, SigningWay
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.structures.models import Membership, Structure
from webapp.structures.rules import Verb, may, normal_rna, normal_siret


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
    query = select(Structure).where(Structure.id == structure_id).with_for_update()
    structure = await work.session.scalar(query.execution_options(populate_existing=True))
    # Only now: joined to the row that is waited for, it would be as it was before the wait.
    role = select(Membership.role, Membership.signing).where(
        Membership.structure_id == structure_id, Membership.account_id == actor.account_id
    )
    row = (await work.session.execute(role)).one_or_none()
    if structure is None or row is None:
        raise NotFound
    membership = ActingMembership(structure.id, structure.name, MemberRole(row.role), SigningWay(row.signing))
    if denied := may(membership, verb):
        raise Refused(denied.reason)
    return structure


def has_number(number: str) -> ColumnElement[bool]:
    """The structure of this Siret or RNA, as it was typed. A private person's has none: nobody finds it."""
    if siret := normal_siret(number):
        return and_(Structure.siret == siret, Structure.person_id.is_(None))
    if rna := normal_rna(number):
        return and_(Structure.rna == rna, Structure.person_id.is_(None))
    return false()
