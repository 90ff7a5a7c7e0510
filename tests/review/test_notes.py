"""Notes of agents: added, read by their colleagues, once for one press; never by anybody else."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, make_agent, make_service
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.support.traces import details_of
from webapp.accounts.passwords import Passwords
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, OutOfRole
from webapp.core.work import Work
from webapp.review.queries import notes_of, review_of, verdicts_of
from webapp.review.use_cases.acts import drop
from webapp.review.use_cases.notes import add_note


async def test_the_latest_comes_first_with_who_and_when(
    work: Work, reads: AsyncEngine, sent: Application, claire: Actor, anne: Actor, clock: FrozenClock
) -> None:
    await add_note(work, claire, sent.number, "À appeler.", new_id())
    clock.advance(timedelta(minutes=5))
    await add_note(work, anne, sent.number, "Appelée.\nRappelle demain.", new_id())
    found = await notes_of(reads, claire, sent.number)
    assert [(note.by, note.text) for note in found] == [
        ("Anne Vidal", "Appelée.\nRappelle demain."),
        ("Claire Vidal", "À appeler."),
    ]
    assert found[1].at == MONDAY_MORNING


async def test_the_same_press_twice_is_one_note_and_another_text_from_the_same_page_is_another(
    work: Work, reads: AsyncEngine, sent: Application, claire: Actor
) -> None:
    key = new_id()
    for text in ("Une note.", "Une note.", "Une autre, après un retour en arrière."):
        await add_note(work, claire, sent.number, text, key)
    assert len(await notes_of(reads, claire, sent.number)) == 2
    assert len(await details_of(work, "application.noted", sent.id)) == 2
    assert "Une note." not in str(await details_of(work, "application.noted", sent.id))


async def test_a_note_is_added_after_the_end_too(
    work: Work, reads: AsyncEngine, taken: Application, claire: Actor
) -> None:
    await drop(work, claire, taken.number, "Sans nouvelles.")
    await add_note(work, claire, taken.number, "Recours reçu.", new_id())
    assert len(await notes_of(reads, claire, taken.number)) == 1


async def test_nobody_but_the_service_reads_or_writes(
    work: Work, reads: AsyncEngine, sent: Application, claire: Actor, applicant: Actor, passwords: Passwords
) -> None:
    await add_note(work, claire, sent.number, "À appeler.", new_id())
    for read in (notes_of, review_of, verdicts_of):
        with pytest.raises(NotFound):
            await read(reads, applicant, sent.number)
    with pytest.raises(OutOfRole):
        await add_note(work, applicant, sent.number, "Je lis vos notes.", new_id())
    elsewhere = await actor_of(work, await make_agent(work, passwords, service_id=(await make_service(work)).id))
    assert await notes_of(reads, elsewhere, sent.number) == []
    with pytest.raises(NotFound):
        await add_note(work, elsewhere, sent.number, "Je passais.", new_id())
