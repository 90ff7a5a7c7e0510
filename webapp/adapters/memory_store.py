"""The in-memory twin of the file stores, for tests that are not about disks."""

import tempfile
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from webapp.adapters.incoming import READ_SIZE, IncomingFile, SpooledStore
from webapp.adapters.keys import checked
from webapp.core.clock import SystemClock
from webapp.core.ports import FileMissing, Incoming, KeptFile, StoreFull


class MemoryStore(SpooledStore):
    """`room` is how many bytes it may hold in all; without it, there is always room."""

    def __init__(self, *, room: int | None = None) -> None:
        self._files: dict[str, tuple[bytes, datetime]] = {}
        self._room = room

    def incoming(self, *, limit: int | None = None) -> Incoming:
        return _InMemory(Path(tempfile.gettempdir()) / f"upload-{uuid4().hex}", limit, self)

    async def read(self, key: str) -> AsyncIterator[bytes]:
        try:
            content, _ = self._files[checked(key)]
        except KeyError as error:
            raise FileMissing(key) from error
        for start in range(0, len(content), READ_SIZE):
            yield content[start : start + READ_SIZE]

    async def delete(self, key: str) -> None:
        self._files.pop(checked(key), None)

    async def kept(self) -> AsyncIterator[KeptFile]:
        for key, (content, kept_at) in list(self._files.items()):
            yield KeptFile(key, len(content), kept_at)

    async def sweep(self, *, older_than: timedelta = timedelta(hours=1)) -> int:
        return 0

    def hold(self, key: str, content: bytes) -> None:
        """Raises StoreFull."""
        if self._room is not None and sum(len(held) for held, _ in self._files.values()) + len(content) > self._room:
            raise StoreFull
        self._files[key] = content, SystemClock().now()


class _InMemory(IncomingFile):
    def __init__(self, path: Path, limit: int | None, store: MemoryStore) -> None:
        super().__init__(path, limit)
        self._store = store

    async def _place(self, key: str) -> None:
        self._store.hold(key, self.path.read_bytes())
