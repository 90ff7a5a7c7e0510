"""The parts of a form that may hold files (multipart/form-data), read as they come: a large file goes to the disk.

Litestar's own reading decodes each part with the charset that the part names, and Python has some that take minutes.
"""

from collections.abc import AsyncIterable
from typing import Any

from litestar.datastructures import UploadFile
from multipart import MultipartSegment, PushMultipartParser

Parts = dict[str, Any]  # each name with its list of texts and files


async def read_parts(chunks: AsyncIterable[bytes], boundary: str, *, most: int) -> Parts:
    """At most so many. Raises ValueError for what no browser sends; as after any error, no file stays open then."""
    parts: Parts = {}
    reading: bytearray | UploadFile = bytearray()
    name = ""
    try:
        with PushMultipartParser(boundary, max_segment_count=most) as parser:
            async for chunk in chunks:
                for event in parser.parse(chunk) if chunk and not parser.closed else ():
                    match event:
                        case MultipartSegment():
                            name, reading = event.name or "", _begun(event)
                        case None:
                            parts.setdefault(name, []).append(await _ended(reading))
                            reading = bytearray()
                        case data:
                            await _add(reading, data)
    except BaseException:
        for value in (reading, *(value for values in parts.values() for value in values)):
            if isinstance(value, UploadFile):
                await value.close()
        raise
    return parts


def _begun(segment: MultipartSegment) -> bytearray | UploadFile:
    """The file, or the bytes of a text: no browser says in which charset, and ours is the page's, UTF-8."""
    if (segment.charset or "utf-8").lower() != "utf-8":
        raise ValueError("a part in a charset of its own")
    if segment.filename:
        return UploadFile(segment.content_type or "text/plain", segment.filename)
    return bytearray()


async def _add(reading: bytearray | UploadFile, data: bytes) -> None:
    if isinstance(reading, UploadFile):
        await reading.write(data)
    else:
        reading += data


async def _ended(reading: bytearray | UploadFile) -> str | UploadFile:
    if isinstance(reading, UploadFile):
        await reading.seek(0)
        return reading
    return reading.decode()
