"""Accepting an invitation to a structure, by the link of its mail."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.links import DeadLink, LinkToken, read_token
from webapp.accounts.models import Account
from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.refusals import NotFound, Refused
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.members import mails, texts
from webapp.members.links import PURPOSE
from webapp.members.models import RequestState, StructureInvitation
from webapp.members.rules import signing_of
from webapp.members.use_cases.authority import (
    account_of,
    active_administrators,
    add_member,
    find_member,
    lock_for_anyone,
)
from webapp.members.use_cases.invitations import close, lock_invitation
from webapp.members.use_cases.switching import act_for
from webapp.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Joined:
    """`is_new`: false for who was a member already."""

    structure_id: UUID
    structure_name: str
    is_new: bool


async def accept_invitation(
    work: Work, signer: Signer, actor: Actor, text: str, *, function: str = "", signing: SigningWay | None = None
) -> Joined:
    """The session then acts for the structure. Twice, or twenty times at once, it makes one member.

    Raises DeadLink; Refused for an account of another address.
    """
    token = read_token(signer, PURPOSE, text)
    async with work:
        structure, invitation = await _lock_invited(work, token)
        account = await account_of(work, actor.account_id)
        member = await find_member(work, structure.id, account.id)
        if member is None:
            _require_open(work, invitation, account)
            await _join(work, structure, invitation, account, function, signing)
        await act_for(work, actor, structure.id)
        return Joined(structure.id, structure.name, is_new=member is None)


async def _lock_invited(work: Work, token: LinkToken) -> tuple[Structure, StructureInvitation]:
    """Both, the structure first. Raises DeadLink."""
    structure_id = await work.session.scalar(
        select(StructureInvitation.structure_id).where(
            StructureInvitation.id == token.row_id, StructureInvitation.nonce == token.nonce
        )
    )
    try:
        structure = await lock_for_anyone(work, structure_id) if structure_id else None
    except NotFound:
        structure = None
    if structure is None:
        raise DeadLink
    invitation = await lock_invitation(work, structure.id, token.row_id)
    if invitation.nonce != token.nonce:  # sent again meanwhile
        raise DeadLink
    return structure, invitation


def _require_open(work: Work, invitation: StructureInvitation, account: Account) -> None:
    if invitation.state != RequestState.PENDING or invitation.expires_at <= work.now:
        raise DeadLink
    if account.email.lower() != invitation.email.lower():
        raise Refused(texts.NOT_THE_INVITED)


async def _join(
    work: Work,
    structure: Structure,
    invitation: StructureInvitation,
    account: Account,
    function: str,
    signing: SigningWay | None,
) -> None:
    role = MemberRole(invitation.role)
    close(work, invitation, RequestState.ACCEPTED)
    invitation.accepted_by = account.id
    await add_member(work, structure, account, role, function, signing_of(role, signing))
    for administrator in await active_administrators(work, structure.id, but=account.id):
        await work.mail(mails.member_joined(structure, administrator, name=account.full_name, role=role))
    work.audit("structure.joined", "structure", structure.id, account=str(account.id), role=role, way="invitation")
