"""A real SMTP relay on loopback, in the loop of the test, that answers as the recipient's name asks."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

ANSWERS = {
    "inconnu@exemple.fr": "550 5.1.1 no such user",
    "pleine@exemple.fr": "450 4.2.2 mailbox full",
    "ferme@exemple.fr": "421 4.3.2 closing",
    "relais@exemple.fr": "554 5.7.1 relay access denied",
    "connexion@exemple.fr": "530 5.7.0 authentication required",
}


@dataclass
class Relay:
    """What it took: envelope recipients and content. Attributes change what it answers to all."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    sender_answer: str = ""
    content_answer: str = ""

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's names)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.sender_answer or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = ANSWERS.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.content_answer:
            return self.content_answer
        self.taken.append(envelope)
        return "250 OK"


@asynccontextmanager
async def running(protocol: Callable[[], asyncio.Protocol]) -> AsyncIterator[int]:
    """Serve on a free port, given back; stopped at the end."""
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def nobody(*_: object) -> AuthResult:
    """Knows no login at all: 535."""
    return AuthResult(success=False, handled=False)


@asynccontextmanager
async def relay() -> AsyncIterator[Relay]:
    it = Relay()
    async with running(
        lambda: SMTP(it, hostname="relay.example", authenticator=nobody, auth_require_tls=False)
    ) as port:
        it.port = port
        yield it
