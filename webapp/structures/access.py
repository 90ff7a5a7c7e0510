"""Which structures an actor reaches at all: those they are a member of. For everybody else they do not exist."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, select

from webapp.core.actor import ActingMembership, Actor, MemberRole, SigningWay
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.structures.models import Membership, Representative, Structure
from webapp.structures.rules import Verb, denial, normal_rna, normal_siret


def membership_of(actor: Actor, structure_id: UUID) -> ActingMembership:
    """Raises NotFound."""
    membership = actor.member_of(structure_id)
    if membership is None:
        raise NotFound
    return membership


def require(actor: Actor, structure_id: UUID, verb: Verb) -> ActingMembership:
    """As the page began: whoever changes something asks again. Raises NotFound, Refused."""
    membership = membership_of(actor, structure_id)
    if denied := denial(membership, verb):
        raise Refused(denied.reason)
    return membership


async def lock_structure(work: Work, actor: Actor, structure_id: UUID, verb: Verb) -> Structure:
    """The row, held until the transaction ends, if the actor may say `verb` of it at this instant.

    Their role is read again: it may have changed since the page began. Raises NotFound, Refused.
    """
    query = _membership_in(actor, structure_id).with_for_update(key_share=True, of=[Structure, Membership])
    structure: Structure = (await _lock(work, query, verb)).Structure
    return structure


async def lock_for_member(work: Work, actor: Actor, structure_id: UUID) -> tuple[Structure, Actor]:
    """The row, held until the transaction ends, and the actor with the role that they have there at this instant and no
    other: they may have been taken out since the page began. Raises NotFound.
    """
    query = _membership_in(actor, structure_id).with_for_update(key_share=True, of=[Structure, Membership])
    row = (await work.session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    structure: Structure = row.Structure
    return structure, replace(actor, memberships=(_acting(row),))


async def lock_representative(
    work: Work, actor: Actor, structure_id: UUID, key: UUID
) -> tuple[Structure, Representative]:
    """As lock_structure, to edit one of its representatives. Raises NotFound also for one who is not there any more."""
    is_theirs = and_(Representative.structure_id == Structure.id, Representative.id == key)
    query = _membership_in(actor, structure_id).add_columns(Representative).join(Representative, is_theirs)
    row = await _lock(
        work, query.with_for_update(key_share=True, of=[Structure, Membership, Representative]), Verb.EDIT
    )
    return row.Structure, row.Representative


def _membership_in(actor: Actor, structure_id: UUID) -> Any:
    return (
        select(Structure, Membership.role, Membership.signing)
        .join(Membership, Membership.structure_id == Structure.id)
        .where(Structure.id == structure_id, Membership.account_id == actor.account_id)
        .execution_options(populate_existing=True)
    )


async def _lock(work: Work, query: Any, verb: Verb) -> Any:
    """Every row is locked, the structure's first: what had to be waited for is read as it is after the wait.

    The lock lets others refer to the rows meanwhile: whoever only chooses the structure does not wait.
    """
    row = (await work.session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    if denied := denial(_acting(row), verb):
        raise Refused(denied.reason)
    return row


def _acting(row: Any) -> ActingMembership:
    """From a row of _membership_in."""
    structure = row.Structure
    return ActingMembership(
        structure.id, structure.name, MemberRole(row.role), SigningWay(row.signing), structure.family
    )


def has_number(number: str) -> ColumnElement[bool]:
    """The structure of this Siret or RNA, as it was typed. A private person's has none: nobody finds it."""
    if siret := normal_siret(number):
        return and_(Structure.siret == siret, Structure.person_id.is_(None))
    if rna := normal_rna(number):
        return and_(Structure.rna == rna, Structure.person_id.is_(None))
    return false()
