"""The contract of every Scanner, and what a real clamd can do to ours: nothing is clean that was not looked at."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.support.clamd import EICAR, SIGNATURE, STREAM_MAX, Clamd, running_clamd
from webapp.adapters.clamd import ClamdScanner
from webapp.adapters.memory_scanner import MemoryScanner
from webapp.core.ports import Scanner, ScanRefused, ScanUnavailable

SHORT = 0.3
PATIENT = 60.0
CHUNK = 64 * 1024


async def chunks(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]


async def zeros(length: int) -> AsyncIterator[bytes]:
    for _ in range(length // CHUNK + 1):
        yield bytes(CHUNK)


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    with running_clamd(tmp_path_factory.mktemp("clamd")) as clamd:
        yield clamd


@pytest.fixture
def own_clamd(tmp_path: Path) -> Iterator[Clamd]:
    """One that a test may kill."""
    with running_clamd(tmp_path) as clamd:
        yield clamd


def scanner_of(clamd: Clamd, way: str = "unix", timeout: float = PATIENT) -> ClamdScanner:
    return ClamdScanner(clamd.addresses[way], timeout=timeout)


@pytest.fixture(params=["unix", "tcp", "memory"])
def scanner(request: pytest.FixtureRequest, clamd: Clamd) -> Scanner:
    if request.param == "memory":
        return MemoryScanner({EICAR: SIGNATURE}, limit=STREAM_MAX)
    return scanner_of(clamd, request.param)


class TestEveryScanner:
    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7 ...", bytes(3 * CHUNK + 1)], ids=["empty", "small", "larger"])
    async def test_finds_nothing_in_a_sound_file(self, scanner: Scanner, content: bytes) -> None:
        assert await scanner.scan(chunks(content)) == ""

    @pytest.mark.parametrize("before", [0, 10, CHUNK - 30], ids=["alone", "inside", "across two chunks"])
    async def test_names_what_a_file_is_infected_with(self, scanner: Scanner, before: int) -> None:
        assert await scanner.scan(chunks(b";" * before + EICAR + b"\n")) == SIGNATURE

    async def test_does_not_call_clean_a_file_that_it_does_not_take(self, scanner: Scanner) -> None:
        with pytest.raises(ScanRefused, match="size limit exceeded"):
            await scanner.scan(zeros(STREAM_MAX + CHUNK))

    async def test_twenty_at_once_each_have_their_own_answer(self, scanner: Scanner) -> None:
        contents = [EICAR if number % 3 == 0 else b"sain" * 1000 * number for number in range(20)]
        found = await asyncio.gather(*(scanner.scan(chunks(content)) for content in contents))
        assert found == [SIGNATURE if number % 3 == 0 else "" for number in range(20)]

    async def test_says_nothing_of_a_file_that_cannot_be_read_to_its_end(self, scanner: Scanner) -> None:
        class Torn(Exception):
            pass

        async def torn() -> AsyncIterator[bytes]:
            yield b"sain"
            raise Torn

        with pytest.raises(Torn):
            await scanner.scan(torn())


async def test_memory_does_not_grow_with_the_file(clamd: Clamd) -> None:
    scanner = scanner_of(clamd)
    await scanner.scan(zeros(CHUNK))
    tracemalloc.start()
    await scanner.scan(zeros(20_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * CHUNK


async def test_a_file_that_clamd_looked_at_in_part_is_neither_clean_nor_infected(tmp_path: Path) -> None:
    with running_clamd(tmp_path, MaxFileSize="1000") as clamd, pytest.raises(ScanRefused, match="MaxFileSize"):
        await scanner_of(clamd).scan(chunks(b"a;b\n" * 1000))


@pytest.mark.parametrize("way", ["unix", "tcp"])
async def test_a_clamd_that_dies_in_the_middle_of_a_file_has_said_nothing(own_clamd: Clamd, way: str) -> None:
    async def interrupted() -> AsyncIterator[bytes]:
        yield bytes(CHUNK)
        own_clamd.kill()
        for _ in range(50):
            yield bytes(CHUNK)

    with pytest.raises(ScanUnavailable):
        await scanner_of(own_clamd, way).scan(interrupted())


@pytest.mark.parametrize("way", ["unix", "tcp"])
async def test_nobody_there_then_there_again(own_clamd: Clamd, way: str) -> None:
    own_clamd.kill()
    with pytest.raises(ScanUnavailable):
        await scanner_of(own_clamd, way).scan(chunks(b"sain"))
    own_clamd.start()
    assert await scanner_of(own_clamd, way).scan(chunks(EICAR)) == SIGNATURE


@pytest.mark.parametrize("way", ["unix", "tcp"])
@pytest.mark.parametrize("length", [10, 20_000_000], ids=["waiting for its answer", "waiting to be read"])
async def test_a_clamd_that_hangs_is_waited_for_no_longer_than_its_time(
    own_clamd: Clamd, way: str, length: int
) -> None:
    own_clamd.hang()
    with pytest.raises(ScanUnavailable, match=r"no verdict in 0\.3 s"):
        await scanner_of(own_clamd, way, SHORT).scan(zeros(length))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "odd"),
        (b"stream: OK", "odd"),
        (b"stream: OK\n", "odd"),
        (b"OK\0", "odd"),
        (b"stream: OK\0stream: OK\0", "odd"),
        (b"stream: Can't allocate memory ERROR\0", "allocate"),
        (b"UNKNOWN COMMAND\0", "UNKNOWN"),
        (b"x" * 10_000, "odd"),
        ("stream: é\x00".encode(), "odd"),
    ],
    ids=range(9),
)
async def test_an_odd_answer_is_none(answer: bytes, reason: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\0\0\0\0")
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        address = server.sockets[0].getsockname()
        with pytest.raises(ScanUnavailable, match=reason):
            await ClamdScanner(address, timeout=PATIENT).scan(chunks(b"sain"))


async def test_an_ok_that_comes_before_the_end_of_the_file_is_none() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"zINSTREAM\0")
        writer.write(b"stream: OK\0")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        with pytest.raises(ScanUnavailable):
            await ClamdScanner(server.sockets[0].getsockname(), timeout=PATIENT).scan(zeros(50_000_000))


async def test_an_address_that_no_name_server_knows_is_a_scanner_that_is_away() -> None:
    with pytest.raises(ScanUnavailable):
        await ClamdScanner(("clamd.invalid", 3310), timeout=PATIENT).scan(chunks(b"sain"))
