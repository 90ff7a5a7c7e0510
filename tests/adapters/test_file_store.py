"""The contract of every FileStore, and what a disk adds to it; what a server adds: test_s3_store.py."""

import asyncio
import hashlib
import os
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path
from uuid import uuid4

import pytest

from tests.adapters.full_s3 import full_server
from tests.adapters.kept_files import KEY, MIB, all_keys, chunks_of, content
from tests.support.s3_server import S3Server
from webapp.adapters import incoming
from webapp.adapters.disk_store import DiskStore
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.s3_store import S3Store
from webapp.core.ports import FileMissing, FileStore, FileTooLarge, StoreFull
from webapp.settings import load


def files_under(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.fixture(params=["disk", "memory", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    match request.param:
        case "disk":
            return DiskStore(tmp_path / "files")
        case "s3":
            server: S3Server = request.getfixturevalue("s3")
            return S3Store(server.settings(load({}), prefix=f"essais/{uuid4().hex}"), tmp_path / "aside")
    return MemoryStore()


@pytest.fixture(params=["disk", "memory", "s3"])
async def full_store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[FileStore]:
    """A store without room; on disk, writes go to the kernel's own device that is always full."""
    match request.param:
        case "disk":
            monkeypatch.setattr(incoming, "create", lambda path: FileIO("/dev/full", "w"))
            yield DiskStore(tmp_path / "files")
        case "s3":
            async with full_server() as settings:
                yield S3Store(settings, tmp_path / "aside")
        case _:
            yield MemoryStore(room=3)


class TestEveryStore:
    async def test_gives_back_what_it_was_given(self, store: FileStore) -> None:
        stored = await store.put(KEY, chunks_of(b"Bonjour ", b"", b"la R\xc3\xa9gion"))

        assert await content(store, KEY) == b"Bonjour la R\xc3\xa9gion"
        assert (stored.key, stored.size) == (KEY, 18)
        assert stored.sha256 == hashlib.sha256(b"Bonjour la R\xc3\xa9gion").hexdigest()

    async def test_keeps_an_empty_file(self, store: FileStore) -> None:
        stored = await store.put(KEY, chunks_of())

        assert stored.size == 0
        assert await content(store, KEY) == b""

    async def test_reads_in_chunks_of_at_most_64_kib(self, store: FileStore) -> None:
        await store.put(KEY, chunks_of(os.urandom(3 * MIB + 7)))

        sizes = [len(chunk) async for chunk in store.read(KEY)]

        assert max(sizes) <= 64 * 1024
        assert sum(sizes) == 3 * MIB + 7

    async def test_replaces_a_file_put_again_under_the_same_key(self, store: FileStore) -> None:
        await store.put(KEY, chunks_of(b"the first, longer"))
        await store.put(KEY, chunks_of(b"second"))

        assert await content(store, KEY) == b"second"
        assert await all_keys(store) == {KEY}

    async def test_takes_a_file_of_exactly_the_limit(self, store: FileStore) -> None:
        assert (await store.put(KEY, chunks_of(b"12345"), limit=5)).size == 5

    async def test_refuses_one_byte_more_and_keeps_nothing(self, store: FileStore) -> None:
        with pytest.raises(FileTooLarge):
            await store.put(KEY, chunks_of(b"123", b"456"), limit=5)

        assert await all_keys(store) == set()

    async def test_keeps_the_old_file_when_the_new_one_is_refused(self, store: FileStore) -> None:
        await store.put(KEY, chunks_of(b"old"))

        with pytest.raises(FileTooLarge):
            await store.put(KEY, chunks_of(b"newer"), limit=4)

        assert await content(store, KEY) == b"old"

    async def test_keeps_nothing_of_an_upload_that_breaks(self, store: FileStore) -> None:
        async def broken() -> AsyncIterator[bytes]:
            yield b"x" * 2 * MIB
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            await store.put(KEY, broken())

        assert await all_keys(store) == set()

    async def test_says_when_it_is_full_and_keeps_nothing(self, full_store: FileStore) -> None:
        with pytest.raises(StoreFull):
            await full_store.put(KEY, chunks_of(b"four"))

        assert await all_keys(full_store) == set()

    async def test_says_when_there_is_no_such_file(self, store: FileStore) -> None:
        with pytest.raises(FileMissing):
            await content(store, KEY)

    async def test_forgets_a_deleted_file_even_twice(self, store: FileStore) -> None:
        await store.put(KEY, chunks_of(b"x"))
        await store.delete(KEY)
        await store.delete(KEY)

        with pytest.raises(FileMissing):
            await content(store, KEY)

    async def test_lists_every_key(self, store: FileStore) -> None:
        keys = {"receipts/1.pdf", "documents/ab/1", "documents/cd/2"}
        for key in keys:
            await store.put(key, chunks_of(b"x"))

        assert await all_keys(store) == keys

    async def test_tells_of_each_file_how_large_it_is_and_since_when_it_is_kept(self, store: FileStore) -> None:
        await store.put(KEY, chunks_of(b"12345"))

        (file,) = [file async for file in store.kept()]

        assert (file.key, file.size) == (KEY, 5)
        assert abs(datetime.now(UTC) - file.kept_at) < timedelta(minutes=5)

    async def test_a_file_on_its_way_can_be_looked_into_and_is_no_file_yet(self, store: FileStore) -> None:
        incoming = store.incoming(limit=5)
        await incoming.write(b"123")
        await incoming.write(b"45")

        assert (await incoming.whole()).read_bytes() == b"12345"
        assert await all_keys(store) == set()
        stored = await incoming.keep(KEY)

        assert (stored.key, stored.size, stored.sha256) == (KEY, 5, hashlib.sha256(b"12345").hexdigest())
        await incoming.drop()
        assert await content(store, KEY) == b"12345"

    async def test_a_file_that_is_dropped_leaves_nothing(self, store: FileStore) -> None:
        incoming = store.incoming()
        await incoming.write(b"x" * MIB)
        path = await incoming.whole()

        await incoming.drop()
        await incoming.drop()

        assert not path.exists()
        assert await all_keys(store) == set()

    async def test_a_file_that_is_too_large_stays_too_large(self, store: FileStore) -> None:
        incoming = store.incoming(limit=4)
        for attempt in (incoming.write(b"12345"), incoming.write(b""), incoming.whole(), incoming.keep(KEY)):
            with pytest.raises(FileTooLarge):
                await attempt
        await incoming.drop()

        assert await all_keys(store) == set()

    async def test_twenty_at_once_are_twenty_files(self, store: FileStore) -> None:
        files = {f"documents/ab/{number}": os.urandom(MIB) for number in range(20)}

        await asyncio.gather(*(store.put(key, chunks_of(data)) for key, data in files.items()))

        assert {key: await content(store, key) for key in files} == files

    @pytest.mark.parametrize(
        "key",
        ["", "/etc/passwd", "../x", "a/../x", "a//b", "a/", "./a", ".incoming/x", "A", "é", "a\n", "a\\b", "a" * 501],
    )
    async def test_accepts_no_key_that_could_lead_elsewhere(self, store: FileStore, key: str) -> None:
        with pytest.raises(ValueError, match="not a key"):
            await store.put(key, chunks_of(b"x"))
        with pytest.raises(ValueError, match="not a key"):
            await content(store, key)
        with pytest.raises(ValueError, match="not a key"):
            await store.delete(key)


class TestDisk:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        return tmp_path / "files"

    async def test_leaves_nothing_on_disk_when_an_upload_is_cancelled(self, root: Path) -> None:
        halfway = asyncio.Event()

        async def endless() -> AsyncIterator[bytes]:
            yield b"x" * 2 * MIB
            halfway.set()
            await asyncio.Event().wait()

        upload = asyncio.create_task(DiskStore(root).put(KEY, endless()))
        await halfway.wait()
        assert len(files_under(root)) == 1

        upload.cancel()
        with pytest.raises(asyncio.CancelledError):
            await upload

        assert files_under(root) == []

    async def test_leaves_nothing_on_disk_when_too_much_comes(self, root: Path) -> None:
        with pytest.raises(FileTooLarge):
            await DiskStore(root).put(KEY, chunks_of(b"x" * 2 * MIB, b"x" * 2 * MIB), limit=3 * MIB)

        assert files_under(root) == []

    async def test_keeps_memory_constant_whatever_the_size(self, root: Path) -> None:
        async def large() -> AsyncIterator[bytes]:
            for _ in range(640):
                yield bytes(64 * 1024)

        tracemalloc.start()
        try:
            stored = await DiskStore(root).put(KEY, large())
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

        assert stored.size == 40 * MIB
        assert peak < 8 * MIB

    async def test_syncs_the_file_before_it_gets_its_name_then_the_folders(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        steps: list[str] = []
        sync, rename = os.fsync, os.replace

        def watched_sync(descriptor: int) -> None:
            steps.append("sync " + Path(os.readlink(f"/proc/self/fd/{descriptor}")).parent.name)
            sync(descriptor)

        def watched_rename(old: Path, new: Path) -> None:
            steps.append("rename")
            rename(old, new)

        monkeypatch.setattr(os, "fsync", watched_sync)
        monkeypatch.setattr(os, "replace", watched_rename)
        await DiskStore(root).put("documents/ab/1", chunks_of(b"x"))

        assert steps == ["sync .incoming", "rename", "sync documents", "sync files", f"sync {root.parent.name}"]

    async def test_nobody_else_on_the_machine_can_read_a_file(self, root: Path) -> None:
        await DiskStore(root).put(KEY, chunks_of(b"x"))

        assert (root / KEY).stat().st_mode & 0o077 == 0

    async def test_sweeps_what_a_killed_process_left_but_not_a_living_upload(self, root: Path) -> None:
        store = DiskStore(root)
        assert await store.sweep() == 0
        await store.put(KEY, chunks_of(b"kept"))
        dead, alive = root / ".incoming/dead", root / ".incoming/alive"
        dead.write_bytes(b"half")
        alive.write_bytes(b"half")
        os.utime(dead, (0, 0))

        assert await all_keys(store) == {KEY}
        assert await store.sweep(older_than=timedelta(hours=1)) == 1
        assert alive.exists()
        assert not dead.exists()
        assert await content(store, KEY) == b"kept"
