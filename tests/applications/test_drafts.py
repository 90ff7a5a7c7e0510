"""A draft begins once for a structure and a scheme."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import func, select

from tests.factories.accounts import actor_of, make_account, with_role
from tests.factories.applications import SLUG, definition, make_applicant, make_submitted
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
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
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


async def test_another_one_can_begin_once_the_first_is_sent(
    work: Work, account: Account, actor: Actor, store: MemoryStore, renderer: TypstRenderer
) -> None:
    sent = await make_submitted(work, account, store, renderer)
    assert (await begin_application(work, actor, SLUG)).number > sent.number


async def test_a_closed_campaign_takes_no_draft(work: Work, actor: Actor, clock: FrozenClock) -> None:
    clock.advance(timedelta(days=500))
    with pytest.raises(Refused) as refused:
        await begin_application(work, actor, SLUG)
    assert refused.value.reason == texts.CLOSED


async def test_a_scheme_for_others_takes_no_draft(work: Work, actor: Actor) -> None:
    slug = f"aide-{uuid4().hex[:8]}"
    await publish(work, slug, msgspec.structs.replace(definition(), families=("company",)))
    with pytest.raises(Refused) as refused:
        await begin_application(work, actor, slug)
    assert refused.value.reason == texts.WRONG_FAMILY


async def test_an_unknown_scheme_is_not_found(work: Work, actor: Actor) -> None:
    with pytest.raises(NotFound):
        await begin_application(work, actor, "inconnue")


async def test_one_begins_for_a_structure_and_not_as_its_reader(work: Work, actor: Actor, passwords: Passwords) -> None:
    alone = await actor_of(work, await make_account(work, passwords))
    for who, reason in ((alone, texts.NO_STRUCTURE), (with_role(actor, MemberRole.READER), texts.READERS_ONLY_READ)):
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
