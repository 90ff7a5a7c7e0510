"""What was judged "Non conforme" is asked once: not again while it is asked, once it is accepted or was taken out."""

from datetime import timedelta

import pytest

from tests.factories.solicitations import items, reply_to
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.work import Work
from webapp.review.rules import Conformity
from webapp.review.use_cases.verdicts import Judged, judge_piece
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import ItemState, SolicitationState
from webapp.solicitations.use_cases.composing import remove_item
from webapp.solicitations.use_cases.filling import Asked, begin_piece_request, is_settled
from webapp.solicitations.use_cases.judging import judge_item
from webapp.solicitations.use_cases.replying import transmit_reply
from webapp.solicitations.use_cases.sending import cancel_request, send_requests

PIECE, OTHER = "budget_previsionnel", "rapport_activite"
REASON = "C'est celui de 2026."


async def judges(work: Work, agent: Actor, taken: Application, piece: str = PIECE, reason: str = REASON) -> None:
    version = 0 if reason == REASON else 1
    await judge_piece(work, agent, taken.number, piece, Judged(Conformity.NON_CONFORM, reason, version))


async def filled(work: Work, agent: Actor, taken: Application) -> list[str]:
    return [one.target for one in await items(work, await begin_piece_request(work, agent, taken.number))]


async def asks(work: Work, agent: Actor, taken: Application) -> tuple[Solicitation, SolicitationItem]:
    """What was judged, and nothing else."""
    await judges(work, agent, taken)
    await begin_piece_request(work, agent, taken.number)
    (sent,) = await send_requests(work, agent, taken.number)
    [item] = await items(work, sent)
    return sent, item


async def test_what_was_judged_fills_the_draft_with_its_reason(work: Work, agent: Actor, taken: Application) -> None:
    await judges(work, agent, taken)
    [item] = await items(work, await begin_piece_request(work, agent, taken.number))
    assert (item.target, item.reason) == (PIECE, REASON)


async def test_what_was_taken_out_stays_out_and_what_is_judged_later_comes_in(
    work: Work, agent: Actor, taken: Application, clock: FrozenClock
) -> None:
    await judges(work, agent, taken)
    draft = await begin_piece_request(work, agent, taken.number)
    [item] = await items(work, draft)
    await remove_item(work, agent, taken.number, draft.id, item.id)
    assert await filled(work, agent, taken) == []
    clock.advance(timedelta(minutes=1))
    await judges(work, agent, taken, OTHER)
    assert await filled(work, agent, taken) == [OTHER]


async def test_what_waits_for_its_reply_is_not_asked_twice(work: Work, agent: Actor, taken: Application) -> None:
    await asks(work, agent, taken)
    assert await filled(work, agent, taken) == []


async def test_what_was_accepted_is_not_asked_again_unless_it_is_judged_again(
    work: Work, agent: Actor, actor: Actor, taken: Application, store: MemoryStore, clock: FrozenClock
) -> None:
    sent, item = await asks(work, agent, taken)
    await reply_to(work, actor, taken, item, store)
    await transmit_reply(work, actor, taken.number, sent.id)
    await judge_item(work, agent, taken.number, sent.id, item.id, is_accepted=True)
    assert await filled(work, agent, taken) == []

    clock.advance(timedelta(minutes=1))
    await judges(work, agent, taken, reason="Il manque la signature.")
    assert await filled(work, agent, taken) == [PIECE]


async def test_what_was_cancelled_is_still_not_conform(work: Work, agent: Actor, taken: Application) -> None:
    sent, _ = await asks(work, agent, taken)
    await cancel_request(work, agent, taken.number, sent.id)
    assert await filled(work, agent, taken) == [PIECE]


@pytest.mark.parametrize(
    ("request_state", "item", "settled"),
    [
        (SolicitationState.OPEN, ItemState.ASKED, True),
        (SolicitationState.ANSWERED, ItemState.UNABLE, True),
        (SolicitationState.CLOSED, ItemState.ACCEPTED, True),
        (SolicitationState.ASKED_AGAIN, ItemState.ACCEPTED, True),
        (SolicitationState.CLOSED, ItemState.ASKED, False),
        (SolicitationState.CANCELLED, ItemState.ANSWERED, False),
    ],
)
def test_what_settles_a_piece(request_state: SolicitationState, item: ItemState, *, settled: bool) -> None:
    later = MONDAY_MORNING + timedelta(days=1)
    assert is_settled(MONDAY_MORNING, [Asked(later, request_state, item)]) is settled
    assert not is_settled(later, [Asked(MONDAY_MORNING, request_state, item)]), "it was judged again since"
