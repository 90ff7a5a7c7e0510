"""Agents mark what the applicant shall modify: whole sections or single fields, each once, with what is said of it."""

import asyncio

import pytest

from tests.factories.accounts import actor_of, make_agent, make_service
from tests.factories.applications import make_applicant, make_submitted
from tests.factories.solicitations import TOO_VAGUE, items, make_edit_request, make_request, sent_form
from tests.support.clock import FrozenClock
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor
from webapp.core.db import Database
from webapp.core.refusals import Conflict, NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.solicitations.rules import ItemTarget, SolicitationKind
from webapp.solicitations.use_cases.composing import add_other_piece, add_piece_of_the_scheme, begin_request
from webapp.solicitations.use_cases.marking import add_part, mark_part
from webapp.solicitations.use_cases.sending import send_requests

EDITS = SolicitationKind.EDIT_REQUEST


async def targets(work: Work, agent: Actor, application: Application) -> list[tuple[str, str]]:
    """Of the draft."""
    draft = await begin_request(work, agent, application.number, EDITS)
    return [(one.target_kind, one.target) for one in await items(work, draft)]


async def test_sections_and_fields_become_items_that_the_applicant_can_read(
    work: Work, agent: Actor, taken: Application
) -> None:
    draft = await make_edit_request(work, agent, taken, "section:demande", "field:objet")
    section, field = await items(work, draft)
    assert (section.target_kind, section.target) == (ItemTarget.SECTION, "demande")
    assert section.label == "Votre dossier – Votre demande"
    assert (field.target_kind, field.target) == (ItemTarget.FIELD, "objet")
    assert field.label == "Votre dossier – Objet de l'association"
    assert not field.suspends
    assert field.is_required


async def test_a_part_is_asked_once_alone_or_with_its_section(work: Work, agent: Actor, taken: Application) -> None:
    draft = await make_edit_request(work, agent, taken, "section:demande", "field:objet")
    form = await sent_form(work, taken)
    for value, words in (
        ("section:demande", "est déjà dans cette demande"),
        ("field:objet", "est déjà dans cette demande"),
        ("field:nature", "que le demandeur modifiera en entier"),
    ):
        with pytest.raises(Refused, match=words) as refusal:
            await add_part(work, agent, taken.number, draft.id, value, form)
        assert refusal.value.field == "part"
    assert len(await items(work, draft)) == 2


async def test_a_section_takes_over_what_was_said_of_its_fields(work: Work, agent: Actor, taken: Application) -> None:
    draft = await make_edit_request(work, agent, taken, "field:objet", "field:adherents", "field:nature")
    form = await sent_form(work, taken)
    marked = await add_part(work, agent, taken.number, draft.id, "section:association", form)
    assert marked.is_merged
    assert marked.item.reason == (
        f"Votre dossier – Objet de l'association : {TOO_VAGUE}\nVotre dossier – Nombre d'adhérents : {TOO_VAGUE}"
    )
    assert await targets(work, agent, taken) == [("field", "nature"), ("section", "association")]


@pytest.mark.parametrize("value", ["", "field:inconnu", "field:statuts", "piece:statuts", "section:" + "é" * 300])
async def test_only_what_was_shown_in_what_was_sent_can_be_modified(
    value: str, work: Work, agent: Actor, taken: Application
) -> None:
    form = await sent_form(work, taken)
    draft = await begin_request(work, agent, taken.number, EDITS)
    for marking in (
        add_part(work, agent, taken.number, draft.id, value, form),
        mark_part(work, agent, taken.number, value, form),
    ):
        with pytest.raises(Refused, match="telle qu'elle a été transmise"):
            await marking
    assert await items(work, draft) == []


async def test_marked_from_the_page_of_the_application_it_begins_the_draft_once(
    work: Work, agent: Actor, taken: Application
) -> None:
    form = await sent_form(work, taken)
    for _ in range(2):
        part = await mark_part(work, agent, taken.number, "section:association", form)
    assert part.label == "Votre dossier – Votre association"
    await mark_part(work, agent, taken.number, "field:objet", form)
    assert await targets(work, agent, taken) == [("section", "association")]


async def test_each_kind_keeps_to_what_it_asks(work: Work, agent: Actor, taken: Application) -> None:
    pieces = await make_request(work, agent, taken)
    edits = await make_edit_request(work, agent, taken)
    with pytest.raises(NotFound):
        await add_part(work, agent, taken.number, pieces.id, "field:adherents", await sent_form(work, taken))
    with pytest.raises(NotFound):
        await add_piece_of_the_scheme(work, agent, taken.number, edits.id, "statuts")
    with pytest.raises(NotFound):
        await add_other_piece(work, agent, taken.number, edits.id, "Bail du local")


async def test_what_is_sent_is_not_marked_any_more(work: Work, agent: Actor, taken: Application) -> None:
    draft = await make_edit_request(work, agent, taken)
    await send_requests(work, agent, taken.number)
    with pytest.raises(Conflict, match="déjà envoyée"):
        await add_part(work, agent, taken.number, draft.id, "field:adherents", await sent_form(work, taken))


async def test_nothing_is_marked_before_an_agent_is_in_charge(work: Work, agent: Actor, sent: Application) -> None:
    with pytest.raises(Conflict, match="Prenez d'abord la demande en charge"):
        await mark_part(work, agent, sent.number, "field:objet", await sent_form(work, sent))


async def test_only_agents_of_the_service_mark(
    work: Work, passwords: Passwords, actor: Actor, stranger: Actor, taken: Application
) -> None:
    form = await sent_form(work, taken)
    elsewhere = await actor_of(work, await make_agent(work, passwords, service_id=(await make_service(work)).id))
    for other, refusal in ((actor, OutOfRole), (stranger, NotFound), (elsewhere, NotFound)):
        with pytest.raises(refusal):
            await mark_part(work, other, taken.number, "field:objet", form)


async def test_marked_by_twenty_agents_at_once_it_is_one_draft_and_one_item(
    committed: Work,
    database: Database,
    clock: FrozenClock,
    passwords: Passwords,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    application = await make_submitted(committed, await make_applicant(committed, passwords), store, renderer)
    agents = [
        await actor_of(committed, await make_agent(committed, passwords, service_id=application.service_id))
        for _ in range(4)
    ]
    await take_over(committed, agents[0], application.number)
    form = await sent_form(committed, application)
    marks = (
        mark_part(Work(database.sessions, clock), agents[number % 4], application.number, "section:demande", form)
        for number in range(20)
    )
    assert len({part.label for part in await asyncio.gather(*marks)}) == 1
    assert await targets(committed, agents[0], application) == [("section", "demande")]
