"""ClamAV's daemon, asked over its socket: the command INSTREAM of clamd(8), one connection for each file.

Only the exact answer "OK" to a file that was sent whole means clean. Sockets are used without streams: when clamd has
had enough it says why and closes, and a stream that fails to write forgets what it could still have read.
"""

import asyncio
import re
import socket
import struct
from collections.abc import AsyncIterable

from webapp.core.ports import ScanRefused, ScanUnavailable

LONGEST_ANSWER = 4096
CLEAN = b"stream: OK\0"
FOUND = re.compile(rb"stream: (.+) FOUND\0")
# AlertExceedsMax tells as a virus what was only looked at in part.
LIMITS = "Heuristics.Limits.Exceeded"
OWN_SIGNATURE = ".UNOFFICIAL"  # what clamd adds to a name that is not of ClamAV's own database


class ClamdScanner:
    def __init__(self, address: str | tuple[str, int], *, timeout: float) -> None:
        """`address`: the path of a Unix socket, or host and port; `timeout`: seconds for one file, verdict included."""
        self._address = address
        self._timeout = timeout

    async def scan(self, chunks: AsyncIterable[bytes]) -> str:
        try:
            async with asyncio.timeout(self._timeout):
                with await self._connected() as connection:
                    is_whole, answer = await _ask(connection, chunks)
        except TimeoutError as error:
            raise ScanUnavailable(f"no verdict in {self._timeout:g} s") from error
        except OSError as error:
            raise ScanUnavailable(f"{type(error).__name__}: {error}") from error
        return _read(answer, is_whole=is_whole)

    async def _connected(self) -> socket.socket:
        """A name may have several addresses, of which one answers. Raises OSError."""
        if isinstance(self._address, str):
            return await _connect(socket.AF_UNIX, self._address)
        found = await asyncio.get_running_loop().getaddrinfo(*self._address, type=socket.SOCK_STREAM)
        for family, *_, address in found[:-1]:
            try:
                return await _connect(family, address)
            except OSError:
                continue
        return await _connect(found[-1][0], found[-1][-1])


async def _connect(family: int, address: object) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.setblocking(False)
        await asyncio.get_running_loop().sock_connect(connection, address)  # type: ignore[arg-type]  # of its family
    except BaseException:
        connection.close()
        raise
    return connection


async def _ask(connection: socket.socket, chunks: AsyncIterable[bytes]) -> tuple[bool, bytes]:
    """Whether the whole content was sent, and the answer, cut short when the connection broke."""
    loop = asyncio.get_running_loop()
    try:
        await loop.sock_sendall(connection, b"zINSTREAM\0")
        async for chunk in chunks:
            if chunk:  # an empty one would be the end
                await loop.sock_sendall(connection, struct.pack("!I", len(chunk)) + chunk)
        await loop.sock_sendall(connection, struct.pack("!I", 0))
        is_whole = True
    except ConnectionError:
        is_whole = False
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        if not (more := await loop.sock_recv(connection, LONGEST_ANSWER)):
            break
        answer += more
    return is_whole, answer


def _read(answer: bytes, *, is_whole: bool) -> str:
    if answer == CLEAN and is_whole:
        return ""
    if found := FOUND.fullmatch(answer):
        name = found[1].decode("ascii", "replace")
        if name.startswith(LIMITS):
            raise ScanRefused(name)
        return name.removesuffix(OWN_SIGNATURE)
    said = answer.rstrip(b"\0").decode("ascii", "replace")
    if "size limit exceeded" in said:
        raise ScanRefused(said)
    raise ScanUnavailable(f"an odd answer: {said!r}")
