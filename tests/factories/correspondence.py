"""An application about which everything has been said: a request of each kind in each state, messages both ways, notes,
verdicts.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from tests.factories.contributions import Sides, make_contributions
from tests.factories.solicitations import items, make_edit_request, make_request, make_sent_request, reply_to
from tests.support.clock import FrozenClock
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.submission import Press
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.ports import FileStore
from webapp.core.work import Work
from webapp.review.rules import Conformity
from webapp.review.use_cases.notes import add_note
from webapp.review.use_cases.verdicts import Judged, judge_piece
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import SolicitationKind, SolicitationState
from webapp.solicitations.use_cases.judging import ask_again, judge_item
from webapp.solicitations.use_cases.replying import say_unable, transmit_reply
from webapp.solicitations.use_cases.sending import cancel_request, send_requests
from webapp.threads.use_cases import write_message

CANNOT = "Le commissaire ne l'a pas signé."
WRONG = "La page 2 manque."


async def make_correspondence(
    work: Work, clock: FrozenClock, agent: Actor, member: Actor, application: Application, press: Press
) -> dict[tuple[SolicitationKind, SolicitationState], UUID]:
    """The requests, a minute after the other; that of the second round is open, and its reply is begun. The drafts come
    last: each would be sent with the next request.
    """
    number = application.number
    await take_over(work, agent, number)
    await judge_piece(work, agent, number, "budget_previsionnel", Judged(Conformity.NON_CONFORM, WRONG, 0))
    await judge_piece(work, agent, number, "rapport_activite", Judged(Conformity.CONFORM, "", 0))
    await add_note(work, agent, number, "À revoir avec la direction.", new_id())
    await write_message(work, member, number, new_id(), "Le budget est-il lisible ?")
    await write_message(work, agent, number, new_id(), "Non, la page 2 manque.")
    made = {
        SolicitationKind.EDIT_REQUEST: await make_contributions(Sides(work, clock, agent, member, application, press)),
        SolicitationKind.PIECE_REQUEST: await _piece_requests(work, clock, agent, member, application, press.store),
    }
    made[SolicitationKind.PIECE_REQUEST][SolicitationState.DRAFT] = (await make_request(work, agent, application)).id
    draft = await make_edit_request(work, agent, application)
    made[SolicitationKind.EDIT_REQUEST][SolicitationState.DRAFT] = draft.id
    return {(kind, state): made_id for kind, requests in made.items() for state, made_id in requests.items()}


async def _piece_requests(
    work: Work, clock: FrozenClock, agent: Actor, member: Actor, application: Application, store: FileStore
) -> dict[SolicitationState, UUID]:
    number = application.number
    cancelled, _ = await _asked(work, clock, agent, application)
    await cancel_request(work, agent, number, cancelled.id)
    closed, asked = await _asked(work, clock, agent, application)
    await _answer(work, member, application, asked, store)
    for item in asked:
        await judge_item(work, agent, number, closed.id, item.id, is_accepted=True)
    refused, asked = await _asked(work, clock, agent, application)
    await _answer(work, member, application, asked, store)
    await judge_item(work, agent, number, refused.id, asked[0].id, is_accepted=False, verdict=WRONG)
    clock.advance(timedelta(minutes=1))
    again = await ask_again(work, agent, number, refused.id)
    await send_requests(work, agent, number)
    (item,) = await items(work, again)
    await reply_to(work, member, application, item, store)
    answered, asked = await _asked(work, clock, agent, application)
    await _answer(work, member, application, asked, store)
    return {
        SolicitationState.CANCELLED: cancelled.id,
        SolicitationState.CLOSED: closed.id,
        SolicitationState.ASKED_AGAIN: refused.id,
        SolicitationState.OPEN: again.id,
        SolicitationState.ANSWERED: answered.id,
    }


async def _asked(
    work: Work, clock: FrozenClock, agent: Actor, application: Application
) -> tuple[Solicitation, list[SolicitationItem]]:
    clock.advance(timedelta(minutes=1))
    request = await make_sent_request(work, agent, application)
    return request, await items(work, request)


async def _answer(
    work: Work, member: Actor, application: Application, asked: Sequence[SolicitationItem], store: FileStore
) -> None:
    """A file for the first item, a word for the second."""
    first, second = asked
    await reply_to(work, member, application, first, store)
    await say_unable(work, member, application.number, second.solicitation_id, second.id, CANNOT)
    await transmit_reply(work, member, application.number, first.solicitation_id)
