"""Each item of a reply is judged alone: all accepted, the request ends; else what is wrong is asked in a new round."""

import pytest

from tests.factories.solicitations import items, reply_to
from tests.support.traces import kinds_to
from webapp.accounts.models import Account
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict, OutOfRole, Refused
from webapp.core.work import Work
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import ItemState, SolicitationKind, SolicitationState
from webapp.solicitations.use_cases.composing import add_other_piece, begin_request
from webapp.solicitations.use_cases.judging import ask_again, close_request, judge_item
from webapp.solicitations.use_cases.replying import transmit_reply
from webapp.solicitations.use_cases.sending import send_requests

WRONG = "La page 2 manque."
Asked = list[SolicitationItem]


@pytest.fixture
async def answered(
    work: Work, actor: Actor, taken: Application, request_: Solicitation, asked: Asked, store: MemoryStore
) -> Solicitation:
    for item in asked:
        await reply_to(work, actor, taken, item, store, f"{item.position}.pdf")
    return await transmit_reply(work, actor, taken.number, request_.id)


async def test_the_last_that_is_accepted_closes_it(
    work: Work, account: Account, agent: Actor, taken: Application, answered: Solicitation, asked: Asked
) -> None:
    first, second = asked
    judged = await judge_item(work, agent, taken.number, answered.id, first.id, is_accepted=True)
    assert judged.state == SolicitationState.ANSWERED
    for _ in range(2):
        judged = await judge_item(work, agent, taken.number, answered.id, second.id, is_accepted=True)
    assert judged.state == SolicitationState.CLOSED
    assert (await kinds_to(work, account.email)).count("solicitations/accepted") == 1


async def test_what_is_wrong_is_said(
    work: Work, agent: Actor, taken: Application, answered: Solicitation, asked: Asked
) -> None:
    with pytest.raises(Refused, match="ne convient pas") as refusal:
        await judge_item(work, agent, taken.number, answered.id, asked[0].id, is_accepted=False, verdict=" ")
    assert refusal.value.field == "verdict"


async def test_a_new_round_asks_for_what_was_wrong_beside_the_earlier_answer(
    work: Work, account: Account, agent: Actor, taken: Application, answered: Solicitation, asked: Asked
) -> None:
    first, second = asked
    await judge_item(work, agent, taken.number, answered.id, first.id, is_accepted=True)
    await judge_item(work, agent, taken.number, answered.id, second.id, is_accepted=False, verdict=WRONG)
    for _ in range(2):
        draft = await ask_again(work, agent, taken.number, answered.id)
    (again,) = await items(work, draft)
    assert (draft.round, draft.follows_id) == (2, answered.id)
    assert (again.target, again.reason, again.follows_id) == (second.target, WRONG, second.id)
    await send_requests(work, agent, taken.number)
    async with work:
        before = await work.session.get_one(Solicitation, answered.id, populate_existing=True)
    assert before.state == SolicitationState.ASKED_AGAIN
    assert [one.state for one in await items(work, before)] == [ItemState.ACCEPTED, ItemState.ASKED_AGAIN]
    assert (await kinds_to(work, account.email)).count("solicitations/received") == 2


async def test_two_requests_that_are_asked_again_in_one_draft_are_both_over(
    work: Work, actor: Actor, agent: Actor, taken: Application, answered: Solicitation, asked: Asked, store: MemoryStore
) -> None:
    other = await begin_request(work, agent, taken.number, SolicitationKind.PIECE_REQUEST)
    lease = await add_other_piece(work, agent, taken.number, other.id, "Bail du local")
    await send_requests(work, agent, taken.number)
    await reply_to(work, actor, taken, lease, store)
    await transmit_reply(work, actor, taken.number, other.id)
    for request, item in ((answered, asked[0]), (other, lease)):
        await judge_item(work, agent, taken.number, request.id, item.id, is_accepted=False, verdict=WRONG)
        draft = await ask_again(work, agent, taken.number, request.id)
    assert [one.target for one in await items(work, draft)] == [asked[0].target, lease.target]
    await send_requests(work, agent, taken.number)
    async with work:
        states = [
            (await work.session.get_one(Solicitation, one.id, populate_existing=True)).state
            for one in (answered, other)
        ]
        row = await work.session.get_one(Application, taken.id, populate_existing=True)
    assert states == [SolicitationState.ASKED_AGAIN] * 2
    assert (row.open_solicitations, row.answered_solicitations) == (1, 0)


async def test_what_was_marked_again_by_hand_has_the_earlier_reply_beside_it(
    work: Work, agent: Actor, taken: Application, answered: Solicitation, asked: Asked
) -> None:
    by_hand = [(asked[0].target, "Illisible.")]
    await begin_request(work, agent, taken.number, SolicitationKind.PIECE_REQUEST, by_hand)
    await judge_item(work, agent, taken.number, answered.id, asked[0].id, is_accepted=False, verdict=WRONG)
    (again,) = await items(work, await ask_again(work, agent, taken.number, answered.id))
    assert (again.reason, again.follows_id) == ("Illisible.", asked[0].id)


async def test_nothing_is_asked_again_before_something_is_said_to_be_wrong(
    work: Work, agent: Actor, taken: Application, answered: Solicitation
) -> None:
    with pytest.raises(Refused, match="Dites d'abord"):
        await ask_again(work, agent, taken.number, answered.id)


async def test_before_the_reply_there_is_nothing_to_judge(
    work: Work, agent: Actor, taken: Application, request_: Solicitation, asked: Asked
) -> None:
    with pytest.raises(Conflict, match="n'a pas encore répondu"):
        await judge_item(work, agent, taken.number, request_.id, asked[0].id, is_accepted=True)


async def test_an_applicant_does_not_judge(
    work: Work, actor: Actor, taken: Application, answered: Solicitation, asked: Asked
) -> None:
    with pytest.raises(OutOfRole):
        await judge_item(work, actor, taken.number, answered.id, asked[0].id, is_accepted=True)


async def test_an_agent_closes_what_nobody_answers_and_says_so(
    work: Work, account: Account, agent: Actor, taken: Application, request_: Solicitation
) -> None:
    for _ in range(2):
        closed = await close_request(work, agent, taken.number, request_.id)
    assert closed.state == SolicitationState.CLOSED
    async with work:
        row = await work.session.get_one(Application, taken.id, populate_existing=True)
    assert row.open_solicitations == 0
    told = [kind for kind in await kinds_to(work, account.email) if kind.startswith("solicitations/")]
    assert told == ["solicitations/received", "solicitations/closed"]
