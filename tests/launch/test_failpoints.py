"""Acknowledged is durable: a process kills itself at the worst place while people file, then everything is counted."""

import pytest

from tests.launch.apart import Installation, until, until_it_ends
from tests.launch.counting import assert_all_is_there, assert_nothing_half, no_mail_waits
from tests.launch.filers import all_file, people_filing
from webapp.settings import Failpoint

pytestmark = pytest.mark.drill
PEOPLE = 6
ONE_EACH = [1] * PEOPLE
# Each after some steps of each person, so that all are under way.
WHILE_FILLING_IN = {
    Failpoint.BEFORE_TX: 7,
    Failpoint.BEFORE_COMMIT: 5,
    Failpoint.AFTER_COMMIT_BEFORE_RESPONSE: 5,
    Failpoint.MID_UPLOAD: 5,
    Failpoint.AFTER_RENAME_BEFORE_ROW: 2,
}
WHILE_TRANSMITTING = {
    Failpoint.BEFORE_TX: 3,
    Failpoint.BEFORE_COMMIT: 2,
    Failpoint.AFTER_COMMIT_BEFORE_RESPONSE: 2,
}


@pytest.mark.parametrize(
    ("ends", "is_complete"),
    [(WHILE_FILLING_IN, False), (WHILE_TRANSMITTING, True)],
    ids=["while they fill in", "while they transmit"],
)
async def test_the_server_killed(portal: Installation, ends: dict[Failpoint, int], is_complete: bool) -> None:
    """Each time another one takes its place, in which the next failpoint waits."""
    orphans: list[int] = []

    async def count_files_without_a_row(portal: Installation) -> None:
        orphans.append(len(await assert_nothing_half(portal)))

    await count_files_without_a_row(portal)
    failpoints = [f"{point}:{passes}" for point, passes in ends.items()]
    async with (
        people_filing(portal, PEOPLE, complete=is_complete) as filers,
        portal.serving(*failpoints, look=count_files_without_a_row) as killed,
    ):
        await all_file(filers)
        assert killed.done(), f"still to come:\n{failpoints}\n{portal.said}"
        await killed
        copies = await assert_all_is_there(filers)
    assert [one.count for one in copies] == ONE_EACH
    before, *at_each_death = orphans
    assert max(at_each_death) - before <= PEOPLE * len(ends)
    assert is_complete or at_each_death[-1] > at_each_death[-2], "killed when the file was kept, before its row"


async def test_the_job_worker_killed_when_the_relay_has_taken_a_mail(portal: Installation) -> None:
    """Nobody knows any more that it left: it leaves again, and its Message-ID says that it is the same."""
    portal.stop("worker")
    async with people_filing(portal, PEOPLE, complete=True) as filers, portal.serving():
        worker = portal.start("worker", FAILPOINT=f"{Failpoint.AFTER_SEND_BEFORE_MARK}:2")
        await all_file(filers)
        await until_it_ends(worker)
        # Another worker takes it when the attempt would have ended: two minutes that the test does not wait.
        await portal.ask("UPDATE mail_outbox SET next_attempt_at = now() WHERE state = 'pending'")
        portal.start("worker")
        await until(lambda: no_mail_waits(portal), "every mail sent and noted")
        copies = await assert_all_is_there(filers)
    assert max(one.count for one in copies) == 2
    assert [len(one.message_ids) for one in copies] == ONE_EACH
