"""Acting for one of several structures, and what somebody on their way to one is shown."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import PASSWORD, actor_of, make_account
from tests.factories.applications import make_applicant, make_draft
from tests.factories.members import join, link_of, make_house, make_invitation, make_join_request
from tests.factories.structures import make_structure
from tests.support.clock import FrozenClock
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.sessions import sign_in
from webapp.actors import find_actor
from webapp.applications.cards import applications_of, drafts_on
from webapp.core.actor import Actor, MemberRole
from webapp.core.audit import AuditEvent
from webapp.core.refusals import NotFound
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.members.joining_queries import InvitationPage, invitation_page, own_structures, waiting_of
from webapp.members.use_cases.switching import act_for

SLUG = "petite-aide"


async def signed_in(work: Work, reads: AsyncEngine, passwords: Passwords, account: Account, clock: FrozenClock) -> str:
    """The text of a new session's cookie."""
    _, text = await sign_in(work, passwords, account.login, PASSWORD)
    return text


async def actor_with(reads: AsyncEngine, text: str, clock: FrozenClock) -> Actor:
    found = await find_actor(reads, sha256(text.encode()).digest(), clock.now())
    assert found is not None
    return found.actor


async def test_a_choice_is_of_one_session_alone(
    work: Work, reads: AsyncEngine, passwords: Passwords, clock: FrozenClock
) -> None:
    account = await make_account(work, passwords)
    first = await make_structure(work, account, "PREMIÈRE")
    clock.advance(timedelta(seconds=1))
    second = await make_structure(work, account, "SECONDE")
    here, there = [await signed_in(work, reads, passwords, account, clock) for _ in range(2)]
    for _ in range(2):
        assert await act_for(work, await actor_with(reads, here, clock), second.id) == "SECONDE"
    acting = [(await actor_with(reads, text, clock)).membership for text in (here, there)]
    assert [one.structure_id for one in acting if one] == [second.id, first.id]
    async with work:
        query = select(AuditEvent).where(
            AuditEvent.object_id == str(second.id), AuditEvent.action == "structure.chosen"
        )
        assert len((await work.session.scalars(query)).all()) == 1


async def test_nobody_acts_for_a_structure_of_others(work: Work, passwords: Passwords) -> None:
    house = await make_house(work, passwords)
    with pytest.raises(NotFound):
        await act_for(work, await actor_of(work, await make_account(work, passwords)), house.structure.id)


async def test_lists_hold_the_applications_of_the_structure_one_acts_for(
    work: Work, reads: AsyncEngine, passwords: Passwords, clock: FrozenClock
) -> None:
    account = await make_applicant(work, passwords)
    draft = await make_draft(work, account)
    house = await make_house(work, passwords)
    clock.advance(timedelta(seconds=1))
    await join(work, account, house.structure.id)
    actor = await actor_of(work, account)
    there = actor.acting_for(house.structure.id)
    assert [card.id for card in await applications_of(reads, actor)] == [draft.id]
    assert await applications_of(reads, there) == []
    assert await drafts_on(reads, there, SLUG) == []
    assert [found.id for found in await drafts_on(reads, actor, SLUG)] == [draft.id]


async def test_what_an_account_waits_for_and_what_waits_for_it(
    work: Work, reads: AsyncEngine, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    account = await make_account(work, passwords)
    asked, inviting = await make_house(work, passwords), await make_house(work, passwords)
    own = await make_structure(work, account, "LA MIENNE")
    request_id = await make_join_request(work, account, asked.structure)
    invitation = await make_invitation(work, inviting.owner, inviting.structure.id, account.email.upper())
    actor = await actor_of(work, account)
    before = await waiting_of(reads, actor, clock.now())
    assert ([one.id for one in before.requests], before.invitations) == ([request_id], [])  # its mail has not left
    await link_of(work, signer, invitation.id)
    waiting = await waiting_of(reads, actor, clock.now())
    [offer] = waiting.invitations
    assert (offer.structure_name, offer.role_label) == (inviting.structure.name, "Signataire")
    assert (await waiting_of(reads, actor, clock.now() + timedelta(days=8))).invitations == []
    assert [(one.id, one.role_label, one.has_members) for one in await own_structures(reads, actor)] == [
        (own.id, "Administrateur de la structure", True)
    ]


async def test_the_page_of_a_link_knows_whose_it_is(
    work: Work, reads: AsyncEngine, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    house, guest = await make_house(work, passwords), await make_account(work, passwords)
    invitation = await make_invitation(work, house.owner, house.structure.id, guest.email.upper(), MemberRole.READER)
    link = await link_of(work, signer, invitation.id)

    async def seen_by(account: Account | None) -> InvitationPage | None:
        actor = await actor_of(work, account) if account else None
        return await invitation_page(reads, signer, link, actor, clock.now())

    visitor, theirs, others = await seen_by(None), await seen_by(guest), await seen_by(house.owner)
    assert visitor is not None
    assert theirs is not None
    assert others is not None
    assert (visitor.is_theirs, theirs.is_theirs, others.is_theirs) == (False, True, False)
    assert (visitor.structure_name, visitor.inviter) == (house.structure.name, "Nadia Belkacem")
    assert (visitor.role_label, visitor.asks_for_function) == ("Lecteur", False)
    assert others.is_member
    clock.advance(timedelta(days=8))
    assert (await seen_by(None), await seen_by(guest)) == (None, None)
    assert await invitation_page(reads, signer, "n'importe quoi", None, clock.now()) is None
