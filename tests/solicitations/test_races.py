"""Two people at once: one wins, the other is told in words, and the application says what is true of its requests.

Each race is run several times, with the rows really committed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import actor_of, make_agent
from tests.factories.applications import LIMITS, make_applicant, make_submitted, received
from tests.factories.solicitations import items, make_request, make_sent_request, reply_to
from tests.support.clock import FrozenClock
from tests.support.traces import actions_on, kinds_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.pieces import AlreadyThere
from webapp.core.actor import Actor
from webapp.core.db import Database
from webapp.core.refusals import Conflict, Refused
from webapp.core.work import Work
from webapp.documents.use_cases import Received
from webapp.solicitations import texts
from webapp.solicitations.models import ReplyDocument, Solicitation, SolicitationItem
from webapp.solicitations.rules import ItemState, SolicitationKind, SolicitationState
from webapp.solicitations.use_cases.completeness import declare_nothing_missing
from webapp.solicitations.use_cases.composing import begin_request
from webapp.solicitations.use_cases.judging import ask_again, close_request, judge_item
from webapp.solicitations.use_cases.replying import add_reply_document, say_unable, transmit_reply
from webapp.solicitations.use_cases.resuming import resume_request
from webapp.solicitations.use_cases.sending import cancel_request, send_requests

ROUNDS = range(6)
CROWD = 6
Act = Callable[[Work], Awaitable[object]]


def of(use_case: Callable[..., Awaitable[object]], *about: object, **more: object) -> Act:
    """In a transaction of its own."""
    return lambda work: use_case(work, *about, **more)


@dataclass(frozen=True, slots=True)
class Case:
    """An application that Claire has taken over with Anne beside her, and the transactions of a crowd."""

    work: Work
    database: Database
    clock: FrozenClock
    store: MemoryStore
    application: Application
    account: Account
    applicant: Actor
    claire: Actor
    anne: Actor

    @property
    def number(self) -> int:
        return self.application.number

    async def at_once(self, *acts: Act) -> list[object]:
        """What each gave, or raised."""
        works = (Work(self.database.sessions, self.clock) for _ in acts)
        return list(
            await asyncio.gather(*(act(work) for act, work in zip(acts, works, strict=True)), return_exceptions=True)
        )

    async def asks(self) -> tuple[Solicitation, list[SolicitationItem]]:
        request = await make_sent_request(self.work, self.claire, self.application)
        return request, await items(self.work, request)

    async def prepared(self) -> tuple[Solicitation, list[SolicitationItem]]:
        """A reply that only has to be sent."""
        request, asked = await self.asks()
        for item in asked:
            await say_unable(self.work, self.applicant, self.number, request.id, item.id, "Nous ne l'avons pas.")
        return request, asked

    async def answered(self) -> tuple[Solicitation, list[SolicitationItem]]:
        request, asked = await self.prepared()
        await transmit_reply(self.work, self.applicant, self.number, request.id)
        return request, asked

    async def state(self, request: Solicitation) -> str:
        async with self.work as work:
            return str(await work.session.scalar(select(Solicitation.state).where(Solicitation.id == request.id)))

    async def waiting(self) -> tuple[int, bool]:
        """What the application's row says: how many requests wait for the applicant, and whether until a date."""
        async with self.work as work:
            query = select(Application.open_solicitations, Application.answer_due_at)
            row = (await work.session.execute(query.where(Application.id == self.application.id))).one()
        return row[0], row[1] is not None

    async def told(self, kind: str) -> int:
        return (await kinds_to(self.work, self.account.email)).count(f"solicitations/{kind}")


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
    claire, anne = [
        await actor_of(committed, await make_agent(committed, passwords, service_id=sent.service_id, first_name=name))
        for name in ("Claire", "Anne")
    ]
    taken = await take_over(committed, claire, sent.number)
    return Case(committed, database, clock, store, taken, account, await actor_of(committed, account), claire, anne)


def refusals(outcomes: list[object]) -> list[str]:
    """The words that were said; fails for what is no refusal of ours."""
    wrong = [one for one in outcomes if isinstance(one, BaseException) and not isinstance(one, Refused)]
    assert not wrong, wrong
    return [one.reason for one in outcomes if isinstance(one, Refused)]


