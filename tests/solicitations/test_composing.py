"""A request is composed at leisure: what is typed is kept, complete or not, and one request holds what agents mark."""

from uuid import uuid4

import pytest

from tests.factories.accounts import actor_of, make_agent, make_service
from tests.factories.solicitations import REASONS, items, make_request, make_sent_request
from webapp.accounts.passwords import Passwords
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict, NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.solicitations.deadlines import default_deadline
from webapp.solicitations.rules import SolicitationKind, SolicitationState
from webapp.solicitations.use_cases.composing import (
    Composed,
    Overtaken,
    Wanted,
    add_other_piece,
    add_piece_of_the_scheme,
    begin_request,
    discard_request,
    remove_item,
    save_request,
)

KIND = SolicitationKind.PIECE_REQUEST


async def test_pieces_that_are_marked_go_into_one_draft_once(work: Work, agent: Actor, taken: Application) -> None:
    first = await begin_request(work, agent, taken.number, KIND, REASONS[:1])
    second = await begin_request(work, agent, taken.number, KIND, REASONS)
    assert first.id == second.id
    assert [(one.target, one.reason) for one in await items(work, second)] == list(REASONS)


async def test_the_rule_proposes_the_deadline_and_what_stops_the_clock(
    work: Work, agent: Actor, taken: Application
) -> None:
    draft = await make_request(work, agent, taken)
    async with work:
        assert draft.deadline == default_deadline(work.now)
    assert all(one.suspends for one in await items(work, draft))


async def test_what_is_typed_is_kept_although_it_is_not_complete(work: Work, agent: Actor, taken: Application) -> None:
    draft = await make_request(work, agent, taken)
    first, second = await items(work, draft)
    typed = {first.id: Wanted(reason="", is_required=False, suspends=False)}
    saved = await save_request(work, agent, taken.number, draft.id, Composed("Bonjour…", None, typed), seen=0)
    assert (saved.message, saved.deadline) == ("Bonjour…", None)
    one, other = await items(work, draft)
    assert (one.reason, one.is_required, one.suspends) == ("", False, False)
    assert other.reason == second.reason


async def test_two_agents_do_not_overwrite_each_other(
    work: Work, passwords: Passwords, agent: Actor, taken: Application
) -> None:
    draft = await make_request(work, agent, taken)
    colleague = await actor_of(work, await make_agent(work, passwords, service_id=taken.service_id))
    seen = draft.version
    await save_request(work, colleague, taken.number, draft.id, Composed("De l'un", None, {}), seen=seen)
    with pytest.raises(Overtaken) as refusal:
        await save_request(work, agent, taken.number, draft.id, Composed("De l'autre", None, {}), seen=seen)
    assert colleague.full_name in refusal.value.reason


async def test_a_piece_that_the_scheme_does_not_ask_has_a_name(work: Work, agent: Actor, taken: Application) -> None:
    draft = await make_request(work, agent, taken)
    with pytest.raises(Refused, match="Donnez un nom"):
        await add_other_piece(work, agent, taken.number, draft.id, "  ")
    added = await add_other_piece(work, agent, taken.number, draft.id, "Bail du local", "Signé des deux parties")
    assert (added.label, added.hint, added.is_new) == ("Bail du local", "Signé des deux parties", True)


async def test_another_piece_that_is_added_by_a_double_click_is_asked_once(
    work: Work, agent: Actor, taken: Application
) -> None:
    draft = await begin_request(work, agent, taken.number, KIND)
    for _ in range(2):
        await add_other_piece(work, agent, taken.number, draft.id, "Bail du local ", "Signé")
    await add_other_piece(work, agent, taken.number, draft.id, "Bail du local", "Du second local")
    assert [one.hint for one in await items(work, draft)] == ["Signé", "Du second local"]


async def test_a_piece_is_asked_once_and_is_one_of_the_scheme(work: Work, agent: Actor, taken: Application) -> None:
    draft = await make_request(work, agent, taken)
    with pytest.raises(Refused, match="déjà dans cette demande"):
        await add_piece_of_the_scheme(work, agent, taken.number, draft.id, REASONS[0][0])
    with pytest.raises(Refused, match="n'est pas dans le formulaire"):
        await add_piece_of_the_scheme(work, agent, taken.number, draft.id, "inconnue")


async def test_what_is_taken_out_twice_is_not_missed(work: Work, agent: Actor, taken: Application) -> None:
    draft = await make_request(work, agent, taken)
    first, second = await items(work, draft)
    for _ in range(2):
        await remove_item(work, agent, taken.number, draft.id, first.id)
    assert [one.id for one in await items(work, draft)] == [second.id]


async def test_a_draft_that_serves_no_more_is_thrown_away(work: Work, agent: Actor, taken: Application) -> None:
    draft = await make_request(work, agent, taken)
    await discard_request(work, agent, taken.number, draft.id, seen=draft.version)
    with pytest.raises(NotFound):
        await discard_request(work, agent, taken.number, draft.id, seen=draft.version)
    begun = await begin_request(work, agent, taken.number, KIND)
    assert begun.id != draft.id
    assert await items(work, begun) == []


async def test_what_is_sent_is_not_composed_any_more(work: Work, agent: Actor, taken: Application) -> None:
    sent = await make_sent_request(work, agent, taken)
    assert sent.state == SolicitationState.OPEN
    with pytest.raises(Conflict, match="déjà envoyée"):
        await save_request(work, agent, taken.number, sent.id, Composed("Trop tard", None, {}), seen=0)


async def test_nothing_is_asked_before_an_agent_is_in_charge(work: Work, agent: Actor, sent: Application) -> None:
    with pytest.raises(Conflict, match="Prenez d'abord la demande en charge"):
        await begin_request(work, agent, sent.number, KIND)


async def test_only_agents_of_the_service_ask(
    work: Work, passwords: Passwords, actor: Actor, stranger: Actor, taken: Application
) -> None:
    elsewhere = await actor_of(work, await make_agent(work, passwords, service_id=(await make_service(work)).id))
    with pytest.raises(OutOfRole):
        await begin_request(work, actor, taken.number, KIND)
    for other in (stranger, elsewhere):
        with pytest.raises(NotFound):
            await begin_request(work, other, taken.number, KIND)


async def test_an_applicant_does_not_see_a_draft(work: Work, agent: Actor, actor: Actor, taken: Application) -> None:
    draft = await make_request(work, agent, taken)
    with pytest.raises(NotFound):
        await discard_request(work, actor, taken.number, draft.id, seen=0)
    with pytest.raises(NotFound):
        await discard_request(work, agent, taken.number, uuid4(), seen=0)
