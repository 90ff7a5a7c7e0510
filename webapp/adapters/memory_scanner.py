"""The in-memory twin of the scanner, for tests that are not about ClamAV."""

from collections.abc import AsyncIterable

from webapp.core.ports import ScanRefused, ScanUnavailable


class MemoryScanner:
    """`signatures`: by the bytes that it looks for, the name of what has them; `limit`: the most bytes it takes."""

    def __init__(self, signatures: dict[bytes, str] | None = None, *, limit: int | None = None) -> None:
        self.signatures = signatures or {}
        self.is_down = False
        self._limit = limit

    async def scan(self, chunks: AsyncIterable[bytes]) -> str:
        if self.is_down:
            raise ScanUnavailable("down")
        content = bytearray()
        async for chunk in chunks:
            content += chunk
            if self._limit is not None and len(content) > self._limit:
                raise ScanRefused("size limit exceeded")
        return next((name for mark, name in self.signatures.items() if mark in content), "")
