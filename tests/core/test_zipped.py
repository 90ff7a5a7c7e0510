"""An archive made while it is sent: right, small in memory, with names that any system takes."""

import io
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest

from webapp.core.zip_names import MOST_BYTES, Names, safe_name
from webapp.core.zipped import ZipEntry, zipped

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEBIBYTE = 1024 * 1024


async def _chunks(content: bytes, times: int = 1) -> AsyncIterator[bytes]:
    for _ in range(times):
        yield content


async def _entries(*entries: ZipEntry) -> AsyncIterator[ZipEntry]:
    for entry in entries:
        yield entry


async def test_what_went_in_comes_out() -> None:
    long = bytes(range(256)) * 4096
    made = zipped(
        _entries(
            ZipEntry("é/statuts 😀.pdf", AT, len(long) * 2, _chunks(long, 2)),
            ZipEntry("vide.txt", AT, 0, _chunks(b"", 0)),
        )
    )
    archive = ZipFile(io.BytesIO(b"".join([part async for part in made])))
    assert archive.testzip() is None
    assert archive.read("é/statuts 😀.pdf") == long * 2
    assert archive.read("vide.txt") == b""
    assert archive.infolist()[0].date_time == (2026, 11, 23, 10, 0, 0)


async def test_no_entry_is_an_empty_archive() -> None:
    assert ZipFile(io.BytesIO(b"".join([part async for part in zipped(_entries())]))).namelist() == []


async def test_a_large_file_is_never_whole_in_memory() -> None:
    chunk = bytes(64 * 1024)
    entry = ZipEntry("grand.pdf", AT, len(chunk) * 1024, _chunks(chunk, 1024))
    tracemalloc.start()
    try:
        sent = 0
        async for part in zipped(_entries(entry)):
            sent += len(part)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sent > 0
    assert peak < 4 * MEBIBYTE


async def test_a_file_that_breaks_off_breaks_the_archive() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"un"
        raise OSError("the store is away")

    with pytest.raises(OSError, match="away"):
        [part async for part in zipped(_entries(ZipEntry("a.pdf", AT, 9, broken())))]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("statuts.pdf", "statuts.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\a.pdf", "C__Windows_a.pdf"),
        ('le "budget" <2027>?.ods', "le _budget_ _2027__.ods"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("tab\tet\nligne.pdf", "tabetligne.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("fin. . ", "fin"),
        ("...", "fichier"),
        ("\ud800", "fichier"),
    ],
)
def test_a_name_is_safe(typed: str, name: str) -> None:
    assert safe_name(typed) == name


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("é😀" * 150 + '".pdf')
    assert len(name.encode()) <= MOST_BYTES
    assert name.endswith(".pdf")


def test_the_same_name_again_gets_a_number() -> None:
    names = Names()
    found = [names.once("01 Statuts", name) for name in ("a.pdf", "A.PDF", "a.pdf", "sans fin", "sans fin")]
    assert found == [
        "01 Statuts/a.pdf",
        "01 Statuts/A (2).PDF",
        "01 Statuts/a (3).pdf",
        "01 Statuts/sans fin",
        "01 Statuts/sans fin (2)",
    ]
    assert names.once("02 Statuts", "a.pdf") == "02 Statuts/a.pdf"
