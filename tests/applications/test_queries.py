"""Reads of applications: each sees what is theirs, and nothing else exists."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, make_agent, make_service
from tests.factories.applications import (
    GOOD_ANSWERS,
    SLUG,
    make_complete_draft,
    make_draft,
    make_scheme,
    make_submitted,
)
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.cards import applications_of, drafts_on
from webapp.applications.models import Application
from webapp.applications.queries import application_page
from webapp.applications.receipts import receipt_page
from webapp.applications.served_files import served_document
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.drafts import begin_application
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound
from webapp.core.work import Work

TODAY = MONDAY_MORNING.date()


async def test_the_list_has_drafts_first_then_the_latest_sent(
    work: Work,
    reads: AsyncEngine,
    clock: FrozenClock,
    account: Account,
    actor: Actor,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    sent = []
    for _ in range(2):
        clock.advance(timedelta(days=1))
        sent.append(await make_submitted(work, account, store, renderer))
    draft = await make_draft(work, account)
    cards = await applications_of(reads, actor)
    assert [card.number for card in cards] == [draft.number, sent[1].number, sent[0].number]
    assert [card.state_label for card in cards] == ["En cours de saisie", "Déposée", "Déposée"]
    assert (cards[0].is_draft, cards[0].reference, cards[0].officer) == (True, draft.reference, "")
    assert (cards[0].title, cards[0].theme) == ("Petite aide aux associations", "Vie associative")
    assert (cards[0].structure_name, cards[0].service_name) == ("ASSOCIATION NOUVELLE", "Service vie associative")


async def test_an_agent_sees_what_was_sent_to_their_service_and_who_has_it(
    work: Work, reads: AsyncEngine, account: Account, passwords: Passwords, sent: Application, agent: Actor
) -> None:
    draft = await make_draft(work, account)
    elsewhere = await actor_of(work, await make_agent(work, passwords, service_id=(await make_service(work)).id))
    await take_over(work, agent, sent.number)

    seen = {card.number: card for card in await applications_of(reads, agent)}
    assert (seen[sent.number].officer, seen[sent.number].taken_over_at) == ("Claire Vidal", MONDAY_MORNING)
    assert draft.number not in seen
    assert await applications_of(reads, elsewhere) == []


async def test_the_page_of_an_application_shows_its_answers_and_its_slots(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor, store: MemoryStore
) -> None:
    draft = await make_complete_draft(work, account, store)
    page = await application_page(reads, actor, draft.number, TODAY)
    assert (page.card.id, page.answers) == (draft.id, GOOD_ANSWERS)
    assert page.missing == []
    assert [(slot.piece.key, [file.filename for file in slot.files]) for slot in page.slots] == [
        ("budget_previsionnel", ["budget-2027.pdf"]),
        ("rapport_activite", ["budget-2027.pdf"]),
        ("statuts", []),
        ("rib", []),
    ]


Read = Callable[[AsyncEngine, Actor, int], Awaitable[object]]


async def _page(reads: AsyncEngine, actor: Actor, number: int) -> object:
    return await application_page(reads, actor, number, TODAY)


async def _document(reads: AsyncEngine, actor: Actor, number: int) -> object:
    return await served_document(reads, actor, number, new_id(), has_scanner=False)


@pytest.mark.parametrize("read", [_page, receipt_page, _document])
async def test_what_is_somebody_elses_is_not_found_just_as_what_does_not_exist(
    reads: AsyncEngine, actor: Actor, stranger: Actor, sent: Application, read: Read
) -> None:
    for who, number in ((stranger, sent.number), (actor, 0)):
        with pytest.raises(NotFound):
            await read(reads, who, number)


async def test_a_document_is_served_to_those_who_see_its_application(
    reads: AsyncEngine, actor: Actor, stranger: Actor, agent: Actor, sent: Application, store: MemoryStore
) -> None:
    file = (await application_page(reads, actor, sent.number, TODAY)).files[0]
    for who in (actor, agent):
        served = await served_document(reads, who, sent.number, file.document_id, has_scanner=False)
        assert (served.filename, served.media_type, served.size) == (file.filename, "application/pdf", file.size)
        content = b"".join([chunk async for chunk in store.read(served.storage_key)])
        assert (content[:9], sha256(content).hexdigest()) == (b"%PDF-1.7 ", file.sha256)
    with pytest.raises(NotFound):
        await served_document(reads, stranger, sent.number, file.document_id, has_scanner=False)


async def test_a_document_is_served_under_its_own_application_only(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor, agent: Actor, sent: Application, store: MemoryStore
) -> None:
    draft = await make_complete_draft(work, account, store)
    of_draft = (await application_page(reads, actor, draft.number, TODAY)).files[0].document_id
    of_sent = (await application_page(reads, actor, sent.number, TODAY)).files[0].document_id
    for who, number, document in (
        (actor, draft.number, of_sent),
        (actor, sent.number, of_draft),
        (agent, draft.number, of_draft),
        (agent, sent.number, of_draft),
    ):
        with pytest.raises(NotFound):
            await served_document(reads, who, number, document, has_scanner=False)


async def test_a_draft_has_no_receipt_and_a_sent_application_has(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor, store: MemoryStore, renderer: TypstRenderer
) -> None:
    draft = await make_draft(work, account)
    with pytest.raises(NotFound):
        await receipt_page(reads, actor, draft.number)
    sent = await make_submitted(work, account, store, renderer)
    receipt = await receipt_page(reads, actor, sent.number)
    assert (receipt.facts["number"], receipt.issued_at) == (sent.reference, MONDAY_MORNING)


async def test_the_drafts_of_a_scheme_are_found_until_they_are_sent(
    work: Work,
    reads: AsyncEngine,
    account: Account,
    actor: Actor,
    stranger: Actor,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    draft = await make_draft(work, account)
    await make_scheme(work, "autre-aide")
    second = await begin_application(work, actor, SLUG, another=True)
    assert [found.number for found in await drafts_on(reads, actor, SLUG)] == [second.number, draft.number]
    assert await drafts_on(reads, actor, "autre-aide") == []
    assert await drafts_on(reads, stranger, SLUG) == []
    assert (await make_submitted(work, account, store, renderer)).id == second.id
    assert [found.number for found in await drafts_on(reads, actor, SLUG)] == [draft.number]
