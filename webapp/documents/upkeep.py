"""Do rows and store agree? Files that no row names, rows whose file is gone, and files that are not what they were.

Asked of each table with a column `storage_key`, beside which `size` and `sha256` stand: who adds such a table has
nothing to register. A file is stored before its row and deleted after it, so that rows are read first, and what looks
wrong is asked again before it is told.
"""

import hashlib
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Table, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.core.db import Base
from webapp.core.ports import FileMissing, FileStore, KeptFile

ON_ITS_WAY = timedelta(days=1)  # no upload takes so long, nor does what makes its row


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file as a row tells it."""

    table: str
    key: str
    size: int
    sha256: str


@dataclass(slots=True)
class Findings:
    """`orphans` are old enough to be nobody's; `changed` have the right size and another content."""

    files: int = 0
    rows: int = 0
    orphans: list[KeptFile] = field(default_factory=list)
    missing: list[NamedFile] = field(default_factory=list)
    resized: list[tuple[NamedFile, int]] = field(default_factory=list)
    changed: list[NamedFile] = field(default_factory=list)


def holders() -> list[Table]:
    """The tables that name files; a process that asks knows them all (`webapp.tables`)."""
    return [table for table in Base.metadata.sorted_tables if "storage_key" in table.c]


async def check_files(reads: AsyncEngine, store: FileStore, now: datetime, *, deep: bool = False) -> Findings:
    """`deep` reads every file. Raises StoreUnavailable."""
    named = [row async for row in _named(reads)]
    kept = {file.key: file async for file in store.kept()}
    found = Findings(files=len(kept), rows=len(named))
    suspects = kept.keys() - {row.key for row in named}
    old = [kept[key] for key in sorted(suspects) if kept[key].kept_at < now - ON_ITS_WAY]
    found.orphans = [file for file in old if file.key not in await named_now(reads, [file.key])]
    for row in named:
        if row.key not in kept:
            found.missing += [row] if row.key in await named_now(reads, [row.key]) else []
        elif kept[row.key].size != row.size:
            found.resized.append((row, kept[row.key].size))
        elif deep:
            await _look_into(store, row, found)
    return found


async def named_now(reads: AsyncEngine, keys: Collection[str]) -> set[str]:
    """Those of the keys that a row names at this instant."""
    return {row.key async for row in _named(reads, keys)}


async def _look_into(store: FileStore, row: NamedFile, found: Findings) -> None:
    digest = hashlib.sha256()
    try:
        async for chunk in store.read(row.key):
            digest.update(chunk)
    except FileMissing:
        found.missing.append(row)
        return
    if digest.hexdigest() != row.sha256:
        found.changed.append(row)


async def _named(reads: AsyncEngine, keys: Collection[str] | None = None) -> AsyncIterator[NamedFile]:
    async with reads.connect() as connection:
        for row in await connection.execute(union_all(*_selects(keys))):
            yield NamedFile(*row)


def _selects(keys: Collection[str] | None) -> Iterator[Select[Any]]:
    for table in holders():
        named = select(literal(table.name), table.c.storage_key, table.c.size, table.c.sha256)
        yield named.where(table.c.storage_key.in_(keys) if keys is not None else table.c.storage_key.is_not(None))
