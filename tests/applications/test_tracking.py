"""Suivre mes demandes d'aide: what is found among many, page by page, and nothing of other structures."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.applications import definition
from webapp.accounts.models import Account
from webapp.applications.models import Application
from webapp.applications.rules import ApplicationState
from webapp.applications.tracking import PAGE_SIZE, Place, Wanted, place_of, tracked_applications
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.schemes.models import Scheme
from webapp.schemes.use_cases import publish

NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
"""In Paris it is 2027 already."""


async def make_many(work: Work, account: Account, actor: Actor, count: int, **given: object) -> list[int]:
    """Sent one minute after the other, but each second pair at once; their numbers, in the order in which they were."""
    slug = str(given.pop("slug", "velo"))
    title = str(given.pop("title", "Éco-chèque vélo"))
    theme = str(given.pop("theme", "Mobilités"))
    begins = given.pop("at", datetime(2026, 3, 1, tzinfo=UTC))
    assert isinstance(begins, datetime)
    assert actor.membership is not None
    revision = await publish(work, slug, msgspec.structs.replace(definition(), title=title, theme=theme))
    numbers = []
    async with work:
        scheme = await work.session.get_one(Scheme, slug)
        for minute in range(count):
            sent_at = begins + timedelta(minutes=minute // 2)
            row = {
                "state": ApplicationState.SUBMITTED,
                "created_at": begins,
                "edited_at": begins,
                "submitted_at": sent_at,
                "submitted_by": account.id,
                **given,
            }
            application = Application(
                id=new_id(),
                revision_id=revision.id,
                service_id=scheme.service_id,
                structure_id=actor.membership.structure_id,
                created_by=account.id,
                **row,
            )
            work.session.add(application)
            await work.session.flush()
            numbers.append(application.number)
    return numbers


async def numbers(reads: AsyncEngine, actor: Actor, wanted: Wanted) -> list[int]:
    return [card.number for card in (await tracked_applications(reads, actor, wanted)).cards]


async def test_pages_follow_each_other_both_ways_and_miss_nothing(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor
) -> None:
    sent = await make_many(work, account, actor, 2 * PAGE_SIZE + 1)
    drafts = await make_many(work, account, actor, 2, state=ApplicationState.DRAFT, submitted_at=None)
    expected = [*reversed(drafts), *reversed(sent)]
    place: Place | None = None
    forwards: list[list[int]] = []
    while True:
        found = await tracked_applications(reads, actor, Wanted(), place)
        forwards.append([card.number for card in found.cards])
        assert (found.found, found.total) == (len(expected), len(expected))
        if not found.after:
            break
        place = place_of(found.after)
    assert [number for page in forwards for number in page] == expected
    assert [len(page) for page in forwards] == [PAGE_SIZE, PAGE_SIZE, 3]
    back = await tracked_applications(reads, actor, Wanted(), place_of(found.before, is_before=True))
    assert [card.number for card in back.cards] == forwards[1]
    first = await tracked_applications(reads, actor, Wanted(), place_of(back.before, is_before=True))
    assert ([card.number for card in first.cards], first.before) == (forwards[0], "")
    assert first.after


async def test_a_place_holds_when_its_application_is_gone(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor
) -> None:
    drafts = await make_many(work, account, actor, PAGE_SIZE + 2, state=ApplicationState.DRAFT, submitted_at=None)
    found = await tracked_applications(reads, actor, Wanted())
    async with work:
        await work.session.delete(await work.session.get_one(Application, found.cards[-1].id))
    rest = await tracked_applications(reads, actor, Wanted(), place_of(found.after))
    assert [card.number for card in rest.cards] == [drafts[1], drafts[0]]


@pytest.mark.parametrize("words", ["vélo", "VELO", "eco cheq", "{number}", "(0000000{number})", "éco-chèques"])
async def test_words_and_numbers_find_it_whatever_the_accents(
    words: str, work: Work, reads: AsyncEngine, account: Account, actor: Actor
) -> None:
    [bicycle] = await make_many(work, account, actor, 1)
    await make_many(work, account, actor, 1, slug="danse", title="Fête de la danse", theme="Culture")
    assert await numbers(reads, actor, Wanted(words.format(number=bicycle))) == [bicycle]


async def test_filters_and_what_there_is_to_choose_from(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor
) -> None:
    [bicycle] = await make_many(work, account, actor, 1)
    [late] = await make_many(work, account, actor, 1, slug="danse", title="Bal", theme="Énergie", at=NEW_YEAR)
    [draft] = await make_many(
        work, account, actor, 1, slug="danse", title="Bal", theme="Énergie", state="draft", submitted_at=None
    )
    found = await tracked_applications(reads, actor, Wanted(theme="Mobilités"))
    assert [card.number for card in found.cards] == [bicycle]
    assert (found.found, found.total) == (1, 3)
    assert found.themes == ["Énergie", "Mobilités"]
    assert (found.states, found.years) == (["draft", "submitted"], [2027, 2026])
    assert set(await numbers(reads, actor, Wanted("bal"))) == {late, draft}
    assert await numbers(reads, actor, Wanted(state=ApplicationState.DRAFT)) == [draft]
    assert await numbers(reads, actor, Wanted(year=2027)) == [late]
    assert await numbers(reads, actor, Wanted(year=2026, theme="Énergie")) == [draft]
    assert await numbers(reads, actor, Wanted("bal", "Mobilités")) == []
    assert await numbers(reads, actor, Wanted(state=ApplicationState.WITHDRAWN)) == []


async def test_others_find_nothing_not_even_by_its_number(
    work: Work, reads: AsyncEngine, account: Account, actor: Actor, stranger: Actor
) -> None:
    [number] = await make_many(work, account, actor, 1)
    found = await tracked_applications(reads, stranger, Wanted(str(number)))
    assert (found.cards, found.found, found.total, found.themes) == ([], 0, 0, [])


@pytest.mark.parametrize("text", ["", "x", "-3", "1-", "1-2-3", "9" * 19, "1" * 17 + "-1", "١"])
def test_what_is_no_place_is_none(text: str) -> None:
    assert place_of(text) is None
