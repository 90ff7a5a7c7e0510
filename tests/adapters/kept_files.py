"""What tests of file stores put in and take out."""

from collections.abc import AsyncIterator

from webapp.core.ports import FileStore

KEY = "documents/ab/abcdef0123"
MIB = 1024 * 1024


async def chunks_of(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def content(store: FileStore, key: str) -> bytes:
    return b"".join([chunk async for chunk in store.read(key)])


async def all_keys(store: FileStore) -> set[str]:
    return {key async for key in store.keys()}  # noqa: SIM118 (not a dictionary)
