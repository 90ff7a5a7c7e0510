"""Sending a file: always as a download, never as a page of ours."""

from collections.abc import AsyncIterator
from urllib.parse import quote

from litestar import Response
from litestar.response import Stream

from webapp.web.request import PortalRequest


async def download(request: PortalRequest, storage_key: str, filename: str, media_type: str, size: int) -> Stream:
    """One of the store. The caller has checked who asks.

    Raises FileMissing and StoreUnavailable, while a page can still be answered.
    """
    chunks = request.app.state.store.read(storage_key)
    return Stream(await _begun(request, chunks), media_type=media_type, headers=_headers(filename, size))


async def _begun(request: PortalRequest, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The content, of which the first chunk is there; of HEAD, which sends none, nothing is opened."""
    first = b"" if request.method == "HEAD" else await anext(chunks, b"")

    async def content() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    return content()


async def download_stream(
    request: PortalRequest, chunks: AsyncIterator[bytes], filename: str, media_type: str
) -> Stream:
    """One that is made as it goes out, of a length that nobody knows yet. Raises what its first chunk raises."""
    return Stream(await _begun(request, chunks), media_type=media_type, headers=_headers(filename))


def download_bytes(content: bytes, filename: str, media_type: str) -> Response[bytes]:
    """One at hand already: small, or made for this request alone."""
    return Response(content, media_type=media_type, headers=_headers(filename, len(content)))


def _headers(filename: str, size: int | None = None) -> dict[str, str]:
    """`sandbox` keeps a hostile file from running as one of our pages."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in filename)
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}",
        **({} if size is None else {"Content-Length": str(size)}),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
