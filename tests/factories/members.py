"""Members of structures, invitations and requests to join, at the state that a test needs."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tests.factories.accounts import actor_of, make_account
from tests.factories.structures import make_structure
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.ids import new_id
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.members.links import mint_invitation_link
from webapp.members.models import JoinRequest, RequestState, StructureInvitation
from webapp.members.use_cases.authority import add_member, lock_for_anyone
from webapp.members.use_cases.invitations import invite_member
from webapp.members.use_cases.joining import JoinAsked, ask_to_join
from webapp.structures.facts import RepresentativeDetails
from webapp.structures.models import Membership, Structure
from webapp.structures.use_cases.representatives import add_representative

ASKED = JoinAsked("Trésorière", SigningWay.DELEGATE, "Nous nous sommes vus à l'assemblée générale.")


@dataclass(frozen=True, slots=True)
class House:
    structure: Structure
    owner: Account
    actor: Actor


async def make_house(work: Work, passwords: Passwords) -> House:
    """A structure and its only member, who administers it."""
    owner = await make_account(work, passwords)
    structure = await make_structure(work, owner)
    return House(structure, owner, await actor_of(work, owner))


async def make_member(
    work: Work,
    passwords: Passwords,
    structure_id: UUID,
    role: MemberRole = MemberRole.WRITER,
    *,
    signing: SigningWay = SigningWay.DELEGATE,
    first_name: str = "Amina",
    last_name: str = "Diop",
) -> Account:
    """A new account that acts for the structure."""
    account = await make_account(work, passwords, first_name=first_name, last_name=last_name)
    await join(work, account, structure_id, role, signing=signing)
    return account


async def join(
    work: Work,
    account: Account,
    structure_id: UUID,
    role: MemberRole = MemberRole.WRITER,
    *,
    signing: SigningWay = SigningWay.DELEGATE,
) -> None:
    async with work:
        structure = await lock_for_anyone(work, structure_id)
        await add_member(work, structure, account, role, "Bénévole", signing)


async def make_invitation(
    work: Work, inviter: Account, structure_id: UUID, email: str, role: MemberRole = MemberRole.SIGNATORY
) -> StructureInvitation:
    """Its mail has not left yet: see `link_of`."""
    return await invite_member(work, await actor_of(work, inviter), structure_id, email, role)


async def link_of(work: Work, signer: Signer, invitation_id: UUID) -> str:
    """The text of the link, as the postman makes it."""
    return await mint_invitation_link(work, signer, invitation_id)


async def make_join_request(work: Work, account: Account, structure: Structure, asked: JoinAsked = ASKED) -> UUID:
    """One that waits."""
    await ask_to_join(work, await actor_of(work, account), structure.siret or structure.rna or "", asked)
    async with work:
        query = select(JoinRequest.id).where(
            JoinRequest.account_id == account.id,
            JoinRequest.structure_id == structure.id,
            JoinRequest.state == RequestState.PENDING,
        )
        return (await work.session.scalars(query)).one()


async def make_orphan(work: Work, passwords: Passwords, name: str = "ASSOCIATION SANS ADMINISTRATEUR") -> Structure:
    """A structure whose only member is a reader."""
    account = await make_account(work, passwords)
    structure = await make_structure(work, account, name)
    async with work:
        membership = await work.session.get_one(Membership, (structure.id, account.id))
        membership.role = MemberRole.READER
    return structure


async def roles_in(work: Work, structure_id: UUID) -> dict[UUID, str]:
    """The role of each member, by account."""
    async with work:
        query = select(Membership.account_id, Membership.role).where(Membership.structure_id == structure_id)
        return {row.account_id: row.role for row in await work.session.execute(query)}


async def make_representative(work: Work, account: Account, structure_id: UUID) -> UUID:
    """Added by the account; not a legal one, so that they may be taken out."""
    key = new_id()
    details = RepresentativeDetails("madam", "Nouvelle", "Association", function="Trésorière")
    await add_representative(work, await actor_of(work, account), structure_id, key, details)
    return key
