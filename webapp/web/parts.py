"""The parts of a form that may hold files (multipart/form-data), read as they come: a file goes where it will be kept.

Litestar's own reading decodes each part with the charset that the part names, and Python has some that take minutes;
and it writes each file to a temporary one, from which it would be copied again.
"""

from collections.abc import AsyncIterable, Callable
from dataclasses import dataclass

from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from multipart import MultipartSegment, PushMultipartParser

from webapp.core.failpoints import reached
from webapp.core.ports import FileTooLarge, Incoming
from webapp.settings import Failpoint

MOST_TEXT = 1024 * 1024  # bytes of all fields that are no files: they are held in memory


@dataclass(slots=True)
class Upload:
    """A file of the form, named as the browser named it. Dropped when the answer is sent, unless it was kept."""

    filename: str
    incoming: Incoming
    is_too_large: bool = False

    async def write(self, data: bytes) -> None:
        """What is too large is thrown away at once; the fields after it are read, and who takes the file is told."""
        if self.is_too_large:
            return
        try:
            await self.incoming.write(data)
            reached(Failpoint.MID_UPLOAD)
        except FileTooLarge:
            self.is_too_large = True
            await self.incoming.drop()


Begin = Callable[[str], Upload]  # is given the file's name
Parts = list[tuple[str, str | Upload]]  # in the order of the form


async def read_parts(chunks: AsyncIterable[bytes], boundary: str, *, most: int, begin: Begin) -> Parts:
    """At most so many. Raises ValueError for what no browser sends, RequestEntityTooLarge, StoreFull."""
    parts: Parts = []
    name, text, upload, texts = "", bytearray(), None, 0
    with PushMultipartParser(boundary, max_segment_count=most) as parser:
        async for chunk in chunks:
            for event in parser.parse(chunk) if chunk and not parser.closed else ():
                match event:
                    case MultipartSegment():
                        name, text, upload = event.name or "", bytearray(), _begun(event, begin)
                    case None:
                        parts.append((name, upload or text.decode()))
                    case data if upload:
                        await upload.write(data)
                    case data:
                        text += data
                        texts += len(data)
                if texts > MOST_TEXT:
                    raise RequestEntityTooLarge
    return parts


def _begun(segment: MultipartSegment, begin: Begin) -> Upload | None:
    """None for a text: no browser says in which charset it is, and ours is the page's, UTF-8."""
    if (segment.charset or "utf-8").lower() != "utf-8":
        raise ValueError("a part in a charset of its own")
    return begin(segment.filename) if segment.filename else None
