"""A contribution is sent, judged, asked again, cancelled, reminded as a request for pieces is; and one at a time."""

import asyncio
from datetime import datetime, timedelta

import pytest

from tests.factories.accounts import actor_of, make_agent
from tests.factories.applications import make_applicant, make_submitted
from tests.factories.solicitations import (
    TOO_VAGUE,
    items,
    make_answered,
    make_edit_request,
    make_request,
    make_sent_edit_request,
)
from tests.support.clock import FrozenClock
from tests.support.traces import kinds_to, mails_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Answer, Application
from webapp.applications.rules import silence_is_refusal_on
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.db import Database
from webapp.core.refusals import Conflict, Refused
from webapp.core.work import Work
from webapp.solicitations.models import Solicitation
from webapp.solicitations.rules import ItemState, ItemTarget, SolicitationKind, SolicitationState, has_edits
from webapp.solicitations.use_cases.composing import Composed, Overtaken, Wanted, save_request
from webapp.solicitations.use_cases.judging import ask_again, close_request, judge_item
from webapp.solicitations.use_cases.reminding import remind
from webapp.solicitations.use_cases.sending import cancel_request, send_requests

RECEIVED = "solicitations/received"
WRONG = "Les communes ne sont pas nommées."


@pytest.fixture
async def contribution(work: Work, agent: Actor, taken: Application) -> Solicitation:
    return await make_sent_edit_request(work, agent, taken)


@pytest.fixture
async def answered(work: Work, actor: Actor, contribution: Solicitation) -> Solicitation:
    return await make_answered(work, actor, contribution)


async def test_both_kinds_leave_in_one_mail(work: Work, account: Account, agent: Actor, taken: Application) -> None:
    await make_request(work, agent, taken)
    await make_edit_request(work, agent, taken)
    sent = await send_requests(work, agent, taken.number)
    assert {one.kind for one in sent} == set(SolicitationKind)
    assert (await kinds_to(work, account.email)).count(RECEIVED) == 1
    mail = (await mails_to(work, account.email))[-1]
    assert sorted(one["is_about_pieces"] for one in mail.data["requests"]) == [False, True]


async def test_a_contribution_waits_for_the_one_that_is_open(
    work: Work, agent: Actor, taken: Application, contribution: Solicitation
) -> None:
    draft = await make_edit_request(work, agent, taken, "field:adherents")
    with pytest.raises(Refused, match="annulez-la"):
        await send_requests(work, agent, taken.number)
    await cancel_request(work, agent, taken.number, contribution.id)
    (sent,) = await send_requests(work, agent, taken.number)
    assert sent.id == draft.id


async def test_what_is_refused_of_one_kind_sends_neither(
    work: Work, account: Account, agent: Actor, taken: Application, contribution: Solicitation
) -> None:
    assert contribution.state == SolicitationState.OPEN
    await make_edit_request(work, agent, taken, "field:adherents")
    await make_request(work, agent, taken)
    with pytest.raises(Refused, match="supprimez la contribution en préparation"):
        await send_requests(work, agent, taken.number)
    assert (await kinds_to(work, account.email)).count(RECEIVED) == 1


@pytest.mark.parametrize("reason", ["", " \n "])
async def test_the_applicant_is_told_what_to_modify(reason: str, work: Work, agent: Actor, taken: Application) -> None:
    draft = await make_edit_request(work, agent, taken, "field:objet")
    (item,) = await items(work, draft)
    composed = Composed("", draft.deadline, {item.id: Wanted(reason)})
    await save_request(work, agent, taken.number, draft.id, composed, seen=draft.version)
    with pytest.raises(Refused, match="Dites ce qu'il faut modifier dans « Votre dossier – Objet") as refusal:
        await send_requests(work, agent, taken.number)
    assert refusal.value.field == f"reason-{item.id}"


async def test_nothing_to_modify_is_not_sent(work: Work, agent: Actor, taken: Application) -> None:
    draft = await make_edit_request(work, agent, taken, "field:objet")
    async with work:
        for item in await items(work, draft):
            await work.session.delete(item)
    with pytest.raises(Refused, match="une partie ou un champ") as refusal:
        await send_requests(work, agent, taken.number)
    assert refusal.value.field == "part"


async def test_it_suspends_the_legal_clock_only_where_the_agent_says_so(
    work: Work, agent: Actor, taken: Application
) -> None:
    assert taken.submitted_at is not None
    draft = await make_edit_request(work, agent, taken, "field:objet")
    (item,) = await items(work, draft)
    composed = Composed("", draft.deadline, {item.id: Wanted(TOO_VAGUE, suspends=True)})
    await save_request(work, agent, taken.number, draft.id, composed, seen=draft.version)
    (sent,) = await send_requests(work, agent, taken.number)
    assert sent.deadline is not None
    assert sent.sent_at is not None
    async with work:
        row = await work.session.get_one(Application, taken.id, populate_existing=True)
    assert row.decide_by == silence_is_refusal_on(taken.submitted_at) + (sent.deadline - sent.sent_at)
    assert (row.open_solicitations, row.answer_due_at) == (1, sent.deadline)


async def test_the_last_part_that_is_accepted_closes_it(
    work: Work, account: Account, agent: Actor, taken: Application, answered: Solicitation
) -> None:
    for item in await items(work, answered):
        judged = await judge_item(work, agent, taken.number, answered.id, item.id, is_accepted=True)
    assert judged.state == SolicitationState.CLOSED
    mail = (await mails_to(work, account.email))[-1]
    assert (mail.kind, mail.data["is_about_pieces"]) == ("solicitations/accepted", False)


