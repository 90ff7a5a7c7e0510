"""Sending a file: always as a download, never as a page of ours."""

from urllib.parse import quote

from litestar import Response
from litestar.response import Stream

from webapp.web.request import PortalRequest


def download(request: PortalRequest, storage_key: str, filename: str, media_type: str, size: int) -> Stream:
    """One of the store. The caller has checked who asks."""
    return Stream(request.app.state.store.read(storage_key), media_type=media_type, headers=_headers(filename, size))


def download_bytes(content: bytes, filename: str, media_type: str) -> Response[bytes]:
    """One at hand already: small, or made for this request alone."""
    return Response(content, media_type=media_type, headers=_headers(filename, len(content)))


def _headers(filename: str, size: int) -> dict[str, str]:
    """`sandbox` keeps a hostile file from running as one of our pages."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in filename)
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}",
        "Content-Length": str(size),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
