"""Mails about an application go to who began and who sent it while they may open it; then to its administrators."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import delete, select

from tests.factories.accounts import actor_of, close_account
from tests.factories.applications import make_complete_draft, press
from tests.factories.members import make_member
from tests.factories.solicitations import items, make_sent_request, reply_to
from tests.support.clock import FrozenClock
from tests.support.traces import kinds_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application, PieceDocument
from webapp.applications.rules import WithdrawalReason
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.statements import ask_for_statement, take_back
from webapp.applications.use_cases.submission import Sworn, submit_application
from webapp.applications.use_cases.withdrawal import withdraw_application
from webapp.core.actor import Actor, MemberRole
from webapp.core.work import Work
from webapp.review.use_cases.acts import declare_complete, declare_inadmissible, drop
from webapp.solicitations.models import Solicitation
from webapp.solicitations.use_cases.infections import settle_infected_file
from webapp.solicitations.use_cases.judging import close_request, judge_item
from webapp.solicitations.use_cases.reminding import EARLIEST, remind
from webapp.solicitations.use_cases.replying import transmit_reply
from webapp.solicitations.use_cases.sending import cancel_request
from webapp.structures.models import Membership

REASON = "Le projet est hors de la Région."


@dataclass(frozen=True, slots=True)
class Stage:
    """An application that is taken over; `member`: who acts for the structure once its author has left."""

    work: Work
    application: Application
    agent: Actor
    member: Actor
    store: MemoryStore
    clock: FrozenClock

    async def asked(self) -> Solicitation:
        return await make_sent_request(self.work, self.agent, self.application)

    async def answered(self) -> Solicitation:
        asked = await self.asked()
        for item in await items(self.work, asked):
            await reply_to(self.work, self.member, self.application, item, self.store, f"{item.position}.pdf")
        return await transmit_reply(self.work, self.member, self.application.number, asked.id)


async def _cancel(stage: Stage) -> None:
    await cancel_request(stage.work, stage.agent, stage.application.number, (await stage.asked()).id)


async def _remind(stage: Stage) -> None:
    deadline = (await stage.asked()).deadline
    assert deadline is not None
    stage.clock.advance(deadline - EARLIEST / 2 - stage.clock.now())
    await remind(lambda: stage.work)


async def _accept(stage: Stage) -> None:
    answered = await stage.answered()
    for item in await items(stage.work, answered):
        number = stage.application.number
        await judge_item(stage.work, stage.agent, number, answered.id, item.id, is_accepted=True)


async def _find_a_virus(stage: Stage) -> None:
    async with stage.work:
        query = select(PieceDocument.document_id).where(PieceDocument.application_id == stage.application.id)
        document_id = (await stage.work.session.scalars(query.limit(1))).one()
    await settle_infected_file(stage.work, document_id, "Eicar-Test")


async def _end(stage: Stage, act: Callable[[Work, Actor, int, str], Awaitable[Application]]) -> None:
    await act(stage.work, stage.agent, stage.application.number, REASON)


ACTS: dict[str, Callable[[Stage], Awaitable[object]]] = {
    "solicitations/received": lambda stage: stage.asked(),
    "solicitations/cancelled": _cancel,
    "solicitations/reminder": _remind,
    "solicitations/answered": lambda stage: stage.answered(),
    "solicitations/accepted": _accept,
    "review/complete": lambda stage: declare_complete(stage.work, stage.agent, stage.application.number),
    "review/inadmissible": lambda stage: _end(stage, declare_inadmissible),
    "review/dropped": lambda stage: _end(stage, drop),
    "applications/withdrawn": lambda stage: withdraw_application(
        stage.work, stage.member, stage.application.number, WithdrawalReason.DROPPED
    ),
    "applications/infected_piece": _find_a_virus,
}


@pytest.fixture
async def administrator(work: Work, passwords: Passwords, sent: Application) -> Account:
    return await make_member(work, passwords, sent.structure_id, MemberRole.ADMINISTRATOR)


async def leave(work: Work, account: Account) -> None:
    async with work:
        await work.session.execute(delete(Membership).where(Membership.account_id == account.id))


@pytest.fixture
async def stage(
    work: Work, taken: Application, agent: Actor, administrator: Account, store: MemoryStore, clock: FrozenClock
) -> Stage:
    return Stage(work, taken, agent, await actor_of(work, administrator), store, clock)


@pytest.mark.parametrize("kind", ACTS)
async def test_who_has_left_the_structure_reads_nothing_more_and_who_is_in_charge_is_told(
    kind: str, work: Work, account: Account, administrator: Account, stage: Stage
) -> None:
    before = await kinds_to(work, account.email)
    await leave(work, account)
    await ACTS[kind](stage)
    assert await kinds_to(work, account.email) == before
    assert kind in await kinds_to(work, administrator.email)


@pytest.mark.parametrize("go", [leave, close_account])
async def test_so_it_is_when_it_is_taken_over(
    go: Callable[[Work, Account], Awaitable[None]],
    work: Work,
    account: Account,
    administrator: Account,
    agent: Actor,
    sent: Application,
) -> None:
    await go(work, account)
    await take_over(work, agent, sent.number)
    assert "applications/taken_over" not in await kinds_to(work, account.email)
    assert "applications/taken_over" in await kinds_to(work, administrator.email)


async def test_an_administrator_who_did_nothing_of_it_is_not_written_to_while_its_author_is_there(
    work: Work, account: Account, administrator: Account, agent: Actor, taken: Application
) -> None:
    await make_sent_request(work, agent, taken)
    assert "solicitations/received" in await kinds_to(work, account.email)
    assert "solicitations/received" not in await kinds_to(work, administrator.email)


async def test_who_replied_and_has_left_since_does_not_hear_what_became_of_it(
    work: Work, passwords: Passwords, account: Account, taken: Application, stage: Stage
) -> None:
    writer = await make_member(work, passwords, taken.structure_id)
    stage = replace(stage, member=await actor_of(work, writer))
    answered = await stage.answered()
    assert await kinds_to(work, writer.email) == ["solicitations/answered"]
    await leave(work, writer)
    await close_request(work, stage.agent, taken.number, answered.id)
    assert await kinds_to(work, writer.email) == ["solicitations/answered"]
    assert "solicitations/answered" in await kinds_to(work, account.email)


class TestBeforeItIsSent:
    """Who asked for the attestation, and has left since."""

    @pytest.fixture
    async def writer(self, work: Work, passwords: Passwords, draft: Application) -> Account:
        return await make_member(work, passwords, draft.structure_id)

    @pytest.fixture
    async def draft(self, work: Work, account: Account, store: MemoryStore) -> Application:
        return await make_complete_draft(work, account, store)

    @pytest.mark.parametrize("is_member", [True, False])
    async def test_hears_of_its_end_only_as_a_member(
        self, is_member: bool, work: Work, actor: Actor, draft: Application, writer: Account
    ) -> None:
        await ask_for_statement(work, await actor_of(work, writer), draft.number)
        if not is_member:
            await leave(work, writer)
        await take_back(work, actor, draft.number, "Le montant est celui de 2025.")
        assert await kinds_to(work, writer.email) == is_member * ["applications/statement_sent_back"]

    @pytest.mark.parametrize("is_member", [True, False])
    async def test_gets_the_acknowledgement_only_as_a_member(
        self,
        is_member: bool,
        work: Work,
        actor: Actor,
        draft: Application,
        writer: Account,
        store: MemoryStore,
        renderer: TypstRenderer,
    ) -> None:
        await ask_for_statement(work, await actor_of(work, writer), draft.number)
        if not is_member:
            await leave(work, writer)
        await submit_application(work, actor, draft.number, Sworn(True, True), press(store, renderer))
        assert await kinds_to(work, writer.email) == is_member * ["applications/submitted"]
