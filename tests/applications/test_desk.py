"""Taking an application over: one agent, of the service in charge, and the applicant is told who."""

import asyncio

import pytest
from sqlalchemy import select

from tests.factories.accounts import actor_of, make_agent, make_service
from tests.factories.applications import make_applicant, make_draft, make_submitted
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications import texts
from webapp.applications.models import Application
from webapp.applications.rules import ApplicationState
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor
from webapp.core.audit import AuditEvent
from webapp.core.db import Database
from webapp.core.mail import OutboxMail
from webapp.core.refusals import Conflict, NotFound, Refused
from webapp.core.work import Work


async def _agent(work: Work, passwords: Passwords, application: Application, first_name: str = "Anne") -> Actor:
    """Of the service in charge."""
    account = await make_agent(work, passwords, service_id=application.service_id, first_name=first_name)
    return await actor_of(work, account)


async def _told(work: Work, application: Application) -> list[OutboxMail]:
    async with work:
        return list(
            await work.session.scalars(
                select(OutboxMail).where(
                    OutboxMail.about_id == application.id, OutboxMail.kind == "applications/taken_over"
                )
            )
        )


async def test_an_agent_takes_over_and_the_sender_is_told_who(
    work: Work, account: Account, sent: Application, agent: Actor
) -> None:
    taken = await take_over(work, agent, sent.number)
    assert (taken.state, taken.taken_over_at) == (ApplicationState.TAKEN_OVER, MONDAY_MORNING)
    assert taken.taken_over_by == agent.account_id
    [mail] = await _told(work, sent)
    assert mail.recipient == account.email
    assert mail.data == {
        "reference": sent.reference,
        "scheme": "Petite aide aux associations",
        "agent": "Claire Vidal",
        "service": "Service vie associative",
        "first_name": "Nadia",
    }
    async with work:
        actions = list(
            await work.session.scalars(
                select(AuditEvent.action).where(AuditEvent.object_id == str(sent.id)).order_by(AuditEvent.id)
            )
        )
    assert actions[-1] == "application.taken_over"


async def test_the_second_agent_is_told_the_name_of_the_first(
    work: Work, sent: Application, agent: Actor, passwords: Passwords
) -> None:
    second = await _agent(work, passwords, sent)
    await take_over(work, agent, sent.number)
    with pytest.raises(Conflict) as refused:
        await take_over(work, second, sent.number)
    assert refused.value.reason == texts.TAKEN_BY_ANOTHER.format(name="Claire Vidal")
    assert len(await _told(work, sent)) == 1


async def test_the_same_agent_twice_is_nothing_new(work: Work, sent: Application, agent: Actor) -> None:
    first = await take_over(work, agent, sent.number)
    again = await take_over(work, agent, sent.number)
    assert (again.id, again.taken_over_at) == (first.id, first.taken_over_at)
    assert len(await _told(work, sent)) == 1


async def test_of_agents_who_click_at_once_one_has_it(
    committed: Work,
    database: Database,
    clock: FrozenClock,
    passwords: Passwords,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    sent = await make_submitted(committed, await make_applicant(committed, passwords), store, renderer)
    agents = [await _agent(committed, passwords, sent) for _ in range(6)]
    outcomes = await asyncio.gather(
        *(take_over(Work(database.sessions, clock), agent, sent.number) for agent in agents), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Application"] + ["Conflict"] * 5
    assert len(await _told(committed, sent)) == 1


async def test_an_agent_of_another_service_does_not_find_it(
    work: Work, sent: Application, passwords: Passwords
) -> None:
    elsewhere = await make_agent(work, passwords, service_id=(await make_service(work)).id)
    with pytest.raises(NotFound):
        await take_over(work, await actor_of(work, elsewhere), sent.number)


async def test_a_draft_is_invisible_to_agents(work: Work, account: Account, passwords: Passwords) -> None:
    draft = await make_draft(work, account)
    with pytest.raises(NotFound):
        await take_over(work, await _agent(work, passwords, draft), draft.number)


async def test_an_applicant_takes_nothing_over_not_even_their_own(
    work: Work, sent: Application, actor: Actor, stranger: Actor
) -> None:
    with pytest.raises(Refused) as refused:
        await take_over(work, actor, sent.number)
    assert refused.value.reason == texts.AGENTS_ONLY
    with pytest.raises(NotFound):
        await take_over(work, stranger, sent.number)
