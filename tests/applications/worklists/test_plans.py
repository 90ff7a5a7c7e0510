"""What the lists cost in the database: each page, filter and search by an index, in statements that do not grow."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from tests.factories.many_applications import Crowd
from tests.support.statements import counted
from webapp.applications.rules import ApplicationState
from webapp.applications.worklists.lists import Order, Place, Wanted, Worklist
from webapp.applications.worklists.offered import offered
from webapp.applications.worklists.queries import neighbours, worklist

LARGE = {"application", "application_search", "submission"}
"""A page looks for its structures in their table by the key, or reads it whole while that is less work."""
SCHEME = "fonctionnement-general-association"
ASKED = {
    **{worklist: Wanted(worklist) for worklist in Worklist},
    **{f"{one} by {order}": Wanted(one, order) for one in (Worklist.SERVICE, Worklist.ALL) for order in Order},
    "late": Wanted(Worklist.LATE, Order.DEADLINE),
    "a state": Wanted(Worklist.ALL, state=ApplicationState.WITHDRAWN),
    "a scheme": Wanted(scheme=SCHEME),
    "a year": Wanted(Worklist.ALL, year=2025),
    "nobody's": Wanted(is_nobodys=True),
    "a common word": Wanted(words="musique"),
    "a rare word": Wanted(words="xylophone"),
    "no word at all": Wanted(words="inexistant"),
    "a structure": Wanted(words="comite theatre cahors"),
    "a number": Wanted(Worklist.ALL, words="00000108"),
    "a Siret": Wanted(Worklist.ALL, words="900000000 00970"),
}


async def read_scans(crowd: Crowd, wanted: Wanted, place: Place | None = None) -> set[str]:
    """The tables of which the list reads every row, large ones only."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    engine = crowd.database.reads.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        await worklist(crowd.database.reads, crowd.agent, wanted, crowd.now, place)
        await offered(crowd.database.reads, crowd.agent)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 2
    found = set()
    async with crowd.database.reads.connect() as connection:
        for statement, parameters in asked:
            plan = (await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)).scalar_one()
            found |= {node["Relation Name"] for node in nodes(plan[0]["Plan"]) if node["Node Type"] == "Seq Scan"}
    return found & LARGE


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


@pytest.mark.parametrize("wanted", ASKED.values(), ids=ASKED.keys())
async def test_every_list_filter_and_search_goes_by_an_index(crowd: Crowd, wanted: Wanted) -> None:
    assert await read_scans(crowd, wanted) == set()


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("is_before", [True, False])
async def test_so_does_a_page_in_the_middle(crowd: Crowd, order: Order, is_before: bool) -> None:
    somewhere = Place(crowd.now - timedelta(days=400), 1000, is_before)
    assert await read_scans(crowd, Wanted(Worklist.ALL, order), somewhere) == set()


async def test_a_table_that_is_read_whole_would_be_seen(crowd: Crowd) -> None:
    async with crowd.database.reads.connect() as connection:
        plan = (
            await connection.exec_driver_sql("EXPLAIN (FORMAT JSON) SELECT count(edited_at) FROM application")
        ).scalar_one()
    assert any(node["Node Type"] == "Seq Scan" for node in nodes(plan[0]["Plan"]))


async def test_words_are_looked_for_in_their_index_however_common(crowd: Crowd) -> None:
    async with crowd.database.writes.connect() as connection:
        await connection.exec_driver_sql("SELECT found_applications(to_tsquery('french', 'milieu | rural'), 10)")
        read = await connection.exec_driver_sql(
            "SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'application_search'"
        )
        assert read.one() == (0, 1)


async def test_a_page_takes_one_statement_and_the_neighbours_two(crowd: Crowd) -> None:
    reads = crowd.database.reads
    for wanted in ASKED.values():
        with counted(crowd.database) as statements:
            found = await worklist(reads, crowd.agent, wanted, crowd.now)
        assert len(statements) == 1
        for row in found.rows[:1]:
            with counted(crowd.database) as statements:
                await neighbours(reads, crowd.agent, wanted, crowd.now, row.number)
            assert len(statements) == 2
