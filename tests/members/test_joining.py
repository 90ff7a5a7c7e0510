"""Requests to join: who hears of them, who may answer, and that nobody gets in without an answer."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, close_account, make_account, make_administrator, make_agent, make_service
from tests.factories.members import (
    ASKED,
    House,
    join,
    make_house,
    make_join_request,
    make_member,
    make_orphan,
    roles_in,
)
from tests.support.clock import FrozenClock
from tests.support.traces import details_of, kinds_to
from webapp.accounts.models import Account, AccountState
from webapp.accounts.passwords import Passwords
from webapp.agents.models import Agent
from webapp.core.actor import AgentRole, MemberRole, SigningWay
from webapp.core.db import Database
from webapp.core.mail import OutboxMail
from webapp.core.refusals import Conflict, NotFound, Refused, Throttled
from webapp.core.work import Work
from webapp.members import texts
from webapp.members.joining_queries import find_joinable
from webapp.members.models import JoinRequest, RequestState
from webapp.members.queries import orphan_requests
from webapp.members.throttling import JOIN_REQUESTS
from webapp.members.use_cases.joining import accept_join, ask_to_join, refuse_join, withdraw_join
from webapp.structures.models import Membership, Structure
from webapp.structures.rules import StructureFamily

WRITER = MemberRole.WRITER


@pytest.fixture
async def house(work: Work, passwords: Passwords) -> House:
    return await make_house(work, passwords)


@pytest.fixture
async def asker(work: Work, passwords: Passwords) -> Account:
    return await make_account(work, passwords, first_name="Amina", last_name="Diop")


async def state_of(work: Work, request_id: object) -> str:
    async with work:
        return (await work.session.get_one(JoinRequest, request_id, populate_existing=True)).state


async def test_a_request_is_one_however_often_it_is_sent_and_gives_nothing_yet(
    work: Work, passwords: Passwords, house: House, asker: Account
) -> None:
    second = await make_member(work, passwords, house.structure.id, MemberRole.ADMINISTRATOR)
    absent = await make_member(work, passwords, house.structure.id, MemberRole.ADMINISTRATOR)
    writer = await make_member(work, passwords, house.structure.id)
    await close_account(work, absent)
    first = await make_join_request(work, asker, house.structure)
    assert await make_join_request(work, asker, house.structure) == first
    assert asker.id not in await roles_in(work, house.structure.id)
    for account, kinds in ((house.owner, 1), (second, 1), (absent, 0), (writer, 0)):
        assert await kinds_to(work, account.email) == ["structures/join_request"] * kinds
    assert len(await details_of(work, "structure.join_asked", house.structure.id)) == 1


async def test_without_an_administrator_those_of_the_portal_are_written_to_and_else_every_agent(
    work: Work, passwords: Passwords, asker: Account
) -> None:
    async with work:  # agents of other tests, which this database keeps
        await work.session.execute(
            update(Account).where(Account.id.in_(select(Agent.account_id))).values(state=AccountState.CLOSED)
        )
    agent = await make_agent(work, passwords, service_id=(await make_service(work)).id)
    await make_join_request(work, asker, await make_orphan(work, passwords))
    assert await kinds_to(work, agent.email) == ["structures/join_request"]
    administrator = await make_administrator(work, passwords)
    await make_join_request(work, asker, await make_orphan(work, passwords))
    assert await kinds_to(work, agent.email) == ["structures/join_request"]
    assert await kinds_to(work, administrator.email) == ["structures/join_request"]
    async with work:
        query = select(OutboxMail.data).where(OutboxMail.recipient == administrator.email)
        data = (await work.session.scalars(query)).one()
    assert data["page"] == "/espace-agent/rattachements"
    assert (data["name"], data["email"], data["message"]) == ("Amina Diop", asker.email, ASKED.message)


async def test_what_is_accepted_makes_a_member_as_they_described_themselves(
    work: Work, house: House, asker: Account
) -> None:
    request_id = await make_join_request(work, asker, house.structure)
    for _ in range(2):
        assert (await accept_join(work, house.actor, request_id, WRITER)).id == asker.id
    async with work:
        membership = await work.session.get_one(Membership, (house.structure.id, asker.id))
        assert (membership.role, membership.function, membership.signing) == (WRITER, "Trésorière", "delegate")
    assert await kinds_to(work, asker.email) == ["structures/join_answer"]
    assert await state_of(work, request_id) == RequestState.ACCEPTED
    with pytest.raises(Refused) as refused:
        await make_join_request(work, asker, house.structure)
    assert refused.value.reason == f"Vous faites déjà partie de {house.structure.name}."


async def test_what_is_refused_is_told_with_its_reason_and_may_be_asked_again(
    work: Work, house: House, asker: Account
) -> None:
    request_id = await make_join_request(work, asker, house.structure)
    for _ in range(2):
        await refuse_join(work, house.actor, request_id, "Nous ne vous connaissons pas.")
    async with work:
        query = select(OutboxMail.data).where(OutboxMail.recipient == asker.email)
        data = (await work.session.scalars(query)).one()
    assert (data["is_accepted"], data["reason"]) == (False, "Nous ne vous connaissons pas.")
    assert asker.id not in await roles_in(work, house.structure.id)
    assert await make_join_request(work, asker, house.structure) != request_id


async def test_a_request_is_withdrawn_by_who_asked_alone(work: Work, house: House, asker: Account) -> None:
    request_id = await make_join_request(work, asker, house.structure)
    with pytest.raises(NotFound):
        await withdraw_join(work, house.actor, request_id)
    for _ in range(2):
        await withdraw_join(work, await actor_of(work, asker), request_id)
    assert await state_of(work, request_id) == RequestState.CANCELLED
    with pytest.raises(Conflict):
        await accept_join(work, house.actor, request_id, WRITER)
    assert asker.id not in await roles_in(work, house.structure.id)


async def test_only_the_administrators_of_that_structure_answer(
    work: Work, passwords: Passwords, house: House, asker: Account
) -> None:
    request_id = await make_join_request(work, asker, house.structure)
    stranger = (await make_house(work, passwords)).actor
    for actor in (stranger, await actor_of(work, asker)):
        with pytest.raises(NotFound):
            await accept_join(work, actor, request_id, MemberRole.ADMINISTRATOR)
    writer = await actor_of(work, await make_member(work, passwords, house.structure.id))
    with pytest.raises(Refused):
        await refuse_join(work, writer, request_id, "")
    assert await state_of(work, request_id) == RequestState.PENDING


async def test_an_agent_answers_only_while_the_structure_has_no_active_administrator(
    work: Work, reads: AsyncEngine, passwords: Passwords, house: House, asker: Account
) -> None:
    agent = await actor_of(work, await make_agent(work, passwords, service_id=(await make_service(work)).id))
    request_id = await make_join_request(work, asker, house.structure)
    assert request_id not in [row.id for row in await orphan_requests(reads)]
    with pytest.raises(Conflict) as conflict:
        await accept_join(work, agent, request_id, MemberRole.ADMINISTRATOR)
    assert conflict.value.reason == texts.HAS_ADMINISTRATOR
    await close_account(work, house.owner)
    assert request_id in [row.id for row in await orphan_requests(reads)]
    await accept_join(work, agent, request_id, MemberRole.ADMINISTRATOR)
    assert (await roles_in(work, house.structure.id))[asker.id] == MemberRole.ADMINISTRATOR
    assert request_id not in [row.id for row in await orphan_requests(reads)]


async def test_a_private_person_s_structure_is_neither_found_nor_joined(
    work: Work, reads: AsyncEngine, house: House, asker: Account
) -> None:
    siret = str(house.structure.siret)
    rna = f"W{siret[:9]}"
    found = await find_joinable(reads, f"{siret[:9]} {siret[9:]}")
    assert found is not None
    assert (found.id, found.name, found.number) == (house.structure.id, house.structure.name, siret)
    async with work:
        structure = await work.session.get_one(Structure, house.structure.id)
        structure.rna, structure.siret = rna, None
    by_rna = await find_joinable(reads, f"w{rna[1:4]} {rna[4:]}")
    assert by_rna is not None
    assert by_rna.id == house.structure.id
    async with work:
        structure = await work.session.get_one(Structure, house.structure.id)
        structure.family, structure.person_id, structure.rna = StructureFamily.INDIVIDUAL, house.owner.id, None
    for number in (siret, rna, "", "12", "\0"):
        assert await find_joinable(reads, number) is None
        with pytest.raises(NotFound):
            await ask_to_join(work, await actor_of(work, asker), number, ASKED)


async def test_requests_are_counted_by_account(work: Work, house: House, asker: Account) -> None:
    actor = await actor_of(work, asker)
    asked = replace(ASKED, signing=SigningWay.PREPARER)
    for _ in range(JOIN_REQUESTS.most):
        await ask_to_join(work, actor, str(house.structure.siret), asked)
    with pytest.raises(Throttled):
        await ask_to_join(work, actor, str(house.structure.siret), asked)


async def test_of_two_who_answer_at_once_one_wins_and_the_other_is_told(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    for _ in range(3):
        house = await make_house(committed, passwords)
        other = await make_member(committed, passwords, house.structure.id, MemberRole.ADMINISTRATOR)
        asker = await make_account(committed, passwords)
        request_id = await make_join_request(committed, asker, house.structure)
        outcomes = await asyncio.gather(
            accept_join(Work(database.sessions, clock), house.actor, request_id, WRITER),
            refuse_join(Work(database.sessions, clock), await actor_of(committed, other), request_id, ""),
            return_exceptions=True,
        )
        assert {type(outcome) for outcome in outcomes} == {Account, Conflict}
        assert await kinds_to(committed, asker.email) == ["structures/join_answer"]


async def test_a_double_click_asks_once(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    house, asker = await make_house(committed, passwords), await make_account(committed, passwords)
    actor = await actor_of(committed, asker)
    await asyncio.gather(
        *(ask_to_join(Work(database.sessions, clock), actor, str(house.structure.siret), ASKED) for _ in range(5))
    )
    assert await kinds_to(committed, house.owner.email) == ["structures/join_request"]


async def test_who_became_a_member_meanwhile_keeps_that_role(work: Work, house: House, asker: Account) -> None:
    request_id = await make_join_request(work, asker, house.structure)
    await join(work, asker, house.structure.id, MemberRole.SIGNATORY)
    with pytest.raises(Conflict):
        await accept_join(work, house.actor, request_id, MemberRole.READER)
    assert (await roles_in(work, house.structure.id))[asker.id] == MemberRole.SIGNATORY


async def test_a_case_officer_is_enough(work: Work, passwords: Passwords, asker: Account) -> None:
    officer = await make_agent(work, passwords, service_id=(await make_service(work)).id, role=AgentRole.CASE_OFFICER)
    request_id = await make_join_request(work, asker, await make_orphan(work, passwords))
    await refuse_join(work, await actor_of(work, officer), request_id, "")
    assert await state_of(work, request_id) == RequestState.REFUSED
