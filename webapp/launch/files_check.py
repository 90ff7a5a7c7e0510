"""`python -m webapp files check`: what the database and the store of files say of each other, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass

import webapp.tables  # noqa: F401  # whichever table names files is asked
from webapp.adapters.stores import make_store
from webapp.core.clock import SystemClock
from webapp.core.db import Database
from webapp.core.ports import FileStore, StoreUnavailable
from webapp.documents.upkeep import Findings, check_files, named_now
from webapp.launch.console import console_database
from webapp.launch.errors import CannotStart
from webapp.settings import Settings


@dataclass(frozen=True, slots=True)
class Told:
    """For the terminal; `is_well` when nothing is wrong, or not any more."""

    lines: list[str]
    is_well: bool


async def check(settings: Settings, *, deep: bool = False, delete_orphans: bool = False) -> Told:
    """Raises CannotStart when the database or the store does not answer, or when to delete would be a mistake."""
    store = make_store(settings)
    async with console_database(settings) as database:
        try:
            found = await check_files(database.reads, store, SystemClock().now(), deep=deep)
            lines = [*_lines(found)]
            if delete_orphans and found.orphans:
                lines += [f"deleted: {key}" for key in await _delete(database, store, found)]
        except StoreUnavailable as error:
            raise CannotStart(f"the store of files does not answer: {error}.") from error
    lost = len(found.missing) + len(found.resized) + len(found.changed)
    lines.append(
        f"{found.files} files, {found.rows} rows: {len(found.orphans)} orphans, {len(found.missing)} missing, "
        f"{len(found.resized)} of another size" + (f", {len(found.changed)} of another content" if deep else "")
    )
    return Told(lines, is_well=not lost and (delete_orphans or not found.orphans))


async def _delete(database: Database, store: FileStore, found: Findings) -> list[str]:
    """The keys that are gone. None that a row names by now."""
    if not found.rows:
        raise CannotStart("no row names any file, nothing is deleted: is this the database of these files?")
    gone = []
    for file in found.orphans:
        if not await named_now(database.reads, [file.key]):
            await store.delete(file.key)
            gone.append(file.key)
    return gone


def _lines(found: Findings) -> Iterator[str]:
    for file in found.orphans:
        yield f"orphan: {file.key}, {file.size} bytes, of {file.kept_at:%Y-%m-%d %H:%M} UTC: no row names it"
    for row in found.missing:
        yield f"missing: {row.key}, named by a row of {row.table}"
    for row, size in found.resized:
        yield f"another size: {row.key}, {size} bytes and not {row.size}, named by a row of {row.table}"
    for row in found.changed:
        yield f"another content: {row.key}, its sha256 is not {row.sha256}, named by a row of {row.table}"