async def test_the_agent_cancels_while_the_applicant_sends(case: Case) -> None:
    won = set()
    for number in ROUNDS:
        request, _ = await case.prepared()
        acts: list[Act] = [
            of(cancel_request, case.claire, case.number, request.id),
            of(transmit_reply, case.applicant, case.number, request.id),
        ]
        outcomes = await case.at_once(*(acts if number % 2 else reversed(acts)))
        (said,) = refusals(outcomes)
        state = await case.state(request)
        assert state in (SolicitationState.CANCELLED, SolicitationState.ANSWERED)
        lost = texts.NOT_NOW["cancel" if state == SolicitationState.ANSWERED else "transmit"]
        assert said == lost[state]
        assert await case.waiting() == (0, False)
        won.add(state)
    assert await case.told("answered") + await case.told("cancelled") == len(ROUNDS)
    assert won


async def test_an_applicant_who_sends_many_times_sends_once(case: Case) -> None:
    request, _ = await case.prepared()
    outcomes = await case.at_once(*[of(transmit_reply, case.applicant, case.number, request.id)] * CROWD)
    assert refusals(outcomes) == []
    assert await case.told("answered") == 1
    assert (await actions_on(case.work, request.id)).count("solicitation.answered") == 1


async def test_of_two_agents_who_judge_the_same_item_one_is_told_of_the_other(case: Case) -> None:
    for number in ROUNDS:
        request, (item, _) = await case.answered()
        about = case.number, request.id, item.id
        acts: list[Act] = [
            of(judge_item, case.claire, *about, is_accepted=True),
            of(judge_item, case.anne, *about, is_accepted=False, verdict="La page 2 manque."),
        ]
        (said,) = refusals(await case.at_once(*(acts if number % 2 else reversed(acts))))
        judged, _ = await items(case.work, request)
        winner = "Claire" if judged.state == ItemState.ACCEPTED else "Anne"
        assert said.startswith(f"{winner} Vidal a jugé cette pièce « {texts.VERDICTS[judged.state]} » le ")
        await close_request(case.work, case.claire, case.number, request.id)


async def test_who_has_read_the_other_verdict_may_change_it(case: Case) -> None:
    request, (item, _) = await case.answered()
    about = case.number, request.id, item.id
    await judge_item(case.work, case.claire, *about, is_accepted=True)
    (judged, _) = await items(case.work, request)
    await judge_item(case.work, case.anne, *about, is_accepted=True)
    with pytest.raises(Refused, match="pendant votre saisie"):
        await judge_item(case.work, case.anne, *about, is_accepted=False, verdict="Non.")
    await judge_item(case.work, case.anne, *about, is_accepted=False, verdict="Non.", seen=judged.judged_at)
    (judged, _) = await items(case.work, request)
    assert (judged.state, judged.judged_by) == (ItemState.ASKED_AGAIN, case.anne.account_id)


async def test_two_agents_who_accept_the_last_two_items_close_it_once(case: Case) -> None:
    request, asked = await case.answered()
    acts: list[Act] = [
        of(judge_item, agent, case.number, request.id, item.id, is_accepted=True)
        for agent, item in zip((case.claire, case.anne), asked, strict=True)
    ]
    assert refusals(await case.at_once(*acts)) == []
    assert await case.state(request) == SolicitationState.CLOSED
    assert await case.told("accepted") == 1


async def test_of_two_agents_who_end_it_differently_one_is_told(case: Case) -> None:
    for number in ROUNDS:
        request, _ = await case.asks()
        acts: list[Act] = [
            of(cancel_request, case.claire, case.number, request.id),
            of(close_request, case.anne, case.number, request.id),
        ]
        (said,) = refusals(await case.at_once(*(acts if number % 2 else reversed(acts))))
        assert said.endswith(".")
        assert await case.waiting() == (0, False)


async def test_agents_who_begin_a_request_at_once_share_one(case: Case) -> None:
    begin = [
        of(begin_request, agent, case.number, SolicitationKind.PIECE_REQUEST) for agent in (case.claire, case.anne) * 3
    ]
    drafts = await case.at_once(*begin)
    assert refusals(drafts) == []
    assert len({draft.id for draft in drafts if isinstance(draft, Solicitation)}) == 1


