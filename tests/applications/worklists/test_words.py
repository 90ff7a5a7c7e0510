"""What agents type: numbers, Siret, structures, words of the aid and of the answers, with or without accents."""

from dataclasses import replace

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import make_service
from tests.support.clock import MONDAY_MORNING
from webapp.applications.models import Application, Submission
from webapp.applications.worklists.lists import Wanted, Worklist
from webapp.applications.worklists.queries import worklist
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.structures.models import Structure


async def finds(reads: AsyncEngine, agent: Actor, words: str) -> bool:
    page = await worklist(reads, agent, Wanted(Worklist.ALL, words=words), MONDAY_MORNING)
    return bool(page.rows)


@pytest.fixture
async def siret(work: Work, sent: Application) -> str:
    async with work:
        structure = await work.session.get_one(Structure, sent.structure_id)
        assert structure.siret is not None
        return structure.siret


async def test_a_number_as_one_writes_it_and_as_one_says_it(
    reads: AsyncEngine, agent: Actor, sent: Application
) -> None:
    for typed in (sent.reference, f"({sent.reference})", str(sent.number), f" {sent.reference} "):
        assert await finds(reads, agent, typed), typed
    assert not await finds(reads, agent, str(sent.number + 1))


async def test_digits_are_never_a_figure_of_an_answer(reads: AsyncEngine, agent: Actor, sent: Application) -> None:
    assert sent.number != 120
    assert not await finds(reads, agent, "120")


async def test_a_siret_grouped_or_not_and_its_beginning(
    reads: AsyncEngine, agent: Actor, sent: Application, siret: str
) -> None:
    for typed in (siret, f"{siret[:9]} {siret[9:]}", f"{siret[:3]} {siret[3:6]} {siret[6:9]}", siret[:11]):
        assert await finds(reads, agent, typed), typed
    assert not await finds(reads, agent, f"{siret[:13]}{(int(siret[13]) + 1) % 10}")


@pytest.mark.parametrize(
    "typed",
    ["association nouvelle", "ASSOCIATION", "nouv", "petite aide", "musique rurale", "pratiques musicales", "cahors"],
)
async def test_words_of_the_structure_the_aid_and_the_answers(
    reads: AsyncEngine, agent: Actor, sent: Application, typed: str
) -> None:
    assert await finds(reads, agent, typed) is (typed != "pratiques musicales")


async def test_accents_and_capitals_do_not_count(
    work: Work, reads: AsyncEngine, agent: Actor, sent: Application
) -> None:
    async with work:
        await work.session.execute(
            update(Structure).where(Structure.id == sent.structure_id).values(name="Théâtre de l'Haÿ")
        )
    for typed in ("theatre", "THÉÂTRE", "thea", "l'hay", "L’Haÿ"):
        assert await finds(reads, agent, typed), typed


async def test_a_place_is_found_before_another_word_and_after_it(
    work: Work, reads: AsyncEngine, agent: Actor, sent: Application
) -> None:
    """Its stem is another word ("nim"), which is what is looked for before the last one."""
    async with work:
        await work.session.execute(update(Structure).where(Structure.id == sent.structure_id).values(commune="NÎMES"))
    for typed in ("nimes association", "association nîmes", "Nîmes", "nim"):
        assert await finds(reads, agent, typed), typed


async def test_a_renamed_structure_is_found_by_both_names(
    work: Work, reads: AsyncEngine, agent: Actor, sent: Application
) -> None:
    async with work:
        await work.session.execute(
            update(Structure).where(Structure.id == sent.structure_id).values(name="LES MÉSANGES")
        )
    assert await finds(reads, agent, "mesanges")
    assert await finds(reads, agent, "association nouvelle")


async def test_an_application_that_moves_to_another_service_is_found_there(
    work: Work, reads: AsyncEngine, agent: Actor, sent: Application
) -> None:

    other = await make_service(work)
    async with work:
        await work.session.execute(update(Application).where(Application.id == sent.id).values(service_id=other.id))
    assert not await finds(reads, agent, sent.reference)
    assert await finds(reads, replace(agent, service_id=other.id), sent.reference)


ENDLESS = "x" * 2046
"""PostgreSQL takes a word so long, but not with the letters of a shelf before it."""
SHELF = 4
MANY = " ".join(f"é{number:x}" for number in range(18_000))


@pytest.mark.parametrize("text", [f"un xylophone {ENDLESS}", f"un xylophone {MANY}"], ids=["a long word", "many words"])
async def test_whatever_was_answered_is_sent_and_found(
    work: Work, reads: AsyncEngine, agent: Actor, sent: Application, text: str
) -> None:
    async with work:
        first = await work.session.scalar(select(Submission).where(Submission.application_id == sent.id))
        assert first is not None
        again = {column.key: getattr(first, column.key) for column in Submission.__table__.columns}
        answers = {"objet": text}
        await work.session.execute(insert(Submission).values(again | {"id": new_id(), "number": 2, "answers": answers}))
    assert await finds(reads, agent, "xylophone")
    async with reads.connect() as connection:
        shortest = await connection.exec_driver_sql(
            "SELECT min(length(lexeme)) FROM application_search, unnest(search) WHERE application_id = $1", (sent.id,)
        )
    assert shortest.scalar_one() > SHELF, "a word was cut"
