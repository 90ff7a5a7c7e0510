"""Sending: one mail, a deadline that gives time, an application that says it waits; and cancelling, which keeps all."""

from datetime import timedelta

import pytest

from tests.factories.solicitations import items, make_request, make_sent_request, reply_to
from tests.support.clock import FrozenClock
from tests.support.traces import kinds_to, mails_to
from webapp.accounts.models import Account
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application
from webapp.applications.rules import silence_is_refusal_on
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict, OutOfRole, Refused
from webapp.core.work import Work
from webapp.solicitations.deadlines import earliest_deadline
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import SolicitationState
from webapp.solicitations.use_cases.composing import Composed, Wanted, add_other_piece, save_request
from webapp.solicitations.use_cases.replying import transmit_reply
from webapp.solicitations.use_cases.sending import cancel_request, send_requests

RECEIVED, CANCELLED = "solicitations/received", "solicitations/cancelled"


async def _row(work: Work, application: Application) -> Application:
    async with work:
        return await work.session.get_one(Application, application.id, populate_existing=True)


async def test_one_mail_says_what_is_asked_and_until_when(
    work: Work, account: Account, agent: Actor, taken: Application
) -> None:
    sent = await make_sent_request(work, agent, taken)
    mail = (await mails_to(work, account.email))[-1]
    assert mail.kind == RECEIVED
    assert mail.data["agent"] == agent.full_name
    assert [one["label"] for one in mail.data["requests"][0]["asked"]] == [one.label for one in await items(work, sent)]
    assert mail.data["until"]
    assert mail.data["page"] == f"/demandes/{taken.reference}/sollicitations"


async def test_sent_twice_it_is_one_request_and_one_mail(
    work: Work, account: Account, agent: Actor, taken: Application
) -> None:
    await make_sent_request(work, agent, taken)
    assert await send_requests(work, agent, taken.number) == []
    assert (await kinds_to(work, account.email)).count(RECEIVED) == 1


async def test_the_application_says_that_it_waits_and_until_when(work: Work, agent: Actor, taken: Application) -> None:
    sent = await make_sent_request(work, agent, taken)
    row = await _row(work, taken)
    assert (row.open_solicitations, row.answer_due_at) == (1, sent.deadline)


async def test_what_the_texts_ask_for_suspends_the_legal_clock(work: Work, agent: Actor, taken: Application) -> None:
    assert taken.submitted_at is not None
    first = silence_is_refusal_on(taken.submitted_at)
    sent = await make_sent_request(work, agent, taken)
    assert sent.deadline is not None
    assert sent.sent_at is not None
    assert (await _row(work, taken)).decide_by == first + (sent.deadline - sent.sent_at)


async def test_what_no_text_asks_for_suspends_nothing(work: Work, agent: Actor, taken: Application) -> None:
    assert taken.submitted_at is not None
    draft = await make_request(work, agent, taken)
    wanted = {one.id: Wanted(one.reason, suspends=False) for one in await items(work, draft)}
    composed = Composed("", draft.deadline, wanted)
    await save_request(work, agent, taken.number, draft.id, composed, seen=draft.version)
    await send_requests(work, agent, taken.number)
    assert (await _row(work, taken)).decide_by == silence_is_refusal_on(taken.submitted_at)


@pytest.mark.parametrize("reason", ["", "   "])
async def test_a_piece_is_not_asked_again_without_its_reason(
    reason: str, work: Work, agent: Actor, taken: Application
) -> None:
    draft = await make_request(work, agent, taken)
    first, _ = await items(work, draft)
    composed = Composed("", draft.deadline, {first.id: Wanted(reason)})
    await save_request(work, agent, taken.number, draft.id, composed, seen=draft.version)
    with pytest.raises(Refused, match=first.label) as refusal:
        await send_requests(work, agent, taken.number)
    assert refusal.value.field == f"reason-{first.id}"


async def test_the_deadline_leaves_eight_days(work: Work, agent: Actor, taken: Application, clock: FrozenClock) -> None:
    draft = await make_request(work, agent, taken)
    too_soon = earliest_deadline(clock.now()) - timedelta(days=1)
    for deadline in (too_soon, None):
        await save_request(work, agent, taken.number, draft.id, Composed("", deadline, {}), seen=draft.version)
        with pytest.raises(Refused, match="au moins huit jours") as refusal:
            await send_requests(work, agent, taken.number)
        assert refusal.value.field == "deadline"
    composed = Composed("", earliest_deadline(clock.now()), {})
    await save_request(work, agent, taken.number, draft.id, composed, seen=draft.version)
    (sent,) = await send_requests(work, agent, taken.number)
    assert sent.state == SolicitationState.OPEN


async def test_a_new_piece_needs_no_reason(work: Work, agent: Actor, taken: Application) -> None:
    draft = await make_request(work, agent, taken)
    await add_other_piece(work, agent, taken.number, draft.id, "Bail du local")
    (sent,) = await send_requests(work, agent, taken.number)
    assert len(await items(work, sent)) == 3


async def test_cancelled_it_waits_for_nobody_and_all_that_was_asked_stays(
    work: Work, account: Account, agent: Actor, taken: Application, request_: Solicitation
) -> None:
    for _ in range(2):
        gone = await cancel_request(work, agent, taken.number, request_.id)
    assert gone.state == SolicitationState.CANCELLED
    assert len(await items(work, gone)) == 2
    row = await _row(work, taken)
    assert (row.open_solicitations, row.answer_due_at) == (0, None)
    assert (await kinds_to(work, account.email)).count(CANCELLED) == 1


async def test_the_clock_goes_on_as_soon_as_it_is_cancelled(
    work: Work, agent: Actor, taken: Application, request_: Solicitation, clock: FrozenClock
) -> None:
    assert taken.submitted_at is not None
    clock.advance(timedelta(days=3))
    await cancel_request(work, agent, taken.number, request_.id)
    assert (await _row(work, taken)).decide_by == silence_is_refusal_on(taken.submitted_at) + timedelta(days=3)


async def test_an_applicant_cancels_nothing(
    work: Work, actor: Actor, taken: Application, request_: Solicitation
) -> None:
    with pytest.raises(OutOfRole):
        await cancel_request(work, actor, taken.number, request_.id)


async def test_what_is_answered_is_not_cancelled(
    work: Work,
    agent: Actor,
    actor: Actor,
    taken: Application,
    request_: Solicitation,
    asked: list[SolicitationItem],
    store: MemoryStore,
) -> None:
    for item in asked:
        await reply_to(work, actor, taken, item, store, f"{item.position}.pdf")
    await transmit_reply(work, actor, taken.number, request_.id)
    with pytest.raises(Conflict, match="vient de répondre"):
        await cancel_request(work, agent, taken.number, request_.id)
