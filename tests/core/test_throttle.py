"""Counting tries: how many, how long the wait, who comes at once, what is forgotten."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.clock import FrozenClock
from webapp.core.audit import AuditEvent
from webapp.core.db import Database
from webapp.core.refusals import Throttled
from webapp.core.throttle import (
    FIRST_WAIT,
    LONGEST_WAIT,
    Limit,
    Throttle,
    Tries,
    count,
    count_quietly,
    forget,
    forget_the_past,
    uncount,
)
from webapp.core.work import Work

THREE = Limit("test", most=3, window=timedelta(minutes=5))
SECOND = timedelta(seconds=1)


async def _wait(work: Work, *tries: Tries, watched: Sequence[Tries] = ()) -> timedelta | None:
    try:
        await count(work, *tries, watched=watched)
    except Throttled as refusal:
        return refusal.wait
    return None


async def test_after_the_last_free_try_each_wait_is_twice_the_one_before(work: Work, clock: FrozenClock) -> None:
    tries = THREE.of("anne")
    assert [await _wait(work, tries) for _ in range(3)] == [None, None, None]
    expected = FIRST_WAIT
    for _ in range(8):
        assert await _wait(work, tries) == expected
        clock.advance(expected - SECOND)
        assert await _wait(work, tries) == SECOND
        clock.advance(SECOND)
        assert await _wait(work, tries) is None
        expected = min(2 * expected, LONGEST_WAIT)
    assert expected == LONGEST_WAIT


async def test_tries_are_forgotten_when_the_window_ends(work: Work, clock: FrozenClock) -> None:
    tries = THREE.of("anne")
    for _ in range(2):
        await count(work, tries)
    clock.advance(THREE.window)
    assert [await _wait(work, tries) for _ in range(4)] == [None, None, None, FIRST_WAIT]


async def test_after_a_wait_the_window_begins_again_at_its_end(work: Work, clock: FrozenClock) -> None:
    tries = THREE.of("anne")
    for _ in range(3):
        await count(work, tries)
    clock.advance(FIRST_WAIT + THREE.window - SECOND)
    await count(work, tries)
    assert await _wait(work, tries) == 2 * FIRST_WAIT
    clock.advance(2 * FIRST_WAIT + THREE.window)
    assert [await _wait(work, tries) for _ in range(4)] == [None, None, None, FIRST_WAIT]


async def test_nobody_waits_for_somebody_else(work: Work) -> None:
    for _ in range(3):
        await count(work, THREE.of("anne"))
    assert await _wait(work, THREE.of("marc")) is None
    assert await _wait(work, Limit("other", 3, THREE.window).of("anne")) is None


async def test_watched_tries_hold_back_without_being_counted(work: Work) -> None:
    for _ in range(3):
        await count(work, THREE.of("address"))
    for _ in range(10):
        assert await _wait(work, THREE.of("anne"), watched=[THREE.of("address")]) == FIRST_WAIT
    assert await _wait(work, THREE.of("anne")) is None, "nobody else can make her wait without trying"
    for _ in range(10):
        assert await _wait(work, watched=[THREE.of("another address")]) is None


async def test_while_one_waits_none_of_the_others_is_counted(work: Work, clock: FrozenClock) -> None:
    for _ in range(3):
        await count(work, THREE.of("structure"))
    clock.advance(FIRST_WAIT - SECOND)
    for _ in range(10):
        assert await _wait(work, THREE.of("structure"), THREE.of("account")) == SECOND
    assert await _wait(work, THREE.of("account")) is None


async def test_a_success_does_not_count(work: Work) -> None:
    tries = THREE.of("anne")
    for _ in range(10):
        await count(work, tries)
        async with work:
            await uncount(work, tries)
    assert await _wait(work, tries) is None


async def test_what_is_forgotten_begins_anew(work: Work) -> None:
    tries = THREE.of("anne")
    for _ in range(3):
        await count(work, tries)
    async with work:
        await forget(work, tries)
    assert [await _wait(work, tries) for _ in range(4)] == [None, None, None, FIRST_WAIT]


async def test_silent_limits_say_whether_to_go_on(work: Work) -> None:
    async with work:
        assert [await count_quietly(work, THREE.of("mails")) for _ in range(5)] == [True, True, True, False, False]


async def test_the_try_that_begins_a_wait_is_in_the_audit_and_no_other(work: Work, clock: FrozenClock) -> None:
    for _ in range(6):
        await _wait(work, THREE.of("anne@exemple.fr", called="an account"))
    clock.advance(FIRST_WAIT)
    await _wait(work, THREE.of("anne@exemple.fr", called="an account"))
    async with work:
        found = await work.session.execute(
            select(AuditEvent.action, AuditEvent.object_id).where(AuditEvent.object_kind == THREE.what)
        )
        assert list(found) == [("throttle.reached", "an account")] * 2


@pytest.mark.parametrize("at_once", [20])
async def test_of_twenty_at_once_only_the_free_ones_pass(database: Database, clock: FrozenClock, at_once: int) -> None:
    """Two pools of connections stand for two processes of the server: the count is in the database."""
    tries = THREE.of(uuid4())
    waits = await asyncio.gather(*(_wait(Work(database.sessions, clock), tries) for _ in range(at_once)))
    assert waits.count(None) == THREE.most
    assert set(waits) == {None, FIRST_WAIT}


async def test_rows_that_hold_nobody_back_are_removed(work: Work, clock: FrozenClock) -> None:
    await count(work, THREE.of("past"))
    clock.advance(THREE.window)
    await count(work, THREE.of("present"))
    async with work:
        assert await forget_the_past(work) >= 1
        keys = set(await work.session.scalars(select(Throttle.key)))
    assert THREE.of("present").key in keys
    assert THREE.of("past").key not in keys
