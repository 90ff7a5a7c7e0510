"""Changing a member's role, removing a member, leaving, and saying what one does in a structure."""

from typing import Any
from uuid import UUID

from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.members import mails, texts
from webapp.members.use_cases.authority import (
    Member,
    active_administrators,
    find_member,
    is_last_administrator,
    lock_for_anyone,
    lock_to_manage,
)
from webapp.structures.models import Structure


async def change_member_role(work: Work, actor: Actor, structure_id: UUID, account_id: UUID, role: MemberRole) -> bool:
    """False when it was theirs already. Raises NotFound; Refused, on `role` for the last administrator."""
    async with work:
        structure = await lock_to_manage(work, actor, structure_id)
        member = await _member(work, structure_id, account_id)
        before = member.membership.role
        if before == role:
            return False
        if await is_last_administrator(work, member):
            raise Refused(texts.LAST_ADMINISTRATOR, field="role")
        member.membership.role = role
        if account_id != actor.account_id:
            signing = SigningWay(member.membership.signing)
            await work.mail(mails.role_changed(structure, member.account, role, signing, by=actor.full_name))
        work.audit(
            "structure.member_role_changed",
            "structure",
            structure_id,
            account=str(account_id),
            before=before,
            after=role,
        )
        return True


async def remove_member(work: Work, actor: Actor, structure_id: UUID, account_id: UUID) -> str | None:
    """Their name; None when they are no member, so that doing it twice does it once. Raises NotFound, Refused.

    Whoever removes themselves leaves: see `leave_structure`.
    """
    async with work:
        structure = await lock_to_manage(work, actor, structure_id)
        member = await find_member(work, structure_id, account_id)
        if member is None:
            return None
        if account_id == actor.account_id:
            await _leave(work, structure, member)
            return member.name
        if await is_last_administrator(work, member):
            raise Refused(texts.LAST_ADMINISTRATOR)
        await work.session.delete(member.membership)
        await work.mail(mails.member_removed(structure, member.account, by=actor.full_name))
        _audit_removal(work, "structure.member_removed", member)
        return member.name


async def leave_structure(work: Work, actor: Actor, structure_id: UUID) -> str | None:
    """The structure's name; None for whoever is no member, or no longer. Raises Refused for the last administrator."""
    async with work:
        try:
            structure = await lock_for_anyone(work, structure_id)
        except NotFound:
            return None
        member = await find_member(work, structure_id, actor.account_id)
        if member is None:
            return None
        await _leave(work, structure, member)
        return structure.name


async def _leave(work: Work, structure: Structure, member: Member) -> None:
    if await is_last_administrator(work, member):
        raise Refused(texts.LAST_ADMINISTRATOR_LEAVES)
    await work.session.delete(member.membership)
    for administrator in await active_administrators(work, structure.id, but=member.account.id):
        await work.mail(mails.member_left(structure, administrator, name=member.name))
    _audit_removal(work, "structure.member_left", member)


def _audit_removal(work: Work, action: str, member: Member) -> None:
    membership = member.membership
    about: dict[str, Any] = {"account": str(membership.account_id), "before": membership.role, "after": None}
    work.audit(action, "structure", membership.structure_id, **about)


async def say_function(work: Work, actor: Actor, structure_id: UUID, function: str, signing: SigningWay) -> None:
    """What the actor says of themselves, whatever their role. Raises NotFound."""
    async with work:
        await lock_for_anyone(work, structure_id)
        membership = (await _member(work, structure_id, actor.account_id)).membership
        before = {"function": membership.function, "signing": membership.signing}
        after = {"function": function, "signing": signing.value}
        if before == after:
            return
        membership.function, membership.signing = function, signing
        work.audit("structure.member_function_changed", "structure", structure_id, before=before, after=after)


async def _member(work: Work, structure_id: UUID, account_id: UUID) -> Member:
    member = await find_member(work, structure_id, account_id)
    if member is None:
        raise NotFound
    return member
