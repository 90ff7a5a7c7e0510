"""The file store on a local disk: a file is there whole and for good, or not at all.

Temporary file on the same file system → write → fsync → rename → fsync of the directories. What a killed process
leaves behind lies in `.incoming/`, which no key can reach, until `sweep` removes it.
"""

import asyncio
import errno
import hashlib
import os
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import FileIO
from pathlib import Path
from threading import Lock
from uuid import uuid4

from webapp.adapters.keys import checked
from webapp.core.clock import SystemClock
from webapp.core.ports import FileMissing, FileTooLarge, StoredFile, StoreFull

READ_SIZE = 64 * 1024
WRITE_SIZE = 1024 * 1024  # bytes gathered before a thread is woken to write them
_INCOMING = ".incoming"


class DiskStore:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / _INCOMING

    async def put(self, key: str, chunks: AsyncIterable[bytes], *, limit: int | None = None) -> StoredFile:
        path = self._root / checked(key)
        incoming = _Incoming(self._incoming / uuid4().hex)
        try:
            async for block in _blocks(chunks, limit):
                await asyncio.to_thread(incoming.write, block)
            await asyncio.to_thread(incoming.keep_as, path, self._root)
        finally:
            # In a thread, behind any write still running, and shielded: a cancelled upload leaves nothing either. Once
            # renamed the file stays, whole, and no row names it: nothing looks for such orphans yet.
            await asyncio.shield(asyncio.to_thread(incoming.discard))
        return StoredFile(key=key, size=incoming.size, sha256=incoming.sha256.hexdigest())

    async def read(self, key: str) -> AsyncIterator[bytes]:
        path = self._root / checked(key)
        try:
            file = await asyncio.to_thread(path.open, "rb")
        except FileNotFoundError as error:
            raise FileMissing(key) from error
        with file:
            while chunk := await asyncio.to_thread(file.read, READ_SIZE):
                yield chunk

    async def delete(self, key: str) -> None:
        await asyncio.to_thread((self._root / checked(key)).unlink, missing_ok=True)

    async def keys(self) -> AsyncIterator[str]:
        folders = self._folders()
        while (found := await asyncio.to_thread(next, folders, None)) is not None:
            for key in found:
                yield key

    def _folders(self) -> Iterator[list[str]]:
        for folder, subfolders, names in os.walk(self._root):
            if _INCOMING in subfolders:
                subfolders.remove(_INCOMING)
            yield [(Path(folder) / name).relative_to(self._root).as_posix() for name in names]

    async def sweep(self, *, older_than: timedelta = timedelta(hours=1)) -> int:
        """Remove what killed processes left half-written; returns how many files.

        An upload that lives writes at least every few minutes (the server cuts idle ones), so its age protects it.
        """
        before = SystemClock().now() - older_than
        return await asyncio.to_thread(self._sweep, before.timestamp())

    def _sweep(self, before: float) -> int:
        if not self._incoming.exists():
            return 0
        old = [path for path in self._incoming.iterdir() if path.stat().st_mtime <= before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)


class _Incoming:
    """One upload on its way. Its methods run in threads, one at a time."""

    def __init__(self, path: Path) -> None:
        self.size = 0
        self.sha256 = hashlib.sha256()
        self._path = path
        self._file: FileIO | None = None
        self._turn = Lock()

    def write(self, block: bytes) -> None:
        with self._turn, _full_disk_named():
            rest = memoryview(block)
            while rest:  # a disk that is nearly full takes a part, then says so
                rest = rest[self._opened().write(rest) :]
            self.sha256.update(block)
            self.size += len(block)

    def keep_as(self, path: Path, root: Path) -> None:
        with self._turn, _full_disk_named():
            file = self._opened()
            os.fsync(file.fileno())
            file.close()
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self._path, path)
            for folder in path.parents:  # up to the root: each of them may be new
                _sync_folder(folder)
                if folder == root:
                    break

    def discard(self) -> None:
        """Forget what was not kept; harmless after `keep_as`."""
        with self._turn:
            if self._file is not None:
                self._file.close()
            self._path.unlink(missing_ok=True)

    def _opened(self) -> FileIO:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = _create(self._path)
        return self._file


def _create(path: Path) -> FileIO:
    return FileIO(path, "x", opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


async def _blocks(chunks: AsyncIterable[bytes], limit: int | None) -> AsyncIterator[bytes]:
    """The chunks gathered into blocks of about WRITE_SIZE. Raises FileTooLarge as soon as the limit is passed."""
    gathered, total = bytearray(), 0
    async for chunk in chunks:
        total += len(chunk)
        if limit is not None and total > limit:
            raise FileTooLarge
        gathered += chunk
        if len(gathered) >= WRITE_SIZE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


@contextmanager
def _full_disk_named() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull from error
        raise
