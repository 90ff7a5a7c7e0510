"""What the row of an application says of its requests, so that lists, cards and badges need no count."""

from tests.factories.applications import SWORN, press
from tests.factories.solicitations import items, make_request, make_sent_edit_request, reply_to
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.core.actor import Actor
from webapp.core.work import Work
from webapp.review.use_cases.acts import drop
from webapp.solicitations.models import Solicitation
from webapp.solicitations.use_cases.amending import transmit_amendment
from webapp.solicitations.use_cases.judging import ask_again, judge_item
from webapp.solicitations.use_cases.replying import transmit_reply
from webapp.solicitations.use_cases.sending import cancel_request, send_requests


async def row_of(work: Work, application: Application) -> Application:
    async with work:
        return await work.session.get_one(Application, application.id, populate_existing=True)


async def counts(work: Work, application: Application) -> tuple[int, int]:
    """How many wait for the applicant, and how many for the Region."""
    row = await row_of(work, application)
    return row.open_solicitations, row.answered_solicitations


async def _reply(work: Work, actor: Actor, application: Application, request: Solicitation, store: MemoryStore) -> None:
    for item in await items(work, request):
        await reply_to(work, actor, application, item, store)
    await transmit_reply(work, actor, application.number, request.id)


async def test_it_waits_for_one_then_for_the_other_then_for_nobody(
    work: Work, actor: Actor, agent: Actor, taken: Application, request_: Solicitation, store: MemoryStore
) -> None:
    assert await counts(work, taken) == (1, 0)
    await _reply(work, actor, taken, request_, store)
    assert await counts(work, taken) == (0, 1)
    for item in await items(work, request_):
        await judge_item(work, agent, taken.number, request_.id, item.id, is_accepted=True)
    assert await counts(work, taken) == (0, 0)


async def test_asked_again_it_waits_for_the_applicant_once_it_is_sent(
    work: Work, actor: Actor, agent: Actor, taken: Application, request_: Solicitation, store: MemoryStore
) -> None:
    await _reply(work, actor, taken, request_, store)
    first, *_ = await items(work, request_)
    await judge_item(work, agent, taken.number, request_.id, first.id, is_accepted=False, verdict="Il est illisible.")
    await ask_again(work, agent, taken.number, request_.id)
    assert await counts(work, taken) == (0, 1)
    await send_requests(work, agent, taken.number)
    assert await counts(work, taken) == (1, 0)


async def test_a_contribution_opens_its_fields_and_closes_them(
    work: Work, actor: Actor, agent: Actor, taken: Application, store: MemoryStore, renderer: TypstRenderer
) -> None:
    await make_sent_edit_request(work, agent, taken, "section:demande", "field:objet")
    assert (await row_of(work, taken)).reopened == ["montant_sollicite", "nature", "objet"]
    await save_answers(work, actor, taken.number, Typed({"objet": "Chanter dans les villages."}))
    await transmit_amendment(work, actor, taken.number, SWORN, press(store, renderer))
    assert (await row_of(work, taken)).reopened == []
    assert await counts(work, taken) == (0, 1)


async def test_what_is_taken_back_or_over_waits_for_nobody(
    work: Work, actor: Actor, agent: Actor, taken: Application, request_: Solicitation, store: MemoryStore
) -> None:
    await _reply(work, actor, taken, request_, store)
    await make_request(work, agent, taken)
    (other,) = await send_requests(work, agent, taken.number)
    assert await counts(work, taken) == (1, 1)
    await cancel_request(work, agent, taken.number, other.id)
    assert await counts(work, taken) == (0, 1)
    await drop(work, agent, taken.number, "Le projet est abandonné.")
    assert await counts(work, taken) == (0, 0)
