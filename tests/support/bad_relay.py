"""An SMTP relay on loopback with bad manners: it hangs, hangs up or answers what it is told, where it is told.

`manners` says what it does at each stage: an answer such as "450 4.2.0 later", HANGS or HANGS_UP. It knows no login and
quotes it in its refusal.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto


class Stage(Enum):
    CONNECTION = auto()
    EHLO = auto()
    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    CONTENT = auto()
    """The message is whole, and not yet accepted."""
    ACCEPTED = auto()
    """It is taken; the answer that says so is on its way."""


HANGS, HANGS_UP = "hangs", "hangs up"
USUAL = {
    Stage.CONNECTION: "220 relais.example",
    Stage.EHLO: "250 relais.example",
    Stage.MAIL: "250 2.1.0 ok",
    Stage.RCPT: "250 2.1.5 ok",
    Stage.DATA: "354 go on",
    Stage.CONTENT: "",
    Stage.ACCEPTED: "250 2.0.0 taken",
}


@dataclass
class BadRelay:
    manners: Mapping[Stage, str] = field(default_factory=dict)
    bad: str = ""
    """The only recipient that is treated badly, from RCPT on; empty for all."""
    tls: ssl.SSLContext | None = None
    """Offers STARTTLS with it."""
    port: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    """Recipient and content."""
    hanging: asyncio.Event = field(default_factory=asyncio.Event)
    """Somebody waits for an answer that will not come."""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Conversation(self, reader, writer).go()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # what a worker in a hurry does
        finally:
            writer.close()


class _HungUp(ConnectionError):
    pass


@dataclass
class _Conversation:
    relay: BadRelay
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    recipient: str = ""

    async def go(self) -> None:
        await self._answer(Stage.CONNECTION)
        while line := (await self.reader.readline()).decode().strip():
            match line.split(":")[0].upper().split():
                case ["EHLO" | "HELO", *_]:
                    await self._greet()
                case ["STARTTLS"]:
                    await self._say("220 go")
                    await self.writer.start_tls(self.relay.tls or ssl.create_default_context())
                case ["AUTH", *credentials]:
                    await self._say(f"535 5.7.8 unknown: {line} {credentials}")
                case ["MAIL", *_]:
                    await self._answer(Stage.MAIL)
                case ["RCPT", *_]:
                    self.recipient = line.partition("<")[2].partition(">")[0]
                    await self._answer(Stage.RCPT)
                case ["DATA"]:
                    await self._take()
                case _:
                    await self._say("250 ok")

    async def _greet(self) -> None:
        if self.relay.tls and Stage.EHLO not in self.relay.manners:
            await self._say("250-relais.example\r\n250 STARTTLS")
        else:
            await self._answer(Stage.EHLO)

    async def _take(self) -> None:
        if not await self._answer(Stage.DATA):
            return
        content = await self.reader.readuntil(b"\r\n.\r\n")
        if await self._answer(Stage.CONTENT):
            self.relay.taken.append((self.recipient, content))
            await self._answer(Stage.ACCEPTED)

    async def _answer(self, stage: Stage) -> bool:
        """Whether all is well so far."""
        is_bad = not self.relay.bad or self.recipient == self.relay.bad or stage.value < Stage.RCPT.value
        manner = self.relay.manners.get(stage) if is_bad else None
        if manner == HANGS:
            self.relay.hanging.set()
            await self.reader.read(-1)  # until the other side has had enough
            raise _HungUp
        if manner == HANGS_UP:
            raise _HungUp
        if said := manner or USUAL[stage]:
            await self._say(said)
        return manner is None

    async def _say(self, text: str) -> None:
        self.writer.write(text.encode("latin-1") + b"\r\n")
        await self.writer.drain()


@asynccontextmanager
async def bad_relay(
    manners: Mapping[Stage, str], *, bad: str = "", tls: ssl.SSLContext | None = None
) -> AsyncIterator[BadRelay]:
    it = BadRelay(manners, bad, tls)
    server = await asyncio.start_server(it._serve, "127.0.0.1", 0)
    async with server:
        it.port = server.sockets[0].getsockname()[1]
        yield it