async def test_what_is_not_enough_is_asked_in_a_new_round(
    work: Work, agent: Actor, taken: Application, answered: Solicitation
) -> None:
    section, field = await items(work, answered)
    await judge_item(work, agent, taken.number, answered.id, section.id, is_accepted=True)
    await judge_item(work, agent, taken.number, answered.id, field.id, is_accepted=False, verdict=WRONG)
    draft = await ask_again(work, agent, taken.number, answered.id)
    assert (draft.kind, draft.round) == (SolicitationKind.EDIT_REQUEST, 2)
    (again,) = await items(work, draft)
    assert (again.target_kind, again.target, again.reason) == (ItemTarget.FIELD, "objet", WRONG)
    (sent,) = await send_requests(work, agent, taken.number)
    assert sent.state == SolicitationState.OPEN
    async with work:
        before = await work.session.get_one(Solicitation, answered.id, populate_existing=True)
    assert before.state == SolicitationState.ASKED_AGAIN


async def test_a_draft_that_was_begun_before_becomes_the_next_round(
    work: Work, agent: Actor, taken: Application, answered: Solicitation
) -> None:
    begun = await make_edit_request(work, agent, taken, "field:adherents")
    _, field = await items(work, answered)
    await judge_item(work, agent, taken.number, answered.id, field.id, is_accepted=False, verdict=WRONG)
    for _ in range(2):
        draft = await ask_again(work, agent, taken.number, answered.id)
    assert (draft.id, draft.round, draft.follows_id) == (begun.id, 2, answered.id)
    assert [one.target for one in await items(work, draft)] == ["adherents", "objet"]
    await send_requests(work, agent, taken.number)
    async with work:
        before = await work.session.get_one(Solicitation, answered.id, populate_existing=True)
    assert before.state == SolicitationState.ASKED_AGAIN


async def test_it_is_not_judged_before_the_reply_and_can_be_closed_without(
    work: Work, agent: Actor, taken: Application, contribution: Solicitation
) -> None:
    item, _ = await items(work, contribution)
    with pytest.raises(Conflict, match="n'a pas encore répondu"):
        await judge_item(work, agent, taken.number, contribution.id, item.id, is_accepted=True)
    for _ in range(2):
        closed = await close_request(work, agent, taken.number, contribution.id)
    assert closed.state == SolicitationState.CLOSED


async def test_cancelled_it_leaves_what_the_applicant_has_begun(
    work: Work, account: Account, agent: Actor, taken: Application, contribution: Solicitation, clock: FrozenClock
) -> None:
    clock.advance(timedelta(hours=1))
    async with work:
        row = await work.session.get_one(Application, taken.id)
        answer = await work.session.get_one(Answer, (taken.id, "objet"))
        answer.text, row.edited_at = "Dans dix communes nommées.", work.now
        assert has_edits(contribution.sent_at, row.edited_at)
    for _ in range(2):
        gone = await cancel_request(work, agent, taken.number, contribution.id)
    assert gone.state == SolicitationState.CANCELLED
    async with work:
        kept = await work.session.get_one(Answer, (taken.id, "objet"), populate_existing=True)
    assert kept.text == "Dans dix communes nommées."
    assert {one.state for one in await items(work, gone)} == {ItemState.ASKED}
    assert (await kinds_to(work, account.email)).count("solicitations/cancelled") == 1


async def test_nothing_is_begun_before_the_first_change(taken: Application, contribution: Solicitation) -> None:
    assert contribution.sent_at is not None
    assert not has_edits(contribution.sent_at, taken.edited_at)
    assert not has_edits(contribution.sent_at, contribution.sent_at)
    assert not has_edits(None, taken.edited_at)


async def test_who_has_to_modify_is_reminded(
    work: Work, account: Account, contribution: Solicitation, clock: FrozenClock
) -> None:
    assert contribution.deadline is not None
    day = contribution.deadline.astimezone(PARIS).date() - timedelta(days=7)
    clock.advance(datetime(day.year, day.month, day.day, 9, tzinfo=PARIS) - clock.now())
    await remind(lambda: work)
    mail = (await mails_to(work, account.email))[-1]
    assert (mail.kind, mail.data["is_about_pieces"], mail.data["is_begun"]) == ("solicitations/reminder", False, False)


async def test_of_agents_who_save_and_send_at_once_one_does(
    committed: Work,
    database: Database,
    clock: FrozenClock,
    passwords: Passwords,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    account = await make_applicant(committed, passwords)
    application = await make_submitted(committed, account, store, renderer)
    agents = [
        await actor_of(committed, await make_agent(committed, passwords, service_id=application.service_id))
        for _ in range(6)
    ]
    await take_over(committed, agents[0], application.number)
    draft = await make_edit_request(committed, agents[0], application)
    await make_request(committed, agents[0], application)
    composed, seen = Composed("Bonjour", draft.deadline, {}), draft.version

    async def press(agent: Actor) -> int:
        work = Work(database.sessions, clock)
        async with work:
            await save_request(work, agent, application.number, draft.id, composed, seen=seen)
            return len(await send_requests(work, agent, application.number))

    outcomes = await asyncio.gather(*(press(agent) for agent in agents), return_exceptions=True)
    assert [one for one in outcomes if isinstance(one, int)] == [2]
    assert all(isinstance(one, int | Conflict | Overtaken) for one in outcomes)
    assert (await kinds_to(committed, account.email)).count(RECEIVED) == 1
