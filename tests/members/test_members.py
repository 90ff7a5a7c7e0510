"""Roles, removals and departures: what changes, who hears of it, and that a structure keeps an administrator."""

import asyncio

import pytest

from tests.factories.accounts import actor_of, close_account
from tests.factories.members import House, make_house, make_member, roles_in
from tests.support.clock import FrozenClock
from tests.support.traces import details_of, kinds_to
from webapp.accounts.passwords import Passwords
from webapp.core.actor import MemberRole, SigningWay
from webapp.core.db import Database
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.members import texts
from webapp.members.use_cases.membership import change_member_role, leave_structure, remove_member, say_function
from webapp.structures import texts as structure_texts
from webapp.structures.models import Membership, Structure
from webapp.structures.rules import StructureFamily

ADMINISTRATOR, WRITER = MemberRole.ADMINISTRATOR, MemberRole.WRITER


@pytest.fixture
async def house(work: Work, passwords: Passwords) -> House:
    return await make_house(work, passwords)


async def test_a_role_changes_once_and_the_member_hears_of_it(work: Work, passwords: Passwords, house: House) -> None:
    member = await make_member(work, passwords, house.structure.id)
    changed = [
        await change_member_role(work, house.actor, house.structure.id, member.id, MemberRole.READER) for _ in range(2)
    ]
    assert changed == [True, False]
    assert (await roles_in(work, house.structure.id))[member.id] == MemberRole.READER
    assert await kinds_to(work, member.email) == ["structures/role_changed"]
    assert await details_of(work, "structure.member_role_changed", house.structure.id) == [
        {"account": str(member.id), "before": "writer", "after": "reader"}
    ]


async def test_a_removed_member_hears_of_it_and_twice_is_once(work: Work, passwords: Passwords, house: House) -> None:
    member = await make_member(work, passwords, house.structure.id)
    names = [await remove_member(work, house.actor, house.structure.id, member.id) for _ in range(2)]
    assert names == ["Amina Diop", None]
    assert await roles_in(work, house.structure.id) == {house.owner.id: ADMINISTRATOR}
    assert await kinds_to(work, member.email) == ["structures/member_removed"]
    assert await details_of(work, "structure.member_removed", house.structure.id) == [
        {"account": str(member.id), "before": "writer", "after": None}
    ]


async def test_who_leaves_is_gone_and_the_administrators_hear_of_it(
    work: Work, passwords: Passwords, house: House
) -> None:
    member = await make_member(work, passwords, house.structure.id)
    actor = await actor_of(work, member)
    left = [await leave_structure(work, actor, house.structure.id) for _ in range(2)]
    assert left == [house.structure.name, None]
    assert await roles_in(work, house.structure.id) == {house.owner.id: ADMINISTRATOR}
    assert await kinds_to(work, house.owner.email) == ["structures/member_left"]
    assert len(await details_of(work, "structure.member_left", house.structure.id)) == 1


async def test_the_last_administrator_stays_until_another_is_named(
    work: Work, passwords: Passwords, house: House
) -> None:
    member = await make_member(work, passwords, house.structure.id)
    id, own = house.structure.id, house.owner.id
    with pytest.raises(Refused) as left:
        await leave_structure(work, house.actor, id)
    with pytest.raises(Refused) as removed:
        await remove_member(work, house.actor, id, own)
    with pytest.raises(Refused) as changed:
        await change_member_role(work, house.actor, id, own, WRITER)
    assert left.value.reason == removed.value.reason == texts.LAST_ADMINISTRATOR_LEAVES
    assert (changed.value.reason, changed.value.field) == (texts.LAST_ADMINISTRATOR, "role")
    assert (await roles_in(work, id))[own] == ADMINISTRATOR

    await change_member_role(work, house.actor, id, member.id, ADMINISTRATOR)
    assert await leave_structure(work, house.actor, id) == house.structure.name
    assert await roles_in(work, id) == {member.id: ADMINISTRATOR}


async def test_an_administrator_whose_account_is_closed_does_not_count(
    work: Work, passwords: Passwords, house: House
) -> None:
    other = await make_member(work, passwords, house.structure.id, ADMINISTRATOR)
    await close_account(work, other)
    with pytest.raises(Refused):
        await leave_structure(work, house.actor, house.structure.id)
    assert await remove_member(work, house.actor, house.structure.id, other.id) == "Amina Diop"


