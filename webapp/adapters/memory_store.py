"""The in-memory twin of the file stores, for tests that are not about disks."""

import hashlib
from collections.abc import AsyncIterable, AsyncIterator

from webapp.adapters.keys import checked
from webapp.core.ports import FileMissing, FileTooLarge, StoredFile, StoreFull

READ_SIZE = 64 * 1024


class MemoryStore:
    """`room` is how many bytes it may hold in all; without it, there is always room."""

    def __init__(self, *, room: int | None = None) -> None:
        self._files: dict[str, bytes] = {}
        self._room = room

    async def put(self, key: str, chunks: AsyncIterable[bytes], *, limit: int | None = None) -> StoredFile:
        checked(key)
        content = bytearray()
        async for chunk in chunks:
            content += chunk
            if limit is not None and len(content) > limit:
                raise FileTooLarge
            if self._room is not None and self._held() + len(content) > self._room:
                raise StoreFull
        self._files[key] = bytes(content)
        return StoredFile(key=key, size=len(content), sha256=hashlib.sha256(content).hexdigest())

    async def read(self, key: str) -> AsyncIterator[bytes]:
        try:
            content = self._files[checked(key)]
        except KeyError as error:
            raise FileMissing(key) from error
        for start in range(0, len(content), READ_SIZE):
            yield content[start : start + READ_SIZE]

    async def delete(self, key: str) -> None:
        self._files.pop(checked(key), None)

    async def keys(self) -> AsyncIterator[str]:
        for key in list(self._files):
            yield key

    def _held(self) -> int:
        return sum(len(content) for content in self._files.values())
