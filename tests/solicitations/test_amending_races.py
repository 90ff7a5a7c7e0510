"""« Transmettre » of a contribution, pressed by a crowd, beside people who type or decide, and while the database goes
away: a version with all that belongs to it, or nothing.
"""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.factories.accounts import actor_of, make_agent
from tests.factories.applications import GOOD_ANSWERS, SWORN, make_applicant, make_submitted, press
from tests.factories.solicitations import make_sent_edit_request
from tests.support.clock import FrozenClock
from tests.support.traces import kinds_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Answer, Application, Submission
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.submission import Press
from webapp.core.actor import Actor
from webapp.core.db import Database
from webapp.core.refusals import Conflict
from webapp.core.work import Work
from webapp.review.use_cases.acts import declare_inadmissible
from webapp.solicitations.models import Amendment, Solicitation
from webapp.solicitations.rules import SolicitationState
from webapp.solicitations.use_cases.amending import transmit_amendment

NEW = "Faire chanter les villages de la vallée."
LATE = "Et ceux de la montagne."


@dataclass(frozen=True, slots=True)
class Case:
    """An application whose object the Region has reopened; each act is a transaction of its own."""

    work: Work
    database: Database
    clock: FrozenClock
    presses: Press
    account: Account
    actor: Actor
    agent: Actor
    application: Application

    def another_work(self) -> Work:
        return Work(self.database.sessions, self.clock)

    def transmits(self, presses: Press | None = None) -> Awaitable[Solicitation]:
        number = self.application.number
        return transmit_amendment(self.another_work(), self.actor, number, SWORN, presses or self.presses)

    async def types(self, objet: str) -> None:
        await save_answers(self.another_work(), self.actor, self.application.number, Typed({"objet": objet}))

    async def asks(self) -> Solicitation:
        return await make_sent_edit_request(self.work, self.agent, self.application, "field:objet")

    async def objects(self) -> list[str]:
        """By version."""
        async with self.work as work:
            query = select(Submission).where(Submission.application_id == self.application.id)
            return [one.answers["objet"] for one in await work.session.scalars(query.order_by(Submission.number))]

    async def kept(self) -> str:
        """In the row of the draft."""
        async with self.work as work:
            query = select(Answer.text).where(Answer.application_id == self.application.id, Answer.field == "objet")
            return (await work.session.scalars(query)).one()

    async def told(self) -> int:
        return (await kinds_to(self.work, self.account.email)).count("solicitations/amended")


@pytest.fixture
async def case(
    committed: Work,
    database: Database,
    clock: FrozenClock,
    passwords: Passwords,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> Case:
    account = await make_applicant(committed, passwords)
    sent = await make_submitted(committed, account, store, renderer)
    agent = await actor_of(committed, await make_agent(committed, passwords, service_id=sent.service_id))
    await take_over(committed, agent, sent.number)
    actor = await actor_of(committed, account)
    return Case(committed, database, clock, press(store, renderer), account, actor, agent, sent)


async def test_twenty_who_press_at_once_send_one_version_and_one_mail(case: Case) -> None:
    asked = await case.asks()
    await case.types(NEW)
    sent = await asyncio.gather(*(case.transmits() for _ in range(20)))
    assert {one.id for one in sent} == {asked.id}
    assert await case.objects() == [GOOD_ANSWERS["objet"], NEW]
    assert await case.told() == 1


async def test_what_is_typed_while_it_is_sent_goes_with_it_or_is_refused(case: Case) -> None:
    for turn in range(4):
        await case.asks()
        first, second = f"{NEW} ({turn})", f"{LATE} ({turn})"
        await case.types(first)
        acts: list[Awaitable[Any]] = [case.transmits(), case.types(second)]
        results = await asyncio.gather(*acts[:: (-1) ** turn], return_exceptions=True)
        is_late = [isinstance(one, Conflict) for one in results].count(True) == 1
        assert not [one for one in results if isinstance(one, BaseException) and not isinstance(one, Conflict)]
        assert (await case.objects())[-1] == (first if is_late else second)
        assert await case.kept() == (first if is_late else second), "nothing waits behind what is closed"


async def test_of_a_decision_and_a_version_at_once_both_stay_or_the_late_one_is_told(case: Case) -> None:
    asked = await case.asks()
    await case.types(NEW)
    ends = declare_inadmissible(case.another_work(), case.agent, case.application.number, "Hors délai.")
    ended, sent = await asyncio.gather(ends, case.transmits(), return_exceptions=True)
    assert not isinstance(ended, BaseException)
    assert isinstance(sent, Conflict | Solicitation)
    async with case.work as work:
        row = await work.session.get_one(Solicitation, asked.id, populate_existing=True)
        state = row.state
    made, told = len(await case.objects()), await case.told()
    if isinstance(sent, Conflict):
        assert (made, told, state, await case.kept()) == (1, 0, SolicitationState.OPEN, NEW), "what was typed stays"
    else:
        assert (made, told, state) == (2, 1, SolicitationState.ANSWERED)


@dataclass(frozen=True, slots=True)
class WhoseDatabaseGoesAway:
    """Prints, and meanwhile every transaction that waits for it is cut off."""

    renderer: TypstRenderer
    database: Database

    async def render(self, template: str, data: Mapping[str, Any]) -> bytes:
        content = await self.renderer.render(template, data)
        async with self.database.sessions() as session:
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            await session.execute(text(f"{cut} AND state = 'idle in transaction' AND pid <> pg_backend_pid()"))
        return content


async def test_cut_off_from_the_database_nothing_is_half_done_and_it_is_sent_again(
    case: Case, renderer: TypstRenderer, store: MemoryStore
) -> None:
    asked = await case.asks()
    await case.types(NEW)
    with pytest.raises(DBAPIError):
        await case.transmits(press(store, WhoseDatabaseGoesAway(renderer, case.database)))
    assert (await case.objects(), await case.told()) == ([GOOD_ANSWERS["objet"]], 0)
    async with case.work as work:
        assert await work.session.get(Amendment, asked.id) is None
        row = await work.session.get_one(Application, case.application.id, populate_existing=True)
        assert (row.open_solicitations, row.reopened) == (1, ["objet"])
    await case.transmits()
    assert (await case.objects(), await case.told()) == ([GOOD_ANSWERS["objet"], NEW], 1)
    async with case.work as work:
        receipt = await work.session.get_one(Amendment, asked.id)
    assert len(b"".join([chunk async for chunk in store.read(receipt.storage_key)])) == receipt.size
