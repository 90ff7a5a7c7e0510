"""The contract of every Mailer, and what a relay can do to ours: nothing is lost, nothing is refused by mistake."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from tests.adapters.relay import Relay, relay, running
from webapp.adapters.memory_mailer import MemoryMailer
from webapp.adapters.message import build_message
from webapp.adapters.smtp import SmtpMailer
from webapp.core.ports import Mailer, MailRefused, MailUnavailable
from webapp.settings import Mode, Settings

SOMEONE = "camille.martin@exemple.fr"


def message(recipient: str = SOMEONE) -> EmailMessage:
    return build_message(
        message_id="demande-00000108@aides.region.example",
        date=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        sender_name="Mes aides en ligne",
        sender="ne-pas-repondre@region.example",
        recipient=recipient,
        subject="Demande 00000108 : accusé de réception",
        text="Votre demande a été reçue.\n",
        html="<p>Votre demande a été reçue.</p>",
        attachments=[],
    )


def smtp(port: int, *, tls: str = "none", timeout: float = 5, login: str = "") -> SmtpMailer:
    settings = Settings(mode=Mode.TEST, smtp_port=port, smtp_tls=tls, smtp_username=login, smtp_password=login)
    return SmtpMailer(settings, timeout=timeout)


@pytest.fixture
async def server() -> AsyncIterator[Relay]:
    async with relay() as it:
        yield it


@pytest.fixture(params=["smtp", "memory"])
def mailer(request: pytest.FixtureRequest, server: Relay) -> Mailer:
    if request.param == "smtp":
        return smtp(server.port)
    twin = MemoryMailer()
    twin.refused.add("inconnu@exemple.fr")
    twin.deferred.update({"pleine@exemple.fr", "ferme@exemple.fr"})
    return twin


def received(mailer: Mailer, server: Relay) -> list[str]:
    """Who got a mail, in order."""
    if isinstance(mailer, MemoryMailer):
        return [recipient for recipient, _ in mailer.sent]
    return [recipient for envelope in server.taken for recipient in envelope.rcpt_tos]


class TestEveryMailer:
    async def test_hands_over_to_the_recipient_it_is_given_not_to_those_of_the_headers(
        self, mailer: Mailer, server: Relay
    ) -> None:
        mail = message()
        mail["Cc"] = "curieux@exemple.fr"

        await mailer.send(mail, "dominique@exemple.fr")

        assert received(mailer, server) == ["dominique@exemple.fr"]

    async def test_reaches_an_international_domain(self, mailer: Mailer, server: Relay) -> None:
        await mailer.send(message(), "mairie@nîmes.example")

        assert received(mailer, server) == ["mairie@xn--nmes-0pa.example"]

    async def test_gives_up_on_a_recipient_that_does_not_exist(self, mailer: Mailer, server: Relay) -> None:
        with pytest.raises(MailRefused):
            await mailer.send(message(), "inconnu@exemple.fr")

    @pytest.mark.parametrize("recipient", ["pleine@exemple.fr", "ferme@exemple.fr"])
    async def test_will_try_again_when_the_relay_says_later(self, mailer: Mailer, recipient: str) -> None:
        with pytest.raises(MailUnavailable):
            await mailer.send(message(), recipient)

    async def test_one_bad_recipient_blocks_nobody(self, mailer: Mailer, server: Relay) -> None:
        with pytest.raises(MailRefused):
            await mailer.send(message(), "inconnu@exemple.fr")
        await mailer.send(message(), SOMEONE)

        assert received(mailer, server) == [SOMEONE]

    @pytest.mark.parametrize(
        "recipient", ["", "camille", "a@exemple.fr, b@exemple.fr", "a@exemple.fr\r\nRCPT TO:<b@c>"]
    )
    async def test_refuses_what_is_not_one_address(self, mailer: Mailer, server: Relay, recipient: str) -> None:
        with pytest.raises(MailRefused):
            await mailer.send(message(), recipient)

        assert received(mailer, server) == []


class TestSmtp:
    async def test_sends_the_bytes_of_the_message_from_the_address_of_the_settings(self, server: Relay) -> None:
        await smtp(server.port).send(message(), SOMEONE)

        envelope = server.taken[0]
        assert envelope.mail_from == "ne-pas-repondre@region.example"
        assert isinstance(envelope.content, bytes)
        assert b"Message-ID: <demande-00000108@aides.region.example>\r\n" in envelope.content
        assert b"a =C3=A9t=C3=A9 re=C3=A7ue" in envelope.content

    @pytest.mark.parametrize("recipient", ["relais@exemple.fr", "connexion@exemple.fr"])
    async def test_waits_when_the_relay_refuses_us_rather_than_the_recipient(
        self, server: Relay, recipient: str
    ) -> None:
        with pytest.raises(MailUnavailable, match=r"5\.7\."):
            await smtp(server.port).send(message(), recipient)

    async def test_waits_when_the_relay_does_not_accept_our_sender(self, server: Relay) -> None:
        server.sender_answer = "550 5.1.8 sender unknown"

        with pytest.raises(MailUnavailable, match="550"):
            await smtp(server.port).send(message(), SOMEONE)

    async def test_waits_when_the_relay_does_not_know_our_login(self, server: Relay) -> None:
        with pytest.raises(MailUnavailable, match="535"):
            await smtp(server.port, login="portail").send(message(), SOMEONE)

        assert server.taken == []

    async def test_gives_up_when_the_content_is_refused(self, server: Relay) -> None:
        server.content_answer = "552 5.3.4 message too big"

        with pytest.raises(MailRefused, match="552"):
            await smtp(server.port).send(message(), SOMEONE)

    async def test_will_try_again_when_the_content_must_wait(self, server: Relay) -> None:
        server.content_answer = "451 4.3.0 try later"

        with pytest.raises(MailUnavailable, match="451"):
            await smtp(server.port).send(message(), SOMEONE)

    @pytest.mark.parametrize("tls", ["tls", "starttls"])
    async def test_never_sends_in_clear_what_should_be_encrypted(self, server: Relay, tls: str) -> None:
        with pytest.raises(MailUnavailable):
            await smtp(server.port, tls=tls, timeout=1).send(message(), SOMEONE)

        assert server.taken == []

    async def test_will_try_again_when_nobody_listens(self) -> None:
        async with running(asyncio.Protocol) as port:
            pass

        with pytest.raises(MailUnavailable):
            await smtp(port).send(message(), SOMEONE)

    async def test_does_not_wait_for_a_relay_that_hangs(self) -> None:
        async with running(asyncio.Protocol) as port:
            with pytest.raises(MailUnavailable):
                await smtp(port, timeout=0.1).send(message(), SOMEONE)

    async def test_will_try_again_when_the_relay_hangs_up(self) -> None:
        class HangsUp(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                transport.close()

        async with running(HangsUp) as port:
            with pytest.raises(MailUnavailable):
                await smtp(port).send(message(), SOMEONE)

    async def test_a_relay_that_refuses_every_connection_only_delays(self) -> None:
        class Refuses(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                assert isinstance(transport, asyncio.Transport)
                transport.write(b"554 no service here\r\n")
                transport.close()

        async with running(Refuses) as port:
            with pytest.raises(MailUnavailable):
                await smtp(port).send(message(), SOMEONE)


class TestTwin:
    async def test_can_be_down(self) -> None:
        twin = MemoryMailer()
        twin.down = True

        with pytest.raises(MailUnavailable):
            await twin.send(message(), SOMEONE)
