"""The file store on an S3-compatible server, through obstore: a key has its whole file, or nothing.

obstore's calls are made in threads. Its own asynchronous ones hand their results back from a thread of Rust's, which
stops the process with SIGABRT when Python is ending just then (obstore 0.12.1, Python 3.11: one command in three).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import S3Store as Bucket

from webapp.adapters.incoming import READ_SIZE, IncomingFile, SpooledStore, sweep_folder
from webapp.adapters.keys import checked
from webapp.adapters.s3_leftovers import Leftovers
from webapp.core.clock import SystemClock
from webapp.core.ports import FileMissing, Incoming, KeptFile, StoreFull, StoreUnavailable
from webapp.settings import Settings

log = structlog.get_logger(__name__)
T = TypeVar("T")
PART_SIZE = 5 * 1024 * 1024  # bytes, the least that S3 takes; an upload holds up to three of them in memory
BLOCK_SIZE = 1024 * 1024  # bytes asked at a time: a slow reader holds no connection, and no time limit is the file's
UPLOADS_AT_ONCE = 2
READS_AT_ONCE = 16
CONNECT_SECONDS, ANSWER_SECONDS, TRIES_SECONDS = 2, 20, 5
FULL = ("507 ", "QuotaExceeded", "StorageFull", "InsufficientStorage")  # as servers say it; S3 itself has no word


class S3Store(SpooledStore):
    """`aside`: a folder of this machine where files are inspected before they travel."""

    def __init__(self, settings: Settings, aside: Path) -> None:
        self._aside = aside
        self._bucket = Bucket(
            settings.s3_bucket,
            prefix=settings.s3_prefix or None,
            endpoint=settings.s3_endpoint,
            region=settings.s3_region,
            access_key_id=settings.s3_access_key,
            secret_access_key=settings.s3_secret_key,
            client_options={
                "allow_http": not settings.s3_endpoint.startswith("https://"),
                "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
                "timeout": timedelta(seconds=ANSWER_SECONDS),
            },
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=TRIES_SECONDS)},
        )
        self._leftovers = Leftovers(settings)
        self._uploads = ThreadPoolExecutor(UPLOADS_AT_ONCE, thread_name_prefix="s3-upload")
        self._reads = ThreadPoolExecutor(READS_AT_ONCE, thread_name_prefix="s3")

    def incoming(self, *, limit: int | None = None) -> Incoming:
        return _Travelling(self._aside / f"upload-{uuid4().hex}", limit, self)

    async def read(self, key: str) -> AsyncIterator[bytes]:
        size = await self._in_thread(self._size, checked(key))
        for start in range(0, size, BLOCK_SIZE):
            block = await self._in_thread(self._block, key, start, min(start + BLOCK_SIZE, size))
            for at in range(0, len(block), READ_SIZE):
                yield block[at : at + READ_SIZE]

    async def delete(self, key: str) -> None:
        await self._in_thread(self._delete, checked(key))

    async def kept(self) -> AsyncIterator[KeptFile]:
        pages = self._pages()
        while (page := await self._in_thread(next, pages, None)) is not None:
            for file in page:
                yield file

    async def sweep(self, *, older_than: timedelta = timedelta(hours=1)) -> int:
        before = SystemClock().now() - older_than
        files = await asyncio.to_thread(sweep_folder, self._aside, before.timestamp())
        try:
            return files + await self._in_thread(self._leftovers.abort_older, before)
        except StoreUnavailable as error:
            log.warning("store not swept", error=str(error))
            return files

    async def upload(self, path: Path, key: str) -> None:
        """Few at once: each holds parts in memory, and more would not be faster."""
        await asyncio.get_running_loop().run_in_executor(self._uploads, self._upload, path, key)

    def _upload(self, path: Path, key: str) -> None:
        try:
            with _named(key):
                obstore.put(self._bucket, key, path, chunk_size=PART_SIZE, max_concurrency=1)
        except FileMissing as error:
            raise StoreUnavailable("there is no such bucket") from error
        except (StoreFull, StoreUnavailable):
            self._leftovers.abort_of(key)
            raise

    def _size(self, key: str) -> int:
        with _named(key):
            return obstore.head(self._bucket, key)["size"]

    def _block(self, key: str, start: int, end: int) -> bytes:
        with _named(key):
            return bytes(obstore.get_range(self._bucket, key, start=start, end=end))

    def _delete(self, key: str) -> None:
        try:
            with _named(key):
                obstore.delete(self._bucket, key)
        except FileMissing:
            return

    def _pages(self) -> Iterator[list[KeptFile]]:
        with _named(""):
            for page in obstore.list(self._bucket, chunk_size=1000):
                yield [KeptFile(one["path"], one["size"], one["last_modified"]) for one in page]

    async def _in_thread(self, function: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._reads, function, *arguments)


class _Travelling(IncomingFile):
    def __init__(self, path: Path, limit: int | None, store: S3Store) -> None:
        super().__init__(path, limit)
        self._store = store

    async def _place(self, key: str) -> None:
        await self._store.upload(self.path, key)


@contextmanager
def _named(key: str) -> Iterator[None]:
    """What the server said, in the words of the port; the first line of it goes into the log, the rest is long."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissing(key) from error
    except BaseError as error:
        said = str(error)
        if any(word in said for word in FULL):
            raise StoreFull from error
        raise StoreUnavailable(said.partition("\n")[0]) from error
