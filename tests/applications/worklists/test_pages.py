"""The pages of the lists: nothing is missed, nothing comes twice, and each application knows who stands beside it."""

from dataclasses import replace
from typing import Any

import pytest

from tests.factories.many_applications import Crowd
from webapp.applications.worklists.export import exported
from webapp.applications.worklists.lists import Order, Place, Wanted, Worklist, place_of
from webapp.applications.worklists.queries import neighbours, worklist
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound

LISTS = [
    *(Wanted(Worklist.MINE, order) for order in Order),
    Wanted(Worklist.WAITING, Order.DEADLINE),
    Wanted(Worklist.LATE, Order.DEADLINE),
    Wanted(Worklist.ALL, Order.DEADLINE, scheme="fonctionnement-general-association"),
    Wanted(Worklist.ALL, Order.OLDEST, words="musique"),
    Wanted(Worklist.SERVICE, words="comité figeac"),
]
IN_LIST = {
    Worklist.MINE: "assigned_to = $2",
    Worklist.WAITING: "open_solicitations > 0",
    Worklist.LATE: "due_at < now()",
    Worklist.ALL: "true",
    Worklist.SERVICE: "state <> 'withdrawn'",
}
HAS_WORD = (
    "EXISTS (SELECT FROM unnest(search) "
    "WHERE substr(lexeme, 5) = ANY (tsvector_to_array(to_tsvector('french_plain', '{}'))))"
)
"""Behind the four letters of the service's shelf."""
IN_ORDER = {
    Order.LATEST: "submitted_at DESC, number DESC",
    Order.OLDEST: "submitted_at, number",
    Order.DEADLINE: "due_at, number",
}


async def expected(crowd: Crowd, wanted: Wanted) -> list[int]:
    """The same said in another way, whole."""
    words = [f"AND {HAS_WORD.format(word)}" for word in wanted.words.split()]
    scheme = f"AND scheme_slug = '{wanted.scheme}'" if wanted.scheme else ""
    matching = f"{IN_LIST[wanted.worklist]} {scheme} {' '.join(words)} ORDER BY {IN_ORDER[wanted.order]}"
    sent = "SELECT number FROM application JOIN application_search ON application_id = id WHERE service_id = $1"
    given = (crowd.agent.service_id, crowd.agent.account_id)
    async with crowd.database.reads.connect() as connection:
        return list(
            (await connection.exec_driver_sql(f"{sent} AND $2::uuid IS NOT NULL AND {matching}", given)).scalars()
        )


async def pages(crowd: Crowd, wanted: Wanted, place: Place | None, end: str) -> list[list[int]]:
    found = []
    while True:
        page: Any = await worklist(crowd.database.reads, crowd.agent, wanted, crowd.now, place)
        found.append([row.number for row in page.rows])
        place = place_of(getattr(page, end), is_before=end == "before")
        if place is None:
            return found


@pytest.mark.parametrize("wanted", LISTS, ids=str)
async def test_pages_follow_each_other_both_ways_and_miss_nothing(crowd: Crowd, wanted: Wanted) -> None:
    numbers = await expected(crowd, wanted)
    assert len(numbers) > 5
    forwards = await pages(crowd, wanted, None, "after")
    assert [number for page in forwards for number in page] == numbers
    if len(forwards) > 1:
        end = await worklist(crowd.database.reads, crowd.agent, wanted, crowd.now)
        for _ in forwards[1:]:
            end = await worklist(crowd.database.reads, crowd.agent, wanted, crowd.now, place_of(end.after))
        backwards = await pages(crowd, wanted, place_of(end.before, is_before=True), "before")
        assert [number for page in reversed(backwards) for number in page] + forwards[-1] == numbers


@pytest.mark.parametrize("wanted", LISTS, ids=str)
async def test_each_knows_who_stands_beside_it(crowd: Crowd, wanted: Wanted) -> None:
    numbers = await expected(crowd, wanted)
    for at in {0, 1, len(numbers) // 2, len(numbers) - 1}:
        beside = await neighbours(crowd.database.reads, crowd.agent, wanted, crowd.now, numbers[at])
        assert beside.before == (numbers[at - 1] if at else None)
        assert beside.after == (numbers[at + 1] if at + 1 < len(numbers) else None)


async def test_one_that_has_left_the_list_still_leads_on(crowd: Crowd) -> None:
    everything = await expected(crowd, Wanted(Worklist.ALL, Order.OLDEST))
    mine = await expected(crowd, Wanted(Worklist.MINE, Order.OLDEST))
    gone = next(number for number in everything if mine[0] < number < mine[-1] and number not in mine)
    beside = await neighbours(crowd.database.reads, crowd.agent, Wanted(Worklist.MINE, Order.OLDEST), crowd.now, gone)
    assert beside.before in mine
    assert beside.after == mine[mine.index(beside.before) + 1]


async def test_another_service_s_has_no_neighbours(crowd: Crowd) -> None:
    elsewhere: Actor = replace(crowd.agent, service_id=crowd.agent.account_id)
    number = (await expected(crowd, Wanted(Worklist.ALL)))[0]
    with pytest.raises(NotFound):
        await neighbours(crowd.database.reads, elsewhere, Wanted(Worklist.ALL), crowd.now, number)


async def test_the_spreadsheet_has_each_row_once_in_pieces(crowd: Crowd) -> None:
    wanted = Wanted(Worklist.ALL, Order.DEADLINE)
    chunks = [chunk.decode() async for chunk in exported(crowd.database.reads, crowd.agent, wanted, crowd.now)]
    assert len(chunks) > 2
    numbers = [int(line.partition(";")[0]) for line in "".join(chunks).splitlines()[1:]]
    assert numbers == await expected(crowd, replace(wanted, order=Order.OLDEST))
