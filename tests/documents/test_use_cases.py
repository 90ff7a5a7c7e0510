"""Receiving a file: inspected before it is stored, and nothing is kept of one that is refused."""

import asyncio
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.documents import sample_files
from webapp.adapters.memory_store import MemoryStore
from webapp.core.ports import FileTooLarge, StoreFull
from webapp.core.refusals import Busy
from webapp.documents import use_cases
from webapp.documents.inspection import FileRefused, Inspected
from webapp.documents.use_cases import INSPECTED_AT_ONCE, MOST_WAITING, receive

PDF = sample_files.pdf()


@pytest.fixture(autouse=True)
def nothing_stays_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where files wait for their inspection: empty again, however it ended."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


async def _chunks(content: bytes, size: int = 100) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def _keys(store: MemoryStore) -> list[str]:
    return [key async for key in store.keys()]  # noqa: SIM118  (a store, not a dict)


async def test_a_good_file_is_stored_byte_for_byte_under_a_key_of_ours(store: MemoryStore) -> None:
    got = await receive(store, _chunks(PDF), r"C:\Users\Nadia\budget 2027.pdf", limit=len(PDF))
    assert (got.filename, got.media_type) == ("budget 2027.pdf", "application/pdf")
    assert (got.stored.size, got.stored.sha256) == (len(PDF), sha256(PDF).hexdigest())
    assert await _keys(store) == [got.stored.key]
    assert "budget" not in got.stored.key
    assert b"".join([chunk async for chunk in store.read(got.stored.key)]) == PDF


async def test_the_same_file_twice_has_two_keys(store: MemoryStore) -> None:
    first = await receive(store, _chunks(PDF), "a.pdf", limit=len(PDF))
    second = await receive(store, _chunks(PDF), "a.pdf", limit=len(PDF))
    assert first.stored.key != second.stored.key


async def test_one_byte_too_many_is_refused_without_reading_the_rest(store: MemoryStore) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 100
            yield bytes(100)

    with pytest.raises(FileTooLarge):
        await receive(store, endless(), "a.pdf", limit=1050)
    assert read == 1100
    assert await _keys(store) == []


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        pytest.param(b"", "vide.pdf", id="empty"),
        pytest.param(sample_files.PROGRAM, "budget.pdf", id="a program named as a PDF"),
        pytest.param(PDF, "budget.exe", id="a PDF named as a program"),
    ],
)
async def test_nothing_is_kept_of_a_refused_file(store: MemoryStore, content: bytes, filename: str) -> None:
    with pytest.raises(FileRefused):
        await receive(store, _chunks(content), filename, limit=10_000_000)
    assert await _keys(store) == []


async def test_inspections_take_their_turn_and_too_many_are_told_at_once(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hostile files would else hold the threads that downloads and receipts need."""
    gate, running, most = threading.Event(), 0, 0

    def slow(path: Path, filename: str) -> Inspected:
        nonlocal running, most
        running += 1
        most = max(most, running)
        gate.wait(60)
        running -= 1
        return Inspected("application/pdf", "pdf", filename)

    monkeypatch.setattr(use_cases, "inspect", slow)
    tries = [
        asyncio.create_task(receive(store, _chunks(PDF), "a.pdf", limit=len(PDF))) for _ in range(MOST_WAITING + 5)
    ]
    while sum(task.done() for task in tries) < 5:
        waiting = [task for task in tries if not task.done()]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert all(isinstance(task.exception(), Busy) for task in tries if task.done())
    await asyncio.to_thread(len, "a download of somebody else")
    gate.set()
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(outcome, Busy) for outcome in outcomes) == 5
    assert most == INSPECTED_AT_ONCE


async def test_a_full_store_keeps_nothing() -> None:
    store = MemoryStore(room=len(PDF) - 1)
    with pytest.raises(StoreFull):
        await receive(store, _chunks(PDF), "a.pdf", limit=len(PDF))
    assert await _keys(store) == []


async def test_the_file_that_is_inspected_is_the_one_that_is_kept(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspected: list[bytes] = []

    def watched(path: Path, filename: str) -> Inspected:
        inspected.append(path.read_bytes())
        assert len(list(path.parent.iterdir())) == 1, "it lies in one place only"
        return Inspected("application/pdf", "pdf", filename)

    monkeypatch.setattr(use_cases, "inspect", watched)
    got = await receive(store, _chunks(PDF), "a.pdf", limit=len(PDF))
    assert inspected == [PDF] == [b"".join([chunk async for chunk in store.read(got.stored.key)])]


async def test_a_connection_that_breaks_leaves_nothing(store: MemoryStore) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield PDF[:100]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await receive(store, broken(), "a.pdf", limit=len(PDF))
    assert await _keys(store) == []
