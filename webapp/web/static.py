"""Our own files (style, scripts, font, icons): read once at start, compressed, under an address made of their content.

The address changes when any file does, so browsers may keep each for ever. Nothing is read from disk at a request,
so no name can lead out of the folder.
"""

import gzip
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import brotli
from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from webapp.web.guards import Access, declare
from webapp.web.request import PortalRequest
from webapp.web.routing import get

FOLDER = Path(__file__).parents[2] / "static"
SERVED = {".css", ".js", ".svg", ".woff2", ".png", ".txt", ".webmanifest", ".ico"}
FOR_EVER = "public, max-age=31536000, immutable"
COMPRESSED_ALREADY = {".woff2", ".png"}
# One stylesheet to load instead of six; each keeps its place in the cascade by its @layer.
SHEETS = ("tokens", "base", "components", "pages")


@dataclass(frozen=True, slots=True)
class StaticFile:
    media_type: str
    content: bytes
    encodings: Mapping[str, bytes]  # "br", "gzip", the smallest first; empty for what is compressed already

    def best_for(self, accept_encoding: str) -> tuple[str, bytes]:
        """Its encoding, empty for none, and the bytes to send."""
        accepted = set(re.findall(r"[a-z]+", accept_encoding))
        return next(((name, sent) for name, sent in self.encodings.items() if name in accepted), ("", self.content))


class StaticFiles:
    def __init__(self, folder: Path = FOLDER, made: Mapping[str, bytes] | None = None) -> None:
        """`made`: files that settings decide (the brand's colours, its logo), by path."""
        contents = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in SERVED
        }
        contents.update(made or {})
        digest = sha256(repr(sorted((name, sha256(c).hexdigest()) for name, c in contents.items())).encode())
        self.version = digest.hexdigest()[:12]
        self._files = {name: _prepare(name, content) for name, content in contents.items()}

    def url(self, path: str) -> str:
        """Raises KeyError for a file that does not exist: a page with a broken link must not be served."""
        if path not in self._files:
            raise KeyError(f"no static file {path!r}")
        return f"/static/{self.version}/{path}"

    def find(self, version: str, path: str) -> StaticFile | None:
        return self._files.get(path) if version == self.version else None


@cache  # tests make the application many times, and compressing takes most of the time of it
def _prepare(name: str, content: bytes) -> StaticFile:
    suffix = Path(name).suffix
    media_type = {".woff2": "font/woff2", ".js": "text/javascript"}.get(suffix) or mimetypes.guess_type(name)[0]
    if media_type == "image/svg+xml":
        media_type += "; charset=utf-8"  # Litestar says it of text/* only
    encodings = {}
    if suffix not in COMPRESSED_ALREADY:
        encodings = {"br": brotli.compress(content), "gzip": gzip.compress(content, 9, mtime=0)}
    return StaticFile(media_type or "application/octet-stream", content, encodings)


def site_css(brand: str, folder: Path = FOLDER) -> bytes:
    """The whole stylesheet: ours, the Region's colours, and what changes on paper."""
    sheets = [(folder / "css" / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS]
    on_paper = (folder / "css" / "print.css").read_text(encoding="utf-8")
    return "\n".join([*sheets, brand, f"@media print {{\n{on_paper}\n}}\n"]).encode()


def static_route(files: StaticFiles) -> HTTPRouteHandler:
    @get("/static/{version:str}/{path:path}", opt=declare(Access.TECHNICAL), sync_to_thread=False)
    def serve(request: PortalRequest, version: FromPath[str], path: FromPath[str]) -> Response[bytes]:
        file = files.find(version, path.lstrip("/"))
        if file is None:
            raise NotFoundException
        headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
        encoding, sent = file.best_for(request.headers.get("accept-encoding", ""))
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(sent, media_type=file.media_type, headers=headers)

    return serve
