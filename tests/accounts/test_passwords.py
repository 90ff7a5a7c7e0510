"""Hashing takes its turn: so many at once, so many who wait, and the others are told at once."""

import asyncio
import threading

import pytest

from webapp.accounts.passwords import MOST_WAITING, POOL_SIZE, Passwords
from webapp.core.refusals import Busy
from webapp.settings import Settings


@pytest.fixture
def passwords(settings: Settings) -> Passwords:
    """Nobody else's queue."""
    return Passwords(settings)


async def test_whoever_comes_when_the_queue_is_full_is_told_at_once(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, running, most = threading.Event(), 0, 0

    def slow(password_hash: str, password: str) -> bool:
        nonlocal running, most
        running += 1
        most = max(most, running)
        gate.wait(10)
        running -= 1
        return True

    monkeypatch.setattr(passwords, "_verify", slow)
    tries = [asyncio.create_task(passwords.verify("a hash", "a password")) for _ in range(MOST_WAITING + 50)]
    await asyncio.sleep(0)
    refused = [task for task in tries if task.done()]
    assert len(refused) == 50
    assert all(isinstance(task.exception(), Busy) for task in refused)

    gate.set()
    done = await asyncio.gather(*(task for task in tries if task not in refused))
    assert done == [True] * MOST_WAITING
    assert most <= POOL_SIZE
    assert await passwords.verify("a hash", "a password"), "the queue is free again"


async def test_one_who_leaves_the_queue_leaves_room(passwords: Passwords, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    monkeypatch.setattr(passwords, "_verify", lambda *_: gate.wait(10))
    tries = [asyncio.create_task(passwords.verify("a hash", "a password")) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    tries[-1].cancel()
    await asyncio.sleep(0)
    late = asyncio.create_task(passwords.verify("a hash", "a password"))
    await asyncio.sleep(0)
    assert not late.done()
    gate.set()
    assert await late
