"""Receiving a file: written aside, inspected, and only then stored under a key that nobody can guess."""

from collections.abc import AsyncIterable, Iterable
from dataclasses import dataclass

import structlog

from webapp.core.failpoints import reached
from webapp.core.ids import new_id
from webapp.core.pool import Pool
from webapp.core.ports import FileStore, Incoming, StoredFile
from webapp.documents.inspection import inspect
from webapp.settings import Failpoint

log = structlog.get_logger(__name__)
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
    """Constant memory. Raises what `take_in` does; FileTooLarge as soon as `limit` bytes are passed."""
    incoming = store.incoming(limit=limit)
    try:
        async for chunk in chunks:
            await incoming.write(chunk)
        return await take_in(incoming, filename)
    finally:
        await incoming.drop()


async def take_in(incoming: Incoming, filename: str) -> Received:
    """A file that has come whole, inspected where it lies and kept: it is not copied.

    Raises FileRefused (the sentence to show), FileTooLarge, StoreFull, StoreUnavailable, Busy.
    """
    inspected = await _inspections.run(inspect, await incoming.whole(), filename)
    name = new_id().hex
    stored = await incoming.keep(f"documents/{name[-2:]}/{name}")
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