async def test_agents_who_send_at_once_send_one_mail(case: Case) -> None:
    await make_request(case.work, case.claire, case.application)
    send = [of(send_requests, agent, case.number) for agent in (case.claire, case.anne) * 3]
    assert refusals(await case.at_once(*send)) == []
    assert await case.told("received") == 1
    assert await case.waiting() == (1, True)


async def test_agents_who_ask_again_at_once_share_one_draft(case: Case) -> None:
    request, (item, _) = await case.answered()
    await judge_item(case.work, case.claire, case.number, request.id, item.id, is_accepted=False, verdict="Non.")
    again = [of(ask_again, agent, case.number, request.id) for agent in (case.claire, case.anne) * 3]
    drafts = await case.at_once(*again)
    assert refusals(drafts) == []
    (draft_id,) = {draft.id for draft in drafts if isinstance(draft, Solicitation)}
    async with case.work as work:
        query = select(func.count()).where(SolicitationItem.solicitation_id == draft_id)
        assert await work.session.scalar(query) == 1


async def test_twenty_files_at_once_keep_to_the_limit_and_the_same_one_comes_once(case: Case) -> None:
    request, asked = await case.asks()

    async def add(work: Work, item: SolicitationItem, file: Received) -> UUID:
        return await add_reply_document(work, case.applicant, case.number, request.id, item.id, file, LIMITS)

    first, second = asked
    file = await received(case.store, "budget.pdf")
    same = await case.at_once(*[of(add, first, file)] * 20)
    assert sum(isinstance(one, AlreadyThere) for one in same) == len(same) - 1
    others = [await received(case.store, f"{number}.pdf") for number in range(20)]
    outcomes = await case.at_once(*(of(add, second, file) for file in others))
    assert len(refusals(outcomes)) == 1 + len(others) - LIMITS.max_files
    async with case.work as work:
        query = select(func.count()).select_from(ReplyDocument).where(ReplyDocument.item_id.in_([i.id for i in asked]))
        assert await work.session.scalar(query) == LIMITS.max_files


async def test_a_file_that_comes_while_the_reply_is_sent_or_cancelled_is_in_it_or_refused(case: Case) -> None:
    for end in (transmit_reply, cancel_request):
        for number in ROUNDS:
            request, (item, _) = await case.prepared()
            actor = case.applicant if end is transmit_reply else case.claire
            acts: list[Act] = [
                of(end, actor, case.number, request.id),
                of(reply_to, case.applicant, case.application, item, case.store, f"{number}.pdf"),
            ]
            outcomes = await case.at_once(*(acts if number % 2 else reversed(acts)))
            late = refusals(outcomes)
            assert all(isinstance(one, Conflict) for one in outcomes if isinstance(one, Refused))
            (answered, _) = await items(case.work, request)
            assert answered.state == (ItemState.UNABLE if late else ItemState.ANSWERED)
            if end is transmit_reply:
                await close_request(case.work, case.claire, case.number, request.id)


async def test_a_file_is_not_complete_and_awaited_at_once(case: Case) -> None:
    """Whoever is first: what is sent after it is complete is another matter than what was awaited before."""
    await make_request(case.work, case.claire, case.application)
    outcomes = await case.at_once(
        of(send_requests, case.claire, case.number), of(declare_nothing_missing, case.anne, case.number)
    )
    said = refusals(outcomes)
    async with case.work as work:
        is_complete = (await work.session.get_one(Application, case.application.id)).completed_at is not None
    assert said == ([] if is_complete else [texts.NOT_COMPLETE["open"]])


async def test_a_crowd_that_takes_up_again_what_was_cancelled_makes_one_draft(case: Case) -> None:
    request, asked = await case.asks()
    await cancel_request(case.work, case.claire, case.number, request.id)
    acts = [of(resume_request, agent, case.number, request.id) for agent in (case.claire, case.anne)] * (CROWD // 2)
    outcomes = await case.at_once(*acts)
    assert refusals(outcomes) == []
    drafts = {one.id: one for one in outcomes if isinstance(one, Solicitation)}
    (draft,) = drafts.values()
    assert [one.label for one in await items(case.work, draft)] == [one.label for one in asked]
