"""What every file store does alike: a file first comes into a folder of this machine, whole and counted, then is kept.

So a sender who goes away, or who sends too much, costs the store nothing, and the inspection reads what will be kept.
"""

import asyncio
import errno
import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from threading import Lock

from webapp.adapters.keys import checked
from webapp.core.ports import FileTooLarge, Incoming, KeptFile, StoredFile, StoreFull

READ_SIZE = 64 * 1024
WRITE_SIZE = 256 * 1024  # bytes gathered before a thread is woken to write them; twenty uploads at once hold 5 MB


class IncomingFile(ABC):
    """`path` is made when the first block is full: small fields and files that are refused at once leave no trace."""

    def __init__(self, path: Path, limit: int | None) -> None:
        self.path = path
        self._limit = limit
        self._size = 0
        self._sha256 = hashlib.sha256()
        self._gathered = bytearray()
        self._file: FileIO | None = None
        self._turn = Lock()  # of the threads: a cancelled write may still run when the file is dropped

    async def write(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._limit is not None and self._size > self._limit:
            self._gathered.clear()
            raise FileTooLarge
        self._gathered += chunk
        if len(self._gathered) >= WRITE_SIZE:
            await self._write_gathered()

    async def whole(self) -> Path:
        await self.write(b"")  # too large is too large
        await self._write_gathered()
        return self.path

    async def keep(self, key: str) -> StoredFile:
        checked(key)
        await self.whole()
        await self._place(key)
        return StoredFile(key=key, size=self._size, sha256=self._sha256.hexdigest())

    async def drop(self) -> None:
        # In a thread, behind any write still running, and shielded: a cancelled upload leaves nothing either. Once kept
        # the file stays, whole, and no row may name it: `files check` finds such orphans.
        await asyncio.shield(asyncio.to_thread(self._discard))

    @abstractmethod
    async def _place(self, key: str) -> None:
        """From `path` to where the store keeps it, for good."""

    async def _write_gathered(self) -> None:
        block, self._gathered = self._gathered, bytearray()
        await asyncio.to_thread(self._write_block, block)

    def _write_block(self, block: bytearray) -> None:
        with self._turn, full_disk_named():
            rest = memoryview(block)
            file = self._opened()
            while rest:  # a disk that is nearly full takes a part, then says so
                rest = rest[file.write(rest) :]
            self._sha256.update(block)

    def _opened(self) -> FileIO:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = create(self.path)
        return self._file

    def _discard(self) -> None:
        with self._turn:
            if self._file is not None:
                self._file.close()
                self.path.unlink(missing_ok=True)


class SpooledStore(ABC):
    """A store that is told by how its files come in and how they are listed."""

    @abstractmethod
    def incoming(self, *, limit: int | None = None) -> Incoming: ...

    @abstractmethod
    def kept(self) -> AsyncIterator[KeptFile]: ...

    async def put(self, key: str, chunks: AsyncIterable[bytes], *, limit: int | None = None) -> StoredFile:
        checked(key)
        incoming = self.incoming(limit=limit)
        try:
            async for chunk in chunks:
                await incoming.write(chunk)
            return await incoming.keep(key)
        finally:
            await incoming.drop()

    async def keys(self) -> AsyncIterator[str]:
        async for file in self.kept():
            yield file.key


def sweep_folder(folder: Path, before: float) -> int:
    """Removes the files last written before that moment (seconds since 1970); returns how many.

    An upload that lives writes at least every few minutes (the server cuts idle ones), so its age protects it.
    """
    if not folder.exists():
        return 0
    old = [path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime <= before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def create(path: Path) -> FileIO:
    """A new file that nobody else on the machine can read."""
    return FileIO(path, "x", opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def full_disk_named() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StoreFull from error
        raise
