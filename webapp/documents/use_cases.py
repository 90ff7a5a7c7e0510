"""Receiving a file: written aside, inspected, and only then stored under a key that nobody can guess."""

import asyncio
import tempfile
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import structlog

from webapp.core.failpoints import reached
from webapp.core.ids import new_id
from webapp.core.pool import Pool
from webapp.core.ports import FileStore, FileTooLarge, StoredFile
from webapp.documents.inspection import inspect
from webapp.settings import Failpoint

log = structlog.get_logger(__name__)
CHUNK = 64 * 1024
INSPECTED_AT_ONCE = 2
# A tenth of a second each as a rule, ten at the worst: whoever would wait longer is told at once to try again.
MOST_WAITING = 20

_inspections = Pool("inspection", size=INSPECTED_AT_ONCE, most_waiting=MOST_WAITING)


@dataclass(frozen=True, slots=True)
class Received:
    """A file in the store that no row knows yet. `filename` is cleaned, for people to read."""

    stored: StoredFile
    filename: str
    media_type: str


async def receive(store: FileStore, chunks: AsyncIterable[bytes], filename: str, *, limit: int) -> Received:
    """Constant memory. Raises FileRefused (the sentence to show), FileTooLarge past `limit` bytes, StoreFull, Busy."""
    with tempfile.NamedTemporaryFile(prefix="upload-") as aside:
        size = 0
        async for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise FileTooLarge
            await asyncio.to_thread(aside.write, chunk)
            reached(Failpoint.MID_UPLOAD)
        await asyncio.to_thread(aside.flush)
        inspected = await _inspections.run(inspect, Path(aside.name), filename)
        name = new_id().hex
        stored = await store.put(f"documents/{name[-2:]}/{name}", _read(aside))
        reached(Failpoint.AFTER_RENAME_BEFORE_ROW)
    return Received(stored, inspected.clean_name, inspected.media_type)


async def discard(store: FileStore, keys: Iterable[str]) -> None:
    """After the commit that forgot them: no row names a file that is gone.

    One that cannot be deleted is told in the log.
    """
    for key in keys:
        try:
            await store.delete(key)
        except OSError as error:
            log.error("file left in the store", key=key, error=type(error).__name__)


async def _read(file: IO[bytes]) -> AsyncIterator[bytes]:
    file.seek(0)
    while chunk := await asyncio.to_thread(file.read, CHUNK):
        yield chunk
