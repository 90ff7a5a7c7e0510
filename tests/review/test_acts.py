"""What agents say of an application to its applicant: each thing once, by one, and never after the end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, make_agent, make_service
from tests.factories.applications import make_applicant, make_submitted
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.support.traces import actions_on, details_of, kinds_to, mails_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application, Receipt
from webapp.applications.rules import ApplicationState, Verb, WithdrawalReason
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.withdrawal import withdraw_application
from webapp.core.actor import Actor
from webapp.core.db import Database
from webapp.core.refusals import Conflict, NotFound, OutOfRole
from webapp.core.work import Work
from webapp.review import texts
from webapp.review.queries import acts_of
from webapp.review.use_cases.acts import declare_complete, declare_inadmissible, drop, start_review

REASON = "Le siège est hors de la région (article 2 du règlement).\nVoir les statuts, page 1."
Say = Callable[[Work, Actor, int], Awaitable[Application]]


async def end(work: Work, actor: Actor, number: int) -> Application:
    return await declare_inadmissible(work, actor, number, REASON)


async def close(work: Work, actor: Actor, number: int) -> Application:
    return await drop(work, actor, number, REASON)


@dataclass(frozen=True, slots=True)
class Said:
    """One of the four, with the state after it, and its trace."""

    say: Say
    verb: Verb
    state: ApplicationState
    trace: str


EACH = pytest.mark.parametrize(
    "one",
    [
        Said(start_review, Verb.START_REVIEW, ApplicationState.UNDER_REVIEW, "review_started"),
        Said(declare_complete, Verb.DECLARE_COMPLETE, ApplicationState.TAKEN_OVER, "declared_complete"),
        Said(end, Verb.DECLARE_INADMISSIBLE, ApplicationState.INADMISSIBLE, "declared_inadmissible"),
        Said(close, Verb.DROP, ApplicationState.DROPPED, "dropped"),
    ],
    ids=lambda one: str(one.verb),
)


@EACH
async def test_what_is_said_is_dated_signed_and_read_by_both(
    one: Said, work: Work, reads: AsyncEngine, taken: Application, claire: Actor, applicant: Actor
) -> None:
    said = await one.say(work, claire, taken.number)
    assert said.state == one.state
    assert said.completed_at == (MONDAY_MORNING if one.verb is Verb.DECLARE_COMPLETE else None)
    assert (await actions_on(work, taken.id))[-1] == f"application.{one.trace}"
    for reader in (claire, applicant):
        [act] = await acts_of(reads, reader, taken.number)
        assert (act.verb, act.at, act.by) == (one.verb, MONDAY_MORNING, "Claire Vidal")
        assert act.ends_it is bool(act.reason) is bool(act.appeal)


@EACH
async def test_the_same_agent_twice_changes_nothing(
    one: Said, work: Work, taken: Application, claire: Actor, account: Account, clock: FrozenClock
) -> None:
    await one.say(work, claire, taken.number)
    traces, mails = await actions_on(work, taken.id), await kinds_to(work, account.email)
    clock.advance(timedelta(hours=1))
    again = await one.say(work, claire, taken.number)
    assert again.state == one.state
    assert (await actions_on(work, taken.id), await kinds_to(work, account.email)) == (traces, mails)


@EACH
async def test_another_agent_is_told_who_was_first_and_when(
    one: Said, work: Work, taken: Application, claire: Actor, anne: Actor
) -> None:
    await one.say(work, claire, taken.number)
    with pytest.raises(Conflict) as refused:
        await one.say(work, anne, taken.number)
    expected = texts.DONE_BEFORE[one.verb].format(name="Claire Vidal", when="23 novembre 2026 à 10:00:00")
    assert refused.value.reason == expected


@pytest.mark.parametrize("say", [start_review, declare_complete, end, close])
async def test_nothing_is_said_of_what_has_ended(
    say: Say, work: Work, taken: Application, claire: Actor, anne: Actor
) -> None:
    await drop(work, anne, taken.number, "Sans nouvelles.")
    with pytest.raises(Conflict) as refused:
        await say(work, claire, taken.number)
    assert refused.value.reason == "Anne Vidal a classé cette demande sans suite le 23 novembre 2026 à 10:00:00."


async def test_what_was_said_before_the_end_is_not_said_again_after_it(
    work: Work, taken: Application, claire: Actor, anne: Actor
) -> None:
    await start_review(work, claire, taken.number)
    await drop(work, anne, taken.number, "Sans nouvelles.")
    with pytest.raises(Conflict):
        await start_review(work, claire, taken.number)
    with pytest.raises(Conflict):
        await take_over(work, claire, taken.number)


async def test_nobody_takes_over_what_was_declared_inadmissible_at_once(
    work: Work, sent: Application, claire: Actor, anne: Actor
) -> None:
    await declare_inadmissible(work, claire, sent.number, REASON)
    with pytest.raises(Conflict) as refused:
        await take_over(work, anne, sent.number)
    assert "irrecevable" in refused.value.reason


@pytest.mark.parametrize("say", [start_review, declare_complete])
async def test_what_nobody_has_taken_over_is_taken_over_first(
    say: Say, work: Work, sent: Application, claire: Actor
) -> None:
    with pytest.raises(Conflict) as refused:
        await say(work, claire, sent.number)
    assert refused.value.reason == "Prenez d'abord cette demande en charge."


async def test_an_applicant_still_withdraws_what_is_under_review(
    work: Work, taken: Application, claire: Actor, applicant: Actor
) -> None:
    await start_review(work, claire, taken.number)
    gone = await withdraw_application(work, applicant, taken.number, WithdrawalReason.UNSAID)
    assert gone.state == ApplicationState.WITHDRAWN
    for say in (start_review, declare_complete, end, close):
        with pytest.raises(Conflict):
            await say(work, claire, taken.number)


async def test_what_has_ended_is_not_withdrawn(work: Work, taken: Application, claire: Actor, applicant: Actor) -> None:
    await declare_inadmissible(work, claire, taken.number, REASON)
    with pytest.raises(Conflict):
        await withdraw_application(work, applicant, taken.number, WithdrawalReason.UNSAID)


class TestMails:
    async def test_under_review_is_told_by_no_mail_and_complete_by_one(
        self, work: Work, taken: Application, claire: Actor, account: Account
    ) -> None:
        before = await kinds_to(work, account.email)
        await start_review(work, claire, taken.number)
        await declare_complete(work, claire, taken.number)
        assert (await kinds_to(work, account.email))[len(before) :] == ["review/complete"]
        [*_, mail] = await mails_to(work, account.email)
        assert (mail.data["agent"], mail.data["at"]) == ("Claire Vidal", "23 novembre 2026 à 10:00:00")

    @pytest.mark.parametrize(("say", "kind"), [(end, "review/inadmissible"), (close, "review/dropped")])
    async def test_an_end_has_its_reasons_and_the_receipt_s_own_ways_of_appeal(
        self, say: Say, kind: str, work: Work, taken: Application, claire: Actor, account: Account
    ) -> None:
        await say(work, claire, taken.number)
        [*_, mail] = await mails_to(work, account.email)
        async with work:
            receipt = await work.session.get_one(Receipt, taken.id)
        assert (mail.kind, mail.data["reason"]) == (kind, REASON)
        assert mail.data["appeal"]["ways"] == receipt.facts["notices"]["ways"]
        assert "L211-2" in mail.data["appeal"]["sources"]
        assert [list(one) for one in await details_of(work, f"application.{_ACTION[kind]}", taken.id)] == [["before"]]


_ACTION = {"review/inadmissible": "declared_inadmissible", "review/dropped": "dropped"}


@pytest.mark.parametrize("say", [start_review, declare_complete, end, close])
async def test_who_is_no_agent_of_the_service_says_nothing(
    say: Say, work: Work, taken: Application, applicant: Actor, passwords: Passwords
) -> None:
    elsewhere = await actor_of(work, await make_agent(work, passwords, service_id=(await make_service(work)).id))
    stranger = await actor_of(work, await make_applicant(work, passwords))
    for actor, refusal in ((elsewhere, NotFound), (stranger, NotFound), (applicant, OutOfRole)):
        with pytest.raises(refusal):
            await say(work, actor, taken.number)


async def test_of_agents_who_decide_at_once_one_does(
    committed: Work,
    database: Database,
    clock: FrozenClock,
    passwords: Passwords,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    account = await make_applicant(committed, passwords)
    sent = await make_submitted(committed, account, store, renderer)
    agents = [
        await actor_of(committed, await make_agent(committed, passwords, service_id=sent.service_id)) for _ in range(6)
    ]
    await take_over(committed, agents[0], sent.number)
    says = [end, close, start_review] * 2
    outcomes = await asyncio.gather(
        *(say(Work(database.sessions, clock), agent, sent.number) for say, agent in zip(says, agents, strict=True)),
        return_exceptions=True,
    )
    ended = [one for one in outcomes if isinstance(one, Application) and one.state != ApplicationState.UNDER_REVIEW]
    assert len(ended) == 1
    assert all(isinstance(one, Application | Conflict) for one in outcomes)
    told = [kind for kind in await kinds_to(committed, account.email) if kind.startswith("review/")]
    assert len(told) == 1
    reads = await acts_of(database.reads, agents[0], sent.number)
    assert [act.ends_it for act in reads].count(True) == 1
