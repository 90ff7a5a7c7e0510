"""Sending a file of the store: always as a download, never as a page of ours."""

from collections.abc import AsyncIterator
from urllib.parse import quote

from litestar.response import Stream

from webapp.web.request import PortalRequest


async def download(request: PortalRequest, storage_key: str, filename: str, media_type: str, size: int) -> Stream:
    """The caller has checked who asks. `sandbox` keeps a hostile file from running as one of our pages.

    Raises FileMissing and StoreUnavailable, while a page can still be answered.
    """
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in filename)
    return Stream(
        await _opened(request, storage_key),
        media_type=media_type,
        headers={
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}",
            "Content-Length": str(size),
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


async def _opened(request: PortalRequest, storage_key: str) -> AsyncIterator[bytes]:
    """The content, of which the first chunk is there; of HEAD, which sends none, nothing is opened."""
    chunks: AsyncIterator[bytes] = request.app.state.store.read(storage_key)
    first = b"" if request.method == "HEAD" else await anext(chunks, b"")

    async def content() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    return content()
