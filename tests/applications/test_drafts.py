"""A draft begins once for a structure and a scheme."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import func, select

from tests.factories.accounts import actor_of, make_account
from tests.factories.applications import SLUG, definition, make_applicant, make_submitted
from tests.factories.members import make_member
from tests.factories.structures import make_structure
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications import texts
from webapp.applications.models import Application
from webapp.applications.rules import ApplicationState
from webapp.applications.use_cases.drafts import begin_application
from webapp.core.actor import Actor, MemberRole
from webapp.core.audit import AuditEvent
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.schemes import texts as scheme_texts
from webapp.schemes.use_cases import publish


async def test_a_draft_gets_its_public_number_at_once(work: Work, actor: Actor) -> None:
    draft = await begin_application(work, actor, SLUG)
    assert draft.state == ApplicationState.DRAFT
    assert len(draft.reference) == 8
    assert int(draft.reference) == draft.number
    assert (draft.created_by, draft.created_at, draft.submitted_at) == (actor.account_id, MONDAY_MORNING, None)


async def test_beginning_again_goes_on_with_the_same_draft(work: Work, actor: Actor) -> None:
    first, again = await begin_application(work, actor, SLUG), await begin_application(work, actor, SLUG)
    assert again.id == first.id


async def test_20_clicks_at_once_begin_one_draft_with_one_number(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    actor = await actor_of(committed, await make_applicant(committed, passwords))
    drafts = await asyncio.gather(*(begin_application(Work(database.sessions, clock), actor, SLUG) for _ in range(20)))
    assert len({draft.number for draft in drafts}) == 1
    assert actor.membership is not None
    async with committed:
        structure_id = actor.membership.structure_id
        rows = await committed.session.scalar(select(func.count()).where(Application.structure_id == structure_id))
        begun = await committed.session.scalar(select(func.count()).where(AuditEvent.object_id == str(drafts[0].id)))
    assert (rows, begun) == (1, 1)


async def test_another_one_begins_beside_the_first_when_it_is_asked_for(work: Work, actor: Actor) -> None:
    first = await begin_application(work, actor, SLUG)
    second = await begin_application(work, actor, SLUG, key=new_id(), another=True)
    assert second.id != first.id
    assert second.number > first.number


async def test_20_clicks_on_another_one_begin_one_more(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    actor = await actor_of(committed, await make_applicant(committed, passwords))
    first, key = await begin_application(committed, actor, SLUG), new_id()
    begun = await asyncio.gather(
        *(begin_application(Work(database.sessions, clock), actor, SLUG, key=key, another=True) for _ in range(20))
    )
    assert {draft.id for draft in begun} == {key}
    async with committed:
        query = select(func.count()).where(Application.structure_id == first.structure_id)
        assert await committed.session.scalar(query) == 2


@pytest.mark.parametrize("another", [False, True])
async def test_a_sheet_sent_again_after_all_was_sent_makes_no_second_application(
    work: Work, actor: Actor, another: bool
) -> None:
    key = new_id()
    begun = await begin_application(work, actor, SLUG, key=key, another=another)
    async with work:
        begun.state = ApplicationState.SUBMITTED
    assert (await begin_application(work, actor, SLUG, key=key, another=another)).id == key


async def test_a_key_of_others_begins_nothing(work: Work, actor: Actor, stranger: Actor) -> None:
    theirs = await begin_application(work, stranger, SLUG)
    for another in (False, True):
        with pytest.raises(NotFound):
            await begin_application(work, actor, SLUG, key=theirs.id, another=another)


async def test_another_one_can_begin_once_the_first_is_sent(
    work: Work, account: Account, actor: Actor, store: MemoryStore, renderer: TypstRenderer
) -> None:
    sent = await make_submitted(work, account, store, renderer)
    assert (await begin_application(work, actor, SLUG)).number > sent.number


async def test_a_closed_campaign_takes_no_draft(work: Work, actor: Actor, clock: FrozenClock) -> None:
    clock.advance(timedelta(days=500))
    with pytest.raises(Refused) as refused:
        await begin_application(work, actor, SLUG)
    assert "fermé depuis le 31 décembre 2027 à 18:00, heure de Paris" in refused.value.reason


async def test_a_scheme_for_others_takes_no_draft(work: Work, actor: Actor) -> None:
    slug = f"aide-{uuid4().hex[:8]}"
    await publish(work, slug, msgspec.structs.replace(definition(), families=("company",)))
    with pytest.raises(Refused) as refused:
        await begin_application(work, actor, slug)
    assert refused.value.reason == "Cette aide s'adresse aux entreprises."


async def test_an_unknown_scheme_is_not_found(work: Work, actor: Actor) -> None:
    with pytest.raises(NotFound):
        await begin_application(work, actor, "inconnue")


async def test_one_begins_for_a_structure_and_not_as_its_reader(work: Work, actor: Actor, passwords: Passwords) -> None:
    assert actor.membership is not None
    alone = await actor_of(work, await make_account(work, passwords))
    reader = await actor_of(work, await make_member(work, passwords, actor.membership.structure_id, MemberRole.READER))
    for who, reason in ((alone, texts.NO_STRUCTURE), (reader, scheme_texts.READERS_DO_NOT_BEGIN)):
        with pytest.raises(Refused) as refused:
            await begin_application(work, who, SLUG)
        assert refused.value.reason == reason


async def test_the_second_structure_of_an_account_has_drafts_of_its_own(
    work: Work, account: Account, actor: Actor
) -> None:
    first = await begin_application(work, actor, SLUG)
    other = await make_structure(work, account, "UNE AUTRE")
    both = await actor_of(work, account)
    second = await begin_application(work, both.acting_for(other.id), SLUG)
    assert (second.structure_id, second.number != first.number) == (other.id, True)
