"""What was cancelled is taken up again, in the same words; nothing of it is sent by that."""

import pytest

from tests.factories.solicitations import REASONS, items, make_sent_edit_request
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict, NotFound
from webapp.core.work import Work
from webapp.review.use_cases.acts import drop
from webapp.solicitations.models import Solicitation
from webapp.solicitations.rules import ItemState, SolicitationKind, SolicitationState
from webapp.solicitations.use_cases.composing import Composed, add_other_piece, begin_request, save_request
from webapp.solicitations.use_cases.resuming import resume_request
from webapp.solicitations.use_cases.sending import cancel_request, send_requests

MESSAGE = "Bonjour,\nil nous manque deux pièces."


@pytest.fixture
async def cancelled(work: Work, agent: Actor, taken: Application) -> Solicitation:
    """Two pieces of the scheme and one of their own, with a message."""
    draft = await begin_request(work, agent, taken.number, SolicitationKind.PIECE_REQUEST, REASONS)
    await add_other_piece(work, agent, taken.number, draft.id, "Bail du local", "Signé")
    await save_request(work, agent, taken.number, draft.id, Composed(MESSAGE, draft.deadline, {}), seen=0)
    (sent,) = await send_requests(work, agent, taken.number)
    return await cancel_request(work, agent, taken.number, sent.id)


async def words_of(work: Work, solicitation: Solicitation) -> list[tuple[str, str, str, bool]]:
    return [(one.label, one.hint, one.reason, one.suspends) for one in await items(work, solicitation)]


@pytest.mark.usefixtures("taken")
async def test_all_of_it_stands_in_a_new_draft_once(
    work: Work, agent: Actor, taken: Application, cancelled: Solicitation
) -> None:
    for _ in range(2):
        draft = await resume_request(work, agent, taken.number, cancelled.id)
    assert draft.id != cancelled.id
    assert (draft.state, draft.message, draft.round) == (SolicitationState.DRAFT, MESSAGE, cancelled.round)
    assert draft.deadline is not None
    assert await words_of(work, draft) == await words_of(work, cancelled)
    assert {one.state for one in await items(work, draft)} == {ItemState.ASKED}
    (sent,) = await send_requests(work, agent, taken.number)
    assert sent.id == draft.id


async def test_what_is_being_composed_stays(
    work: Work, agent: Actor, taken: Application, cancelled: Solicitation
) -> None:
    key, _ = REASONS[0]
    draft = await begin_request(work, agent, taken.number, SolicitationKind.PIECE_REQUEST, [(key, "Page 2 illisible.")])
    await save_request(work, agent, taken.number, draft.id, Composed("Autre message", draft.deadline, {}), seen=1)
    resumed = await resume_request(work, agent, taken.number, cancelled.id)
    assert (resumed.id, resumed.message) == (draft.id, "Autre message")
    reasons = [one.reason for one in await items(work, resumed)]
    assert reasons == ["Page 2 illisible.", REASONS[1][1], ""]


async def test_a_contribution_too(work: Work, agent: Actor, taken: Application) -> None:
    sent = await make_sent_edit_request(work, agent, taken)
    await cancel_request(work, agent, taken.number, sent.id)
    draft = await resume_request(work, agent, taken.number, sent.id)
    assert draft.kind == SolicitationKind.EDIT_REQUEST
    assert await words_of(work, draft) == await words_of(work, sent)


async def test_only_what_was_cancelled_and_as_long_as_something_can_be_asked(
    work: Work, agent: Actor, actor: Actor, stranger: Actor, taken: Application, request_: Solicitation
) -> None:
    with pytest.raises(Conflict):
        await resume_request(work, agent, taken.number, request_.id)
    await cancel_request(work, agent, taken.number, request_.id)
    with pytest.raises(NotFound):
        await resume_request(work, stranger, taken.number, request_.id)
    with pytest.raises(Exception, match="Seul un agent"):
        await resume_request(work, actor, taken.number, request_.id)
    await drop(work, agent, taken.number, "Sans nouvelles.")
    with pytest.raises(Conflict, match="terminé"):
        await resume_request(work, agent, taken.number, request_.id)
