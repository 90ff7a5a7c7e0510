"""What a request still sends when its answer is ready: read and thrown away for a little while.

A browser looks at the answer once it has sent everything. Where we hang up before, it shows an error of its own instead
of "this file is too large" or "your session has ended".
"""

import asyncio
from datetime import timedelta
from typing import cast

from litestar.types import HTTPReceiveMessage, Receive, Scope

LEFT_UNREAD = 32 * 1024 * 1024  # bytes; of what is longer the rest stays unread
LONGEST = timedelta(seconds=10)
LONGEST_SILENCE = timedelta(seconds=2)
BODILESS = ("GET", "HEAD", "OPTIONS")


class Body:
    """Stands between the server and whoever reads; knows whether all was read."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        self._is_over = scope.get("method") in BODILESS or not _is_sent(scope)

    async def receive(self) -> HTTPReceiveMessage:
        message = cast("HTTPReceiveMessage", await self._receive())
        self._is_over = message["type"] == "http.disconnect" or not message.get("more_body", False)
        return message

    async def drain(self) -> None:
        """Before the answer."""
        left = LEFT_UNREAD
        try:
            async with asyncio.timeout(LONGEST.total_seconds()):
                while not self._is_over and left > 0:
                    async with asyncio.timeout(LONGEST_SILENCE.total_seconds()):
                        message = await self.receive()
                    left -= len(message["body"]) if message["type"] == "http.request" else 0
        except TimeoutError:
            return


def _is_sent(scope: Scope) -> bool:
    """A sender that asks first whether to send (`Expect`) has sent nothing yet."""
    headers = dict(scope["headers"])
    if b"expect" in headers:
        return False
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"
