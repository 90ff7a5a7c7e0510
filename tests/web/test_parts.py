"""A form with files, read as it comes: each file goes where it will be kept, and costs no memory."""

import tempfile
import tracemalloc
from collections.abc import AsyncIterator
from io import FileIO
from pathlib import Path

import pytest
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from webapp.adapters import incoming
from webapp.adapters.memory_store import MemoryStore
from webapp.core.ports import FileTooLarge, StoreFull
from webapp.web.parts import MOST_TEXT, Parts, Upload, read_parts

MIB = 1024 * 1024
BOUNDARY = "x"


@pytest.fixture
def aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files lie until they are kept."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


class Form:
    """Reads one with files of at most so many bytes, and drops them at the end as traffic.py does."""

    def __init__(self, limit: int) -> None:
        self.uploads: list[Upload] = []
        self._limit, self._store = limit, MemoryStore()

    def begin(self, filename: str) -> Upload:
        self.uploads.append(Upload(filename, self._store.incoming(limit=self._limit)))
        return self.uploads[-1]

    async def read(self, body: AsyncIterator[bytes]) -> Parts:
        return await read_parts(body, BOUNDARY, most=10, begin=self.begin)

    async def drop(self) -> None:
        for upload in self.uploads:
            await upload.incoming.drop()


def files_in(folder: Path) -> int:
    return len(list(folder.iterdir()))


def head(name: str, filename: str = "") -> bytes:
    file = f'; filename="{filename}"' if filename else ""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()


async def in_blocks(*parts: bytes, size: int = 64 * 1024) -> AsyncIterator[bytes]:
    for part in parts:
        for start in range(0, len(part), size):
            yield part[start : start + size]


async def test_fields_keep_their_order_whether_they_come_before_or_after_a_file(aside: Path) -> None:
    form = Form(limit=100)
    body = head("a") + b"1\r\n" + head("file", "été.pdf") + b"content\r\n" + head("a") + b"2\r\n--x--\r\n"

    (_, first), (name, upload), (_, last) = await form.read(in_blocks(body, size=7))

    assert (first, name, last) == ("1", "file", "2")
    assert isinstance(upload, Upload)
    assert upload.filename == "été.pdf"
    assert (await upload.incoming.whole()).read_bytes() == b"content"
    await form.drop()
    assert files_in(aside) == 0


async def test_a_file_that_is_too_large_is_thrown_away_at_once_and_the_fields_after_it_are_read(aside: Path) -> None:
    form = Form(limit=2 * MIB)
    left: list[int] = []

    async def body() -> AsyncIterator[bytes]:
        yield head("file", "a.pdf")
        for _ in range(5):
            yield bytes(MIB)
            left.append(files_in(aside))
        yield b"\r\n" + head("file", "b.pdf") + b"small\r\n" + head("after") + b"read\r\n--x--\r\n"

    (_, first), (_, second), after = await form.read(body())

    assert left == [1, 1, 0, 0, 0]
    assert after == ("after", "read")
    assert isinstance(first, Upload)
    assert isinstance(second, Upload)
    with pytest.raises(FileTooLarge):
        await first.incoming.whole()
    assert (await second.incoming.whole()).read_bytes() == b"small"
    await form.drop()


async def test_a_form_that_stops_in_a_file_leaves_nothing(aside: Path) -> None:
    form = Form(limit=2 * MIB)

    async def body() -> AsyncIterator[bytes]:
        yield head("file", "a.pdf") + bytes(MIB)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await form.read(body())
    await form.drop()

    assert files_in(aside) == 0


async def test_the_memory_of_a_file_does_not_grow_with_it(aside: Path) -> None:
    form = Form(limit=64 * MIB)

    async def body() -> AsyncIterator[bytes]:
        yield head("file", "a.pdf")
        for _ in range(40 * 16):
            yield bytes(64 * 1024)
        yield b"\r\n--x--\r\n"

    tracemalloc.start()
    try:
        ((_, upload),) = await form.read(body())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert isinstance(upload, Upload)
    assert (await upload.incoming.whole()).stat().st_size == 40 * MIB
    assert peak < 4 * MIB
    await form.drop()


@pytest.mark.usefixtures("aside")
async def test_texts_are_held_in_memory_so_that_they_have_a_limit_in_all() -> None:
    half = head("a") + b"x" * (MOST_TEXT // 2) + b"\r\n"
    assert len(await Form(limit=1).read(in_blocks(half, half, b"--x--\r\n"))) == 2
    with pytest.raises(RequestEntityTooLarge):
        await Form(limit=1).read(in_blocks(half, half, head("b") + b"x\r\n", b"--x--\r\n"))


async def test_a_full_disk_is_said_while_the_file_comes(aside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's own device that is always full."""
    monkeypatch.setattr(incoming, "create", lambda path: FileIO("/dev/full", "w"))
    form = Form(limit=2 * MIB)
    with pytest.raises(StoreFull):
        await form.read(in_blocks(head("file", "a.pdf"), bytes(MIB)))
    await form.drop()
    assert files_in(aside) == 0
