"""Invitations: one at a time for an address, a link that works once and for its guest alone."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import actor_of, make_account
from tests.factories.members import (
    House,
    link_of,
    make_house,
    make_invitation,
    make_join_request,
    make_member,
    roles_in,
)
from tests.factories.structures import make_structure
from tests.support.clock import FrozenClock
from tests.support.traces import details_of, kinds_to
from webapp.accounts.links import DeadLink
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.db import Database
from webapp.core.forms import FormData
from webapp.core.mail import OutboxMail
from webapp.core.refusals import Conflict, NotFound, Refused, Throttled
from webapp.core.throttle import FIRST_WAIT
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.members import texts
from webapp.members.forms import MemberInvitationForm
from webapp.members.models import JoinRequest, RequestState, StructureInvitation
from webapp.members.rules import masked, signing_of
from webapp.members.throttling import INVITATIONS, INVITATIONS_OF_ACCOUNT
from webapp.members.use_cases.acceptance import accept_invitation
from webapp.members.use_cases.invitations import cancel_invitation, invite_member, send_invitation_again
from webapp.structures.models import Membership

SIGNATORY = MemberRole.SIGNATORY


@pytest.fixture
async def house(work: Work, passwords: Passwords) -> House:
    return await make_house(work, passwords)


@pytest.fixture
async def guest(work: Work, passwords: Passwords) -> Account:
    return await make_account(work, passwords, first_name="Amina", last_name="Diop")


async def states(work: Work, house: House) -> list[str]:
    async with work:
        query = select(StructureInvitation.state).where(StructureInvitation.structure_id == house.structure.id)
        return list(await work.session.scalars(query.order_by(StructureInvitation.id)))


async def accept(work: Work, signer: Signer, actor: Actor, link: str) -> bool:
    joined = await accept_invitation(work, signer, actor, link, function="Trésorière", signing=SigningWay.DELEGATE)
    return joined.is_new


async def test_an_invitation_sent_twice_is_one_with_one_mail(work: Work, house: House, guest: Account) -> None:
    first, again = [await make_invitation(work, house.owner, house.structure.id, guest.email) for _ in range(2)]
    assert first.id == again.id
    assert (first.nonce, first.role, first.expires_at - first.invited_at) == (None, SIGNATORY, timedelta(days=7))
    assert await kinds_to(work, guest.email) == ["structures/invitation"]
    assert [event["role"] for event in await details_of(work, "structure.member_invited", house.structure.id)] == [
        SIGNATORY
    ]


async def test_an_address_that_is_invited_or_a_member_is_refused_with_what_to_do(
    work: Work, passwords: Passwords, house: House, clock: FrozenClock, guest: Account
) -> None:
    await make_invitation(work, house.owner, house.structure.id, guest.email)
    member = await make_member(work, passwords, house.structure.id)
    clock.advance(timedelta(hours=1))
    for address, reason in (
        (guest.email.upper(), texts.ALREADY_INVITED),
        (member.email.upper(), texts.ALREADY_MEMBER),
        (house.owner.email, texts.ALREADY_MEMBER),
    ):
        with pytest.raises(Refused) as refused:
            await invite_member(work, house.actor, house.structure.id, address, SIGNATORY)
        assert (refused.value.reason, refused.value.field) == (reason, "email")
    assert await states(work, house) == [RequestState.PENDING]


async def test_an_expired_invitation_makes_room_for_another(
    work: Work, house: House, clock: FrozenClock, guest: Account
) -> None:
    await make_invitation(work, house.owner, house.structure.id, guest.email)
    clock.advance(timedelta(days=8))
    again = await make_invitation(work, house.owner, house.structure.id, guest.email, MemberRole.READER)
    assert again.role == MemberRole.READER
    assert await states(work, house) == [RequestState.CANCELLED, RequestState.PENDING]


async def test_the_guest_joins_with_the_role_offered_and_acts_for_the_structure(
    work: Work, house: House, guest: Account, signer: Signer
) -> None:
    invitation = await make_invitation(work, house.owner, house.structure.id, guest.email.upper())
    link = await link_of(work, signer, invitation.id)
    actor = await actor_of(work, guest)
    assert [await accept(work, signer, actor, link) for _ in range(2)] == [True, False]
    async with work:
        membership = await work.session.get_one(Membership, (house.structure.id, guest.id))
        assert (membership.role, membership.function, membership.signing) == (SIGNATORY, "Trésorière", "delegate")
        row = await work.session.get_one(StructureInvitation, invitation.id)
        assert (row.state, row.accepted_by) == (RequestState.ACCEPTED, guest.id)
    assert await kinds_to(work, house.owner.email) == ["structures/member_joined"]
    assert await details_of(work, "structure.joined", house.structure.id) == [
        {"account": str(guest.id), "role": "signatory", "way": "invitation"}
    ]


async def test_another_account_cannot_use_the_link_and_leaves_it_good(
    work: Work, passwords: Passwords, house: House, guest: Account, signer: Signer
) -> None:
    invitation = await make_invitation(work, house.owner, house.structure.id, guest.email)
    link = await link_of(work, signer, invitation.id)
    thief = await actor_of(work, await make_account(work, passwords))
    with pytest.raises(Refused) as refused:
        await accept(work, signer, thief, link)
    assert refused.value.reason == texts.NOT_THE_INVITED
    assert await accept(work, signer, await actor_of(work, guest), link)


@pytest.mark.parametrize("fate", ["sent again", "cancelled", "expired", "forged", "garbled"])
async def test_a_link_dies(
    fate: str, work: Work, house: House, guest: Account, signer: Signer, clock: FrozenClock
) -> None:
    invitation = await make_invitation(work, house.owner, house.structure.id, guest.email)
    link = await link_of(work, signer, invitation.id)
    clock.advance(timedelta(hours=1))
    match fate:
        case "sent again":
            await send_invitation_again(work, house.actor, house.structure.id, invitation.id)
        case "cancelled":
            await cancel_invitation(work, house.actor, house.structure.id, invitation.id)
        case "expired":
            clock.advance(timedelta(days=7))
        case "forged":
            link = signer.sign("link.activation", [invitation.id.hex, "nonce"])
        case "garbled":
            link = link[:-3]
    with pytest.raises(DeadLink):
        await accept(work, signer, await actor_of(work, guest), link)
    assert list(await roles_in(work, house.structure.id)) == [house.owner.id]


async def test_sent_again_it_has_seven_days_more_and_one_mail_a_minute(
    work: Work, house: House, guest: Account, signer: Signer, clock: FrozenClock
) -> None:
    invitation = await make_invitation(work, house.owner, house.structure.id, guest.email)
    clock.advance(timedelta(days=6))
    for _ in range(2):
        again = await send_invitation_again(work, house.actor, house.structure.id, invitation.id)
    assert again.expires_at == clock.now() + timedelta(days=7)
    assert await kinds_to(work, guest.email) == ["structures/invitation"] * 2
    assert await accept(work, signer, await actor_of(work, guest), await link_of(work, signer, invitation.id))


async def test_what_is_over_is_not_sent_again_and_what_was_accepted_not_cancelled(
    work: Work, house: House, guest: Account, signer: Signer
) -> None:
    cancelled = await make_invitation(work, house.owner, house.structure.id, f"autre-{guest.email}")
    for _ in range(2):
        await cancel_invitation(work, house.actor, house.structure.id, cancelled.id)
    assert len(await details_of(work, "structure.invitation_cancelled", house.structure.id)) == 1
    with pytest.raises(DeadLink):
        await link_of(work, signer, cancelled.id)
    with pytest.raises(Conflict):
        await send_invitation_again(work, house.actor, house.structure.id, cancelled.id)

    accepted = await make_invitation(work, house.owner, house.structure.id, guest.email)
    await accept(work, signer, await actor_of(work, guest), await link_of(work, signer, accepted.id))
    with pytest.raises(Conflict):
        await cancel_invitation(work, house.actor, house.structure.id, accepted.id)


async def test_an_invitation_of_others_does_not_exist(
    work: Work, passwords: Passwords, house: House, guest: Account
) -> None:
    invitation = await make_invitation(work, house.owner, house.structure.id, guest.email)
    other = await make_house(work, passwords)
    for act in (cancel_invitation, send_invitation_again):
        with pytest.raises(NotFound):
            await act(work, other.actor, other.structure.id, invitation.id)
        with pytest.raises(NotFound):
            await act(work, other.actor, house.structure.id, invitation.id)


async def test_invitations_are_counted_by_structure(work: Work, house: House) -> None:
    for number in range(INVITATIONS.most):
        await make_invitation(work, house.owner, house.structure.id, f"{number}@exemple.fr")
    with pytest.raises(Throttled) as throttled:
        await make_invitation(work, house.owner, house.structure.id, "un-de-trop@exemple.fr")
    assert throttled.value.wait == FIRST_WAIT


async def test_who_declares_more_structures_invites_no_more_strangers(work: Work, house: House) -> None:
    structures = [house.structure.id, *[(await make_structure(work, house.owner)).id for _ in range(2)]]
    for number in range(INVITATIONS_OF_ACCOUNT.most):
        await make_invitation(work, house.owner, structures[number % 3], f"{number}@exemple.fr")
    with pytest.raises(Throttled):
        await make_invitation(work, house.owner, structures[0], "un-de-trop@exemple.fr")


async def test_who_joins_waits_for_nothing_else_there(work: Work, house: House, guest: Account, signer: Signer) -> None:
    request_id = await make_join_request(work, guest, house.structure)
    invitation = await make_invitation(work, house.owner, house.structure.id, guest.email)
    await accept(work, signer, await actor_of(work, guest), await link_of(work, signer, invitation.id))
    async with work:
        request = await work.session.get_one(JoinRequest, request_id, populate_existing=True)
        assert request.state == RequestState.CANCELLED
    assert await states(work, house) == [RequestState.ACCEPTED]


async def test_twenty_who_accept_at_once_make_one_member(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, signer: Signer
) -> None:
    house = await make_house(committed, passwords)
    guest = await make_account(committed, passwords)
    invitation = await make_invitation(committed, house.owner, house.structure.id, guest.email)
    link, actor = await link_of(committed, signer, invitation.id), await actor_of(committed, guest)
    news = await asyncio.gather(*(accept(Work(database.sessions, clock), signer, actor, link) for _ in range(20)))
    assert sorted(news) == [False] * 19 + [True]
    assert len(await roles_in(committed, house.structure.id)) == 2
    async with committed:
        query = select(func.count()).where(
            OutboxMail.recipient == house.owner.email, OutboxMail.kind == "structures/member_joined"
        )
        assert await committed.session.scalar(query) == 1


def test_an_address_is_shown_by_its_first_letter_and_its_host() -> None:
    assert masked("nadia@exemple.fr") == "n…@exemple.fr"


def test_only_who_may_sign_says_how() -> None:
    assert signing_of(MemberRole.SIGNATORY, SigningWay.DELEGATE) is SigningWay.DELEGATE
    assert signing_of(MemberRole.ADMINISTRATOR, None) is SigningWay.PREPARER
    assert signing_of(MemberRole.READER, SigningWay.LEGAL_REPRESENTATIVE) is SigningWay.PREPARER


def test_an_address_that_no_mail_reaches_is_refused_before_it_is_said_to_be_invited() -> None:
    """Relays take only ASCII before the @; the domain may have accents."""
    form = MemberInvitationForm(FormData({"email": ["prénom@exemple.fr"], "role": ["reader"]}))
    assert not form.validate()
    assert "sans accent" in form.email.errors[0]
    assert MemberInvitationForm(FormData({"email": ["nom@exémple.fr"], "role": ["reader"]})).validate()
