"""The file store on a local disk: a file is there whole and for good, or not at all.

Temporary file on the same file system → write → fsync → rename → fsync of the directories. What a killed process
leaves behind lies in `.incoming/`, which no key can reach, until `sweep` removes it.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from webapp.adapters.incoming import READ_SIZE, IncomingFile, SpooledStore, full_disk_named, sweep_folder
from webapp.adapters.keys import checked
from webapp.core.clock import SystemClock
from webapp.core.ports import FileMissing, Incoming, KeptFile

_INCOMING = ".incoming"


class DiskStore(SpooledStore):
    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / _INCOMING

    def incoming(self, *, limit: int | None = None) -> Incoming:
        return _OnDisk(self._incoming / uuid4().hex, limit, self._root)

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

    async def kept(self) -> AsyncIterator[KeptFile]:
        folders = self._folders()
        while (found := await asyncio.to_thread(next, folders, None)) is not None:
            for file in found:
                yield file

    def _folders(self) -> Iterator[list[KeptFile]]:
        for folder, subfolders, names in os.walk(self._root):
            if _INCOMING in subfolders:
                subfolders.remove(_INCOMING)
            yield [file for name in names if (file := self._listed(Path(folder) / name))]

    def _listed(self, path: Path) -> KeptFile | None:
        """None for a file that was deleted a moment ago."""
        try:
            found = path.stat()
        except FileNotFoundError:
            return None
        kept_at = datetime.fromtimestamp(found.st_mtime, UTC)
        return KeptFile(path.relative_to(self._root).as_posix(), found.st_size, kept_at)

    async def sweep(self, *, older_than: timedelta = timedelta(hours=1)) -> int:
        before = SystemClock().now() - older_than
        return await asyncio.to_thread(sweep_folder, self._incoming, before.timestamp())


class _OnDisk(IncomingFile):
    def __init__(self, path: Path, limit: int | None, root: Path) -> None:
        super().__init__(path, limit)
        self._root = root

    async def _place(self, key: str) -> None:
        await asyncio.to_thread(self._rename, self._root / key)

    def _rename(self, target: Path) -> None:
        with self._turn, full_disk_named():
            file = self._opened()
            os.fsync(file.fileno())
            file.close()
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.path, target)
            for folder in target.parents:  # up to the root: each of them may be new
                _sync_folder(folder)
                if folder == self._root:
                    break


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
