"""Publishing schemes, and what the sheet then shows."""

import asyncio
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import make_account
from tests.factories.applications import definition, make_draft
from tests.factories.structures import make_structure
from webapp.accounts.passwords import Passwords
from webapp.agents.models import Service
from webapp.core.work import Work
from webapp.schemes.models import Scheme, SchemeRevision
from webapp.schemes.queries import scheme_sheet
from webapp.schemes.use_cases import publish


def _slug() -> str:
    return f"aide-{uuid4().hex[:8]}"


async def test_the_same_content_published_again_changes_nothing(work: Work) -> None:
    slug = _slug()
    first = await publish(work, slug, definition())
    again = await publish(work, slug, definition())
    assert again.id == first.id
    async with work:
        assert await work.session.scalar(select(func.count()).where(SchemeRevision.scheme_slug == slug)) == 1


async def test_a_change_is_a_new_revision_and_going_back_finds_the_old_one(work: Work, reads: AsyncEngine) -> None:
    slug, changed = _slug(), msgspec.structs.replace(definition(), summary="Un autre résumé.")
    first, second = await publish(work, slug, definition()), await publish(work, slug, changed)
    assert first.id != second.id
    entry = await scheme_sheet(reads, slug)
    assert entry is not None
    assert (entry.revision_id, entry.definition) == (second.id, changed)

    assert (await publish(work, slug, definition())).id == first.id
    entry = await scheme_sheet(reads, slug)
    assert entry is not None
    assert entry.revision_id == first.id


@pytest.mark.parametrize("is_new", [True, False], ids=["a new scheme", "a known one"])
async def test_what_is_published_twice_at_once_is_one_revision(committed: Work, *, is_new: bool) -> None:
    slug = _slug()
    if not is_new:
        await publish(committed, slug, definition())
    service = msgspec.structs.replace(definition().service, slug=slug)
    changed = msgspec.structs.replace(definition(), summary="Un autre résumé.", service=service)
    first, second = await asyncio.gather(*(publish(committed.aside(), slug, changed) for _ in range(2)))
    assert first.id == second.id
    async with committed as work:
        kept = select(func.count()).where(SchemeRevision.scheme_slug == slug)
        assert await work.session.scalar(kept) == (1 if is_new else 2)
        assert (await work.session.get_one(Scheme, slug)).current_revision_id == first.id


async def test_an_application_keeps_the_revision_it_began_with(work: Work, passwords: Passwords) -> None:
    account, slug = await make_account(work, passwords), _slug()
    first = await publish(work, slug, definition())
    await make_structure(work, account)
    draft = await make_draft(work, account, slug)
    await publish(work, slug, msgspec.structs.replace(definition(), summary="Un autre résumé."))
    assert (await make_draft(work, account, slug)).id == draft.id
    assert draft.revision_id == first.id


async def test_the_service_in_charge_follows_the_file(work: Work) -> None:
    slug, scheme = _slug(), definition()
    service = msgspec.structs.replace(scheme.service, slug=slug, phone="05 61 11 11 11")
    await publish(work, slug, msgspec.structs.replace(scheme, service=service))
    moved = msgspec.structs.replace(service, phone="05 61 22 22 22")
    await publish(work, slug, msgspec.structs.replace(scheme, service=moved))
    async with work:
        row = (await work.session.scalars(select(Service).where(Service.slug == slug))).one()
        assert (await work.session.get_one(Scheme, slug)).service_id == row.id
    assert (row.name, row.phone) == (service.name, "05 61 22 22 22")