@pytest.mark.parametrize("role", [MemberRole.SIGNATORY, MemberRole.WRITER, MemberRole.READER])
async def test_only_administrators_manage_members(
    role: MemberRole, work: Work, passwords: Passwords, house: House
) -> None:
    member = await actor_of(work, await make_member(work, passwords, house.structure.id, role))
    for attempt in (
        change_member_role(work, member, house.structure.id, member.account_id, ADMINISTRATOR),
        remove_member(work, member, house.structure.id, house.owner.id),
    ):
        with pytest.raises(Refused) as refused:
            await attempt
        assert refused.value.reason == structure_texts.NOT_YOUR_ROLE["manage_members"]


async def test_a_right_that_was_lost_since_the_page_was_opened_is_lost(
    work: Work, passwords: Passwords, house: House
) -> None:
    """The actor of the request still says administrator."""
    other = await make_member(work, passwords, house.structure.id, ADMINISTRATOR)
    stale = await actor_of(work, other)
    await change_member_role(work, house.actor, house.structure.id, other.id, MemberRole.READER)
    with pytest.raises(Refused):
        await change_member_role(work, stale, house.structure.id, house.owner.id, MemberRole.READER)


async def test_nobody_acts_upon_a_structure_that_is_not_theirs(work: Work, passwords: Passwords, house: House) -> None:
    stranger = (await make_house(work, passwords)).actor
    member = await make_member(work, passwords, house.structure.id)
    with pytest.raises(NotFound):
        await remove_member(work, stranger, house.structure.id, member.id)
    with pytest.raises(NotFound):
        await change_member_role(work, house.actor, house.structure.id, stranger.account_id, WRITER)
    with pytest.raises(NotFound):
        await say_function(work, stranger, house.structure.id, "Présidente", SigningWay.DELEGATE)
    assert await leave_structure(work, stranger, house.structure.id) is None


async def test_a_private_person_has_no_members(work: Work, passwords: Passwords) -> None:
    house = await make_house(work, passwords)
    async with work:
        structure = await work.session.get_one(Structure, house.structure.id)
        structure.family, structure.siret = StructureFamily.INDIVIDUAL, None
        structure.person_id = house.owner.id
    with pytest.raises(NotFound):
        await remove_member(work, house.actor, house.structure.id, house.owner.id)
    assert await leave_structure(work, house.actor, house.structure.id) is None
    assert await roles_in(work, house.structure.id) == {house.owner.id: ADMINISTRATOR}


async def test_what_one_says_of_oneself_decides_whether_one_signs(
    work: Work, passwords: Passwords, house: House
) -> None:
    member = await make_member(work, passwords, house.structure.id, MemberRole.SIGNATORY, signing=SigningWay.PREPARER)
    actor = await actor_of(work, member)
    assert actor.membership is not None
    assert not actor.membership.can_sign
    for _ in range(2):
        await say_function(work, actor, house.structure.id, "Trésorière", SigningWay.DELEGATE)
    async with work:
        kept = await work.session.get_one(Membership, (house.structure.id, member.id))
        assert (kept.function, kept.signing) == ("Trésorière", "delegate")
    now = (await actor_of(work, member)).membership
    assert now is not None
    assert now.can_sign
    assert len(await details_of(work, "structure.member_function_changed", house.structure.id)) == 1


async def test_two_administrators_who_act_upon_each_other_leave_one(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    for _ in range(5):
        house = await make_house(committed, passwords)
        other = await make_member(committed, passwords, house.structure.id, ADMINISTRATOR)
        outcomes = await asyncio.gather(
            remove_member(Work(database.sessions, clock), house.actor, house.structure.id, other.id),
            remove_member(
                Work(database.sessions, clock), await actor_of(committed, other), house.structure.id, house.owner.id
            ),
            return_exceptions=True,
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotFound", "str"]
        assert list((await roles_in(committed, house.structure.id)).values()) == [ADMINISTRATOR]


async def test_two_administrators_who_leave_at_once_leave_one(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    for _ in range(5):
        house = await make_house(committed, passwords)
        other = await make_member(committed, passwords, house.structure.id, ADMINISTRATOR)
        outcomes = await asyncio.gather(
            leave_structure(Work(database.sessions, clock), house.actor, house.structure.id),
            change_member_role(
                Work(database.sessions, clock), await actor_of(committed, other), house.structure.id, other.id, WRITER
            ),
            return_exceptions=True,
        )
        assert [type(outcome) for outcome in outcomes].count(Refused) == 1
        assert list((await roles_in(committed, house.structure.id)).values()).count(ADMINISTRATOR) == 1
