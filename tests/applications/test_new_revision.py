"""A draft keeps its revision until somebody takes the newer one; the campaign and the service are those of the day."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import with_role
from tests.factories.applications import (
    GOOD_ANSWERS,
    SLUG,
    SWORN,
    definition,
    make_complete_draft,
    make_draft,
    make_submitted,
)
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.support.traces import details_of, mails_about
from webapp.accounts.models import Account
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.agents.models import Service
from webapp.applications import texts
from webapp.applications.models import Application
from webapp.applications.queries import application_page
from webapp.applications.revision_offers import revision_offer
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.new_revision import decline_revision, take_revision
from webapp.applications.use_cases.retention import tidy_drafts
from webapp.applications.use_cases.submission import Press, submit_application
from webapp.core.actor import Actor, MemberRole
from webapp.core.refusals import Conflict, NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.schemes.definition import Campaign, Piece, SchemeDefinition
from webapp.schemes.models import SchemeRevision
from webapp.schemes.use_cases import publish

TODAY = MONDAY_MORNING.date()
replace = msgspec.structs.replace
DEVIS = Piece(key="devis", label="Devis", required=True)


async def revise(work: Work, **changed: Any) -> SchemeRevision:
    """The scheme's next revision."""
    return await publish(work, SLUG, replace(definition(), **changed))


async def revise_campaign(work: Work, by: timedelta) -> Campaign:
    """It closes so much later, or earlier."""
    campaign = replace(definition().campaign, closes=definition().campaign.closes + by)
    await revise(work, campaign=campaign, pieces=(*definition().pieces, DEVIS))
    return campaign


async def kept_by(work: Work, draft: Application) -> tuple[object, object]:
    """The revision that the draft keeps, and the one that it declined."""
    async with work:
        row = await work.session.get_one(Application, draft.id, populate_existing=True)
        return row.revision_id, row.declined_revision_id


async def test_a_draft_keeps_its_revision_and_is_offered_the_newer_one(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor
) -> None:
    draft = await make_draft(work, account)
    assert await revision_offer(reads, actor, draft.number) is None
    newer = await revise(work, pieces=(*definition().pieces, DEVIS))
    page = await application_page(reads, actor, draft.number, TODAY)
    assert (page.has_newer_revision, page.is_newer_declined) == (True, False)
    assert page.definition.pieces == definition().pieces
    offer = await revision_offer(reads, actor, draft.number)
    assert offer is not None
    assert offer.revision_id == newer.id
    assert offer.by_step == [("Pièces", ["Nouvelle pièce obligatoire\u00a0: «\u00a0Devis\u00a0»."])]


async def test_taken_it_asks_the_new_questions_and_keeps_the_answers(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor
) -> None:
    draft = await make_draft(work, account)
    await save_answers(work, actor, draft.number, Typed(GOOD_ANSWERS))
    before = draft.revision_id
    newer = await revise(work, pieces=(DEVIS,))
    for _ in range(2):  # a double click
        await take_revision(work, actor, draft.number, newer.id)
    page = await application_page(reads, actor, draft.number, TODAY)
    assert page.definition.pieces == (DEVIS,)
    assert page.answers == GOOD_ANSWERS
    assert not page.has_newer_revision
    assert await details_of(work, "application.revision_taken", draft.id) == [
        {"before": str(before), "after": str(newer.id)}
    ]


async def test_declined_it_is_offered_again_only_when_there_is_another(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor
) -> None:
    draft = await make_draft(work, account)
    first = await revise(work, pieces=(DEVIS,))
    for _ in range(2):
        await decline_revision(work, actor, draft.number, first.id)
    page = await application_page(reads, actor, draft.number, TODAY)
    assert (page.has_newer_revision, page.is_newer_declined) == (True, True)
    assert len(await details_of(work, "application.revision_declined", draft.id)) == 1
    second = await revise(work, pieces=())
    assert not (await application_page(reads, actor, draft.number, TODAY)).is_newer_declined
    await take_revision(work, actor, draft.number, second.id)
    assert await kept_by(work, draft) == (second.id, None)


async def test_what_was_not_shown_is_not_taken(work: Work, account: Account, actor: Actor) -> None:
    """The scheme was loaded once more since the page was opened."""
    draft = await make_draft(work, account)
    kept = draft.revision_id
    shown = await revise(work, pieces=(DEVIS,))
    await revise(work, pieces=())
    for act in (take_revision, decline_revision):
        with pytest.raises(Refused) as refused:
            await act(work, actor, draft.number, shown.id)
        assert refused.value.reason == texts.REVISION_OVERTAKEN
    assert await kept_by(work, draft) == (kept, None)


async def test_neither_a_stranger_nor_a_reader_nor_anybody_after_the_sending(
    work: Work,
    account: Account,
    actor: Actor,
    stranger: Actor,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    sent = await make_submitted(work, account, store, renderer)
    draft = await make_draft(work, account)
    newer = await revise(work, pieces=(DEVIS,))
    for act in (take_revision, decline_revision):
        with pytest.raises(NotFound):
            await act(work, stranger, draft.number, newer.id)
        with pytest.raises(OutOfRole):
            await act(work, with_role(actor, MemberRole.READER), draft.number, newer.id)
        with pytest.raises(Conflict):
            await act(work, actor, sent.number, newer.id)


async def test_taking_it_is_an_edit_and_keeps_the_draft_longer(
    work: Work, account: Account, actor: Actor, store: MemoryStore, clock: FrozenClock
) -> None:
    draft = await make_draft(work, account)
    newer = await revise(work, pieces=(DEVIS,))
    clock.advance(timedelta(days=80))
    await tidy_drafts(lambda: work, store)
    assert len(await mails_about(work, draft.id)) == 1
    await take_revision(work, actor, draft.number, newer.id)
    async with work:
        row = await work.session.get_one(Application, draft.id, populate_existing=True)
        assert (row.edited_at, row.end_announced_at) == (clock.now(), None)


async def test_a_campaign_that_is_extended_is_so_for_drafts_that_keep_their_revision(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor, ours: Press, clock: FrozenClock
) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    campaign = await revise_campaign(work, timedelta(days=30))
    clock.advance(definition().campaign.closes_at - clock.now())
    page = await application_page(reads, actor, draft.number, TODAY)
    assert page.campaign == campaign
    sent = await submit_application(work, actor, draft.number, SWORN, ours)
    assert sent.submitted_at == clock.now()


async def test_a_campaign_that_is_shortened_is_so_too(work: Work, account: Account, actor: Actor, ours: Press) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    await revise_campaign(work, timedelta(days=-500))
    with pytest.raises(Refused) as refused:
        await submit_application(work, actor, draft.number, SWORN, ours)
    assert refused.value.reason == texts.CLOSED


def of_another_service(kept: SchemeDefinition) -> dict[str, Any]:
    return {"service": replace(kept.service, slug="sports", name="Service des sports")}


async def test_a_scheme_that_changes_service_takes_its_drafts_along_and_not_what_was_sent(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor, ours: Press, renderer: TypstRenderer
) -> None:
    sent = await make_submitted(work, account, ours.store, renderer)
    draft = await make_complete_draft(work, account, ours.store)
    await revise(work, **of_another_service(definition()))
    page = await application_page(reads, actor, draft.number, TODAY)
    assert page.service.name == "Service des sports"
    now = await submit_application(work, actor, draft.number, SWORN, ours)
    async with work:
        name = await work.session.scalar(select(Service.name).where(Service.id == now.service_id))
    assert name == "Service des sports"
    assert (await application_page(reads, actor, sent.number, TODAY)).service.name == "Service vie associative"
