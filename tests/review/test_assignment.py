"""Who follows an application: at first who took it over, then whom the service chooses."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, make_agent, make_service
from tests.factories.applications import make_applicant, make_submitted
from tests.support.clock import FrozenClock
from tests.support.traces import details_of
from webapp.accounts.models import Account, AccountState
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor
from webapp.core.db import Database
from webapp.core.refusals import Conflict, NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.review import texts
from webapp.review.queries import colleagues_of
from webapp.review.use_cases.acts import drop
from webapp.review.use_cases.assignment import assign


async def _follower(reads: AsyncEngine, actor: Actor, application: Application) -> list[str]:
    return [one.name for one in await colleagues_of(reads, actor, application.number) if one.follows]


async def test_who_takes_over_follows_it_and_hands_it_on(
    work: Work, reads: AsyncEngine, taken: Application, claire: Actor, anne: Actor
) -> None:
    assert await _follower(reads, claire, taken) == ["Claire Vidal"]
    await assign(work, claire, taken.number, was=claire.account_id, to=anne.account_id)
    assert await _follower(reads, claire, taken) == ["Anne Vidal"]
    await assign(work, claire, taken.number, was=claire.account_id, to=anne.account_id)
    expected = {"before": str(claire.account_id), "after": str(anne.account_id)}
    assert await details_of(work, "application.assigned", taken.id) == [expected]


async def test_a_page_of_before_is_told_who_gave_it_to_whom(
    work: Work, taken: Application, claire: Actor, anne: Actor, passwords: Passwords
) -> None:
    third = await make_agent(work, passwords, service_id=taken.service_id, first_name="Louis")
    await assign(work, anne, taken.number, was=claire.account_id, to=third.id)
    with pytest.raises(Conflict) as refused:
        await assign(work, claire, taken.number, was=claire.account_id, to=anne.account_id)
    assert refused.value.reason == texts.ASSIGNED_BEFORE.format(
        by="Anne Vidal", name="Louis Vidal", when="23 novembre 2026 à 10:00:00"
    )


async def test_only_active_agents_of_the_service_may_follow_it(
    work: Work, reads: AsyncEngine, taken: Application, claire: Actor, anne: Actor, passwords: Passwords
) -> None:
    elsewhere = await make_agent(work, passwords, service_id=(await make_service(work)).id)
    async with work:
        (await work.session.get_one(Account, anne.account_id)).state = AccountState.DISABLED
    for agent_id in (elsewhere.id, anne.account_id, taken.submitted_by):
        assert agent_id is not None
        with pytest.raises(Refused) as refused:
            await assign(work, claire, taken.number, was=claire.account_id, to=agent_id)
        assert (refused.value.reason, refused.value.field) == (texts.NOT_OF_THE_SERVICE, "agent")
    assert anne.account_id not in {one.id for one in await colleagues_of(reads, claire, taken.number)}


async def test_who_follows_it_is_named_even_when_they_are_gone(
    work: Work, reads: AsyncEngine, taken: Application, claire: Actor, anne: Actor
) -> None:
    async with work:
        (await work.session.get_one(Account, claire.account_id)).state = AccountState.DISABLED
    assert await _follower(reads, anne, taken) == ["Claire Vidal"]


async def test_nobody_is_given_what_is_not_taken_over_or_has_ended(
    work: Work, sent: Application, claire: Actor, anne: Actor
) -> None:
    with pytest.raises(Conflict):
        await assign(work, claire, sent.number, was=None, to=anne.account_id)
    await take_over(work, claire, sent.number)
    await drop(work, claire, sent.number, "Sans nouvelles.")
    with pytest.raises(Conflict):
        await assign(work, claire, sent.number, was=claire.account_id, to=anne.account_id)


async def test_neither_applicants_nor_other_services_assign(
    work: Work, reads: AsyncEngine, taken: Application, claire: Actor, applicant: Actor, passwords: Passwords
) -> None:
    elsewhere = await actor_of(work, await make_agent(work, passwords, service_id=(await make_service(work)).id))
    for actor, refusal in ((elsewhere, NotFound), (applicant, OutOfRole)):
        with pytest.raises(refusal):
            await assign(work, actor, taken.number, was=claire.account_id, to=actor.account_id)
        with pytest.raises(NotFound):
            await colleagues_of(reads, actor, taken.number)


async def test_of_twenty_who_assign_at_once_one_does(
    committed: Work,
    database: Database,
    clock: FrozenClock,
    passwords: Passwords,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    sent = await make_submitted(committed, await make_applicant(committed, passwords), store, renderer)
    agents = [
        await actor_of(committed, await make_agent(committed, passwords, service_id=sent.service_id)) for _ in range(5)
    ]
    first = agents[0].account_id
    await take_over(committed, agents[0], sent.number)
    outcomes = await asyncio.gather(
        *(
            assign(Work(database.sessions, clock), agent, sent.number, was=first, to=agent.account_id)
            for agent in agents[1:] * 5
        ),
        return_exceptions=True,
    )
    assert {one.id for one in outcomes if isinstance(one, Account)} < {agent.account_id for agent in agents}
    assert all(isinstance(one, Account | Conflict) for one in outcomes)
    assert len(await details_of(committed, "application.assigned", sent.id)) == 1
