"""The database dies, the disk is full, everybody presses at once: what was acknowledged holds, the rest is told."""

import asyncio

import pytest

from tests.factories.applications import REQUIRED_PIECES
from tests.launch.apart import Installation, until
from tests.launch.counting import assert_all_is_there, assert_nothing_half
from tests.launch.filers import LARGER_THAN_A_CHUNK, all_file, assert_readable, people_filing

pytestmark = pytest.mark.drill
PEOPLE = 6


async def test_the_database_killed_while_people_file(portal: Installation) -> None:
    """Pages say so meanwhile; when it is back, the server that saw it die goes on."""
    async with people_filing(portal, PEOPLE) as filers, portal.serving() as keeping:
        server = await keeping
        filing = asyncio.create_task(all_file(filers))
        await until(lambda: any(filer.is_acknowledged for filer in filers), "somebody who has transmitted")
        portal.kill_database()
        await until(lambda: any(filer.turned_away for filer in filers), "somebody who is turned away")
        visitor = filers[0].http
        assert_readable(await visitor.get("/"))
        assert (await visitor.get("/livez")).status_code == 200
        assert (await visitor.get("/readyz")).status_code == 503
        portal.start_database()
        await filing
        assert server.process.poll() is None
        copies = await assert_all_is_there(filers)
    await assert_nothing_half(portal)
    assert [len(one.message_ids) for one in copies] == [1] * PEOPLE


async def test_twenty_at_once_back_and_two_tabs_are_one(portal: Installation) -> None:
    async with people_filing(portal, 1, complete=True) as [filer], portal.serving(WORKERS=2):
        tabs = [await filer.opens_a_tab() for _ in range(2)]
        led_to = await asyncio.gather(*(filer.transmits_from(tabs[number % 2]) for number in range(20)))
        assert (set(led_to), filer.turned_away) == ({filer.receipt_path}, 0)
        assert [await filer.transmits_from(tab) for tab in tabs] == [filer.receipt_path] * 2  # Back, and resend
        filer.is_acknowledged = True
        copies = await assert_all_is_there([filer])
    assert [one.count for one in copies] == [1]
    await assert_nothing_half(portal)


async def test_a_full_disk_is_told_and_the_rest_serves(portal: Installation) -> None:
    async with people_filing(portal, 1) as [filer], portal.serving() as keeping:
        await keeping
        await filer.begins()
        before = await assert_nothing_half(portal)
        portal.limit_files(LARGER_THAN_A_CHUNK // 2)
        assert_readable(await filer.deposits_once(REQUIRED_PIECES[0]))
        assert await assert_nothing_half(portal) == before
        pieces = await filer.http.get(f"{filer.path}/pieces")
        assert (pieces.status_code, "Déposé" in pieces.text) == (200, False)
        await filer.answers()
        portal.limit_files(-1)
        await filer.files()
        await assert_all_is_there([filer])
    await assert_nothing_half(portal)
