"""A contribution in each state, one after the other, about the same application."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tests.factories.applications import SWORN
from tests.factories.solicitations import items, make_sent_edit_request
from tests.support.clock import FrozenClock
from webapp.applications.models import Application
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.submission import Press
from webapp.core.actor import Actor
from webapp.core.work import Work
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import SolicitationState
from webapp.solicitations.use_cases.amending import transmit_amendment
from webapp.solicitations.use_cases.judging import ask_again, judge_item
from webapp.solicitations.use_cases.sending import cancel_request, send_requests

STILL_VAGUE = "Citez chaque commune."


@dataclass(frozen=True, slots=True)
class Sides:
    """Who asks, who answers, about which application, and when."""

    work: Work
    clock: FrozenClock
    agent: Actor
    member: Actor
    application: Application
    press: Press


async def make_contributions(sides: Sides) -> dict[SolicitationState, UUID]:
    """A minute after the other; what was prepared for the cancelled one and for the open one, a second round, is kept.

    A draft would be sent with the next request: whoever wants one makes it last.
    """
    work, agent, number = sides.work, sides.agent, sides.application.number
    cancelled, _ = await _asked(sides)
    await _change(sides, "500", "Chanter.")
    await cancel_request(work, agent, number, cancelled.id)
    closed, asked = await _asked(sides)
    await _answer(sides, "11 000", "Chanter à Cahors.")
    for item in asked:
        await judge_item(work, agent, number, closed.id, item.id, is_accepted=True)
    answered, _ = await _asked(sides)
    await _answer(sides, "10 500", "Chanter à Cahors et à Figeac.")
    refused, (first, second) = await _asked(sides)
    await _answer(sides, "10 000", "Chanter dans le Lot.")
    await judge_item(work, agent, number, refused.id, first.id, is_accepted=True)
    await judge_item(work, agent, number, refused.id, second.id, is_accepted=False, verdict=STILL_VAGUE)
    sides.clock.advance(timedelta(minutes=1))
    again = await ask_again(work, agent, number, refused.id)
    await send_requests(work, agent, number)
    await _change(sides, "10 000", "Chanter à Cahors, à Figeac et à Gourdon.")
    return {
        SolicitationState.CANCELLED: cancelled.id,
        SolicitationState.CLOSED: closed.id,
        SolicitationState.ANSWERED: answered.id,
        SolicitationState.ASKED_AGAIN: refused.id,
        SolicitationState.OPEN: again.id,
    }


async def _asked(sides: Sides) -> tuple[Solicitation, Sequence[SolicitationItem]]:
    sides.clock.advance(timedelta(minutes=1))
    request = await make_sent_edit_request(sides.work, sides.agent, sides.application)
    return request, await items(sides.work, request)


async def _change(sides: Sides, amount: str, purpose: str) -> None:
    typed = Typed({"montant_sollicite": amount, "objet": purpose})
    await save_answers(sides.work, sides.member, sides.application.number, typed)


async def _answer(sides: Sides, amount: str, purpose: str) -> None:
    await _change(sides, amount, purpose)
    await transmit_amendment(sides.work, sides.member, sides.application.number, SWORN, sides.press)
