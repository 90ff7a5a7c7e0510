"""The dashboard: what waits for the applicant first, then everything by theme."""

from uuid import uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, make_account
from tests.factories.applications import definition, make_applicant, make_draft, make_submitted
from tests.support.clock import MONDAY_MORNING
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.core.work import Work
from webapp.home.queries import dashboard
from webapp.schemes.use_cases import publish


async def test_drafts_wait_for_the_applicant_and_applications_are_grouped_by_theme(
    work: Work, reads: AsyncEngine, passwords: Passwords, store: MemoryStore, renderer: TypstRenderer
) -> None:
    account = await make_applicant(work, passwords)
    sent = await make_submitted(work, account, store, renderer)
    sport = f"sport-{uuid4().hex[:8]}"
    await publish(work, sport, msgspec.structs.replace(definition(), theme="Sport"))
    drafts = [await make_draft(work, account, sport), await make_draft(work, account)]

    shown = await dashboard(reads, await actor_of(work, account), MONDAY_MORNING)

    assert shown.structure is not None
    assert shown.structure.name == "ASSOCIATION NOUVELLE"
    assert [card.number for card in shown.to_do] == [drafts[1].number, drafts[0].number]
    assert [(theme, [card.number for card in cards]) for theme, cards in shown.by_theme] == [
        ("Sport", [drafts[0].number]),
        ("Vie associative", [drafts[1].number, sent.number]),
    ]


async def test_a_newcomers_dashboard_is_empty(work: Work, reads: AsyncEngine, passwords: Passwords) -> None:
    shown = await dashboard(reads, await actor_of(work, await make_account(work, passwords)), MONDAY_MORNING)
    assert (shown.structure, list(shown.applications), shown.to_do, shown.by_theme) == (None, [], [], [])
