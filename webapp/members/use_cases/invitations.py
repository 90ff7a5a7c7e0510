"""Inviting somebody to act for a structure; accepting is in acceptance.py."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.core.actor import Actor, MemberRole
from webapp.core.ids import new_id
from webapp.core.refusals import Conflict, NotFound, Refused
from webapp.core.throttle import count
from webapp.core.work import SENT_TWICE, Work
from webapp.members import links, mails, texts
from webapp.members.models import RequestState, StructureInvitation
from webapp.members.throttling import INVITATIONS, INVITATIONS_OF_ACCOUNT
from webapp.members.use_cases.authority import lock_to_manage
from webapp.structures.access import require
from webapp.structures.models import Membership
from webapp.structures.rules import Verb


async def invite_member(
    work: Work, actor: Actor, structure_id: UUID, email: str, role: MemberRole
) -> StructureInvitation:
    """Sent twice, it is one invitation. Raises NotFound, Throttled; Refused, on `email` for a member or an invited."""
    await _count(work, actor, structure_id)
    async with work:
        structure = await lock_to_manage(work, actor, structure_id)
        if await _is_member(work, structure_id, email):
            raise Refused(texts.ALREADY_MEMBER, field="email")
        if waiting := await _waiting_for(work, structure_id, email):
            if _is_just_sent(work, waiting) and waiting.role == role:
                return waiting
            if waiting.expires_at > work.now:
                raise Refused(texts.ALREADY_INVITED, field="email")
            close(work, waiting, RequestState.CANCELLED)
            await work.session.flush()
        invitation = StructureInvitation(
            id=new_id(),
            structure_id=structure_id,
            email=email,
            role=role,
            state=RequestState.PENDING,
            invited_by=actor.account_id,
            invited_at=work.now,
            expires_at=work.now + links.LIFETIME,
        )
        work.session.add(invitation)
        await work.mail(mails.invitation(structure, invitation, inviter=actor.full_name))
        _audit(work, "structure.member_invited", invitation, role=role)
        return invitation


async def send_invitation_again(
    work: Work, actor: Actor, structure_id: UUID, invitation_id: UUID
) -> StructureInvitation:
    """For seven days more; the earlier link is dead at once. Raises NotFound, Refused, Throttled, Conflict."""
    await _count(work, actor, structure_id)
    async with work:
        structure = await lock_to_manage(work, actor, structure_id)
        invitation = await lock_invitation(work, structure_id, invitation_id)
        if invitation.state != RequestState.PENDING:
            raise Conflict(texts.INVITATION_IS_OVER)
        if not _is_just_sent(work, invitation):
            invitation.nonce = None
            invitation.invited_by, invitation.invited_at = actor.account_id, work.now
            invitation.expires_at = work.now + links.LIFETIME
            await work.mail(mails.invitation(structure, invitation, inviter=actor.full_name))
            _audit(work, "structure.invitation_sent_again", invitation)
        return invitation


async def cancel_invitation(work: Work, actor: Actor, structure_id: UUID, invitation_id: UUID) -> StructureInvitation:
    """Its link is dead. Raises NotFound, Refused, Conflict when it was accepted."""
    async with work:
        await lock_to_manage(work, actor, structure_id)
        invitation = await lock_invitation(work, structure_id, invitation_id)
        if invitation.state == RequestState.PENDING:
            close(work, invitation, RequestState.CANCELLED)
            _audit(work, "structure.invitation_cancelled", invitation)
        elif invitation.state != RequestState.CANCELLED:
            raise Conflict(texts.INVITATION_IS_OVER)
        return invitation


async def _count(work: Work, actor: Actor, structure_id: UUID) -> None:
    """One more mail to somebody outside, for whoever may send it."""
    require(actor, structure_id, Verb.MANAGE_MEMBERS)
    await count(work, INVITATIONS.of(structure_id), INVITATIONS_OF_ACCOUNT.of(actor.account_id))


async def _is_member(work: Work, structure_id: UUID, email: str) -> bool:
    query = (
        select(Account.id)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.structure_id == structure_id, Account.email == email)
    )
    return await work.session.scalar(query) is not None


async def _waiting_for(work: Work, structure_id: UUID, email: str) -> StructureInvitation | None:
    invitation: StructureInvitation | None = await work.session.scalar(
        select(StructureInvitation).where(
            StructureInvitation.structure_id == structure_id,
            StructureInvitation.email == email,
            StructureInvitation.state == RequestState.PENDING,
        )
    )
    return invitation


async def lock_invitation(work: Work, structure_id: UUID, invitation_id: UUID) -> StructureInvitation:
    """After its structure. Raises NotFound, also for one of another structure."""
    invitation: StructureInvitation | None = await work.session.scalar(
        select(StructureInvitation)
        .where(StructureInvitation.id == invitation_id, StructureInvitation.structure_id == structure_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if invitation is None:
        raise NotFound
    return invitation


def _is_just_sent(work: Work, invitation: StructureInvitation) -> bool:
    return invitation.invited_at > work.now - SENT_TWICE


def close(work: Work, invitation: StructureInvitation, state: RequestState) -> None:
    invitation.state, invitation.decided_at = state, work.now


def _audit(work: Work, action: str, invitation: StructureInvitation, **details: Any) -> None:
    """Without the address, which the row of the invitation keeps."""
    work.audit(action, "structure", invitation.structure_id, invitation=str(invitation.id), **details)
