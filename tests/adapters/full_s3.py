"""A stand-in for an S3 server without room, on loopback, in the test's own loop: it lists nothing, takes nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from webapp.settings import FilesStore, Settings, load

LISTED = b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
REFUSED = b"<Error><Code>XMinioStorageFull</Code><Message>no room is left</Message></Error>"


@asynccontextmanager
async def full_server() -> AsyncIterator[Settings]:
    """The settings of a portal that keeps its files there."""
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    async with server:
        yield msgspec.structs.replace(
            load({}),
            files_store=FilesStore.S3,
            s3_endpoint=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}",
            s3_bucket="plein",
            s3_access_key="portail",
            s3_secret_key="portail",
        )


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").lower()
        _, _, after = head.partition("content-length: ")
        await reader.readexactly(int(after.split()[0]) if after else 0)
        status, body = ("200 OK", LISTED) if head.startswith("get") else ("507 Insufficient Storage", REFUSED)
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass  # the client hung up
    finally:
        writer.close()
