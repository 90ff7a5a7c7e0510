"""What a request still sends when its answer is ready."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from webapp.web import bodies
from webapp.web.bodies import LEFT_UNREAD, Body

MIB = 1024 * 1024


class Sender:
    """Sends what it was told, one message at a time; then it goes on for ever, or keeps silent."""

    def __init__(self, *messages: dict[str, Any], then: dict[str, Any] | None = None) -> None:
        self._messages, self._then = list(messages), then
        self.asked = 0

    async def receive(self) -> Any:
        self.asked += 1
        if self._messages:
            return self._messages.pop(0)
        return self._then or await asyncio.Event().wait()


def chunk(size: int, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": bytes(size), "more_body": more}


def body(
    sender: Sender, method: str = "POST", headers: Sequence[tuple[bytes, bytes]] = ((b"content-length", b"9"),)
) -> Body:
    scope: Any = {"type": "http", "method": method, "headers": list(headers)}
    return Body(scope, sender.receive)


async def test_what_is_left_is_read_to_its_end() -> None:
    sender = Sender(chunk(3), chunk(3), chunk(3, more=False))
    it = body(sender)
    await it.receive()
    await it.drain()
    assert sender.asked == 3
    await it.drain()
    assert sender.asked == 3


async def test_a_sender_without_end_is_left() -> None:
    sender = Sender(then=chunk(MIB))
    await body(sender, headers=[(b"transfer-encoding", b"chunked")]).drain()
    assert sender.asked == LEFT_UNREAD // MIB


async def test_a_sender_that_goes_away_or_says_nothing_holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LONGEST_SILENCE", timedelta(milliseconds=10))
    for sender in (Sender(chunk(3), {"type": "http.disconnect"}), Sender(chunk(3))):
        await body(sender).drain()
        assert sender.asked == 2


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", [(b"content-length", b"9")]),
        ("POST", []),
        ("POST", [(b"content-length", b"0")]),
        pytest.param("POST", [(b"content-length", b"9"), (b"expect", b"100-continue")], id="waits for our word"),
    ],
)
async def test_who_sends_nothing_is_not_listened_to(method: str, headers: list[tuple[bytes, bytes]]) -> None:
    sender = Sender()
    await body(sender, method, headers).drain()
    assert sender.asked == 0
