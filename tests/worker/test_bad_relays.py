"""Whatever a relay does, nothing is lost, nobody else waits, and what it said can be read, without secrets."""

import asyncio
import ssl
import subprocess
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import msgspec
import pytest

from tests.support.bad_relay import HANGS, HANGS_UP, BadRelay, Stage, bad_relay
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.worker.conftest import PostOffice
from webapp.adapters.smtp import SmtpMailer
from webapp.core.mail import MailState, OutboxMail
from webapp.outbox import texts
from webapp.outbox.rules import in_words
from webapp.postman import GIVE_UP_AFTER, UNDER_WAY, Postman, Round

TEN_SECONDS = timedelta(seconds=10)
PENDING, FAILED, SENT = MailState.PENDING, MailState.FAILED, MailState.SENT
BEFORE_ANYBODY = [
    (Stage.CONNECTION, HANGS),
    (Stage.CONNECTION, HANGS_UP),
    (Stage.CONNECTION, "421 4.3.2 closing"),
    (Stage.CONNECTION, "554 5.7.1 no service for you"),
    (Stage.EHLO, HANGS),
    (Stage.EHLO, HANGS_UP),
    (Stage.EHLO, "421 4.3.2 closing"),
    (Stage.MAIL, "550 5.1.8 sender unknown"),
]
FOR_ONE = [
    (Stage.RCPT, "450 4.2.1 later", PENDING, texts.ASKED_TO_WAIT),
    (Stage.RCPT, "421 4.3.2 closing", PENDING, texts.ASKED_TO_WAIT),
    (Stage.RCPT, "550 5.1.1 no such user", FAILED, texts.NO_SUCH_ADDRESS),
    (Stage.RCPT, "550 nobody", FAILED, texts.NO_SUCH_ADDRESS),
    (Stage.RCPT, "554 5.7.1 relay access denied", PENDING, texts.NOT_FROM_US),
    (Stage.RCPT, HANGS, PENDING, texts.NO_ANSWER),
    (Stage.RCPT, HANGS_UP, PENDING, texts.NO_ANSWER),
    (Stage.DATA, HANGS, PENDING, texts.NO_ANSWER),
    (Stage.DATA, "451 4.3.0 later", PENDING, texts.ASKED_TO_WAIT),
    (Stage.DATA, "552 5.2.2 mailbox full", FAILED, texts.FULL),
    (Stage.CONTENT, HANGS, PENDING, texts.NO_ANSWER),
    (Stage.CONTENT, HANGS_UP, PENDING, texts.NO_ANSWER),
    (Stage.CONTENT, "552 5.3.4 message too big", FAILED, texts.FULL),
    (Stage.CONTENT, "554 5.6.0 refused", FAILED, texts.REFUSED),
    (Stage.ACCEPTED, HANGS_UP, PENDING, texts.NO_ANSWER),
]


def _postman(office: PostOffice, relay: BadRelay, *, patience: float = 30, **settings: str) -> Postman:
    own = msgspec.structs.replace(office.settings, smtp_port=relay.port, **settings)
    return office.postman(SmtpMailer(own, timeout=patience))


def _advance(office: PostOffice, by: timedelta) -> None:
    assert isinstance(office.clock, FrozenClock)
    office.clock.advance(by)


def _ids(relay: BadRelay, recipient: str) -> list[str]:
    return [str(message_from_bytes(content)["Message-ID"]) for to, content in relay.taken if to == recipient]


def _own_id(mail: OutboxMail) -> str:
    return f"<{mail.id}@region.example>"


@pytest.mark.parametrize(("stage", "manner"), BEFORE_ANYBODY, ids=str)
async def test_a_relay_that_takes_nobody_only_delays(office: PostOffice, stage: Stage, manner: str) -> None:
    mails = [await office.queue() for _ in range(3)]
    async with bad_relay({stage: manner}) as relay:
        await _postman(office, relay, patience=0.3 if manner == HANGS else 30).deliver_due()
        for mail in mails:
            row = await office.row(mail.recipient)
            assert (row.state, row.attempts, row.next_attempt_at) == (PENDING, 1, MONDAY_MORNING + TEN_SECONDS)
            assert in_words(row.last_error or "") in {texts.NO_ANSWER, texts.ASKED_TO_WAIT, texts.NOT_FROM_US}
        assert relay.taken == []

        relay.manners = {}
        _advance(office, TEN_SECONDS)
        await _postman(office, relay).deliver_due()
        assert {to: _ids(relay, to) for to, _ in relay.taken} == {mail.recipient: [_own_id(mail)] for mail in mails}


@pytest.mark.parametrize(("stage", "manner", "state", "words"), FOR_ONE, ids=str)
async def test_what_it_does_to_one_happens_to_no_other(
    office: PostOffice, stage: Stage, manner: str, state: MailState, words: str
) -> None:
    unlucky, lucky = await office.queue(), await office.queue()
    async with bad_relay({stage: manner}, bad=unlucky.recipient) as relay:
        await _postman(office, relay, patience=2 if manner == HANGS else 30).deliver_due()
        assert (await office.row(lucky.recipient)).state == SENT
        row = await office.row(unlucky.recipient)
        assert (row.state, row.attempts, row.next_attempt_at) == (state, 1, MONDAY_MORNING + TEN_SECONDS)
        assert in_words(row.last_error or "") == words

        relay.manners = {}
        _advance(office, TEN_SECONDS)
        tried_again = await _postman(office, relay).deliver_due()
        assert tried_again == (1 if state is PENDING else 0)
        assert set(_ids(relay, unlucky.recipient)) == ({_own_id(unlucky)} if state is PENDING else set())
        assert _ids(relay, lucky.recipient) == [_own_id(lucky)]


async def test_a_copy_after_a_lost_answer_is_known_as_one(office: PostOffice) -> None:
    mail = await office.queue()
    async with bad_relay({Stage.ACCEPTED: HANGS_UP}) as relay:
        await _postman(office, relay).deliver_due()
        relay.manners = {}
        _advance(office, TEN_SECONDS)
        await _postman(office, relay).deliver_due()
        assert _ids(relay, mail.recipient) == [_own_id(mail)] * 2
    assert (await office.row(mail.recipient)).state == SENT


async def test_eight_that_hang_hold_up_their_own_places_and_the_next_come_as_soon_as_one_is_free(
    office: PostOffice,
) -> None:
    hanging = [await office.queue() for _ in range(7)]
    async with bad_relay({Stage.RCPT: HANGS}) as relay:
        came_back = asyncio.Event()
        tour = Round(_postman(office, relay), came_back.set)
        await tour.start_due()
        for mail in hanging:
            assert (await office.row(mail.recipient)).next_attempt_at == MONDAY_MORNING + UNDER_WAY
        relay.bad = "nobody else"
        for _ in range(3):
            came_back.clear()
            mail = await office.queue()
            await tour.start_due()
            await came_back.wait()
            assert (await office.row(mail.recipient)).state == SENT
        assert {(await office.row(mail.recipient)).state for mail in hanging} == {PENDING}


async def test_a_mail_that_takes_long_is_not_taken_by_a_second_worker(office: PostOffice) -> None:
    await office.queue()
    async with bad_relay({Stage.CONTENT: HANGS}) as relay:
        slow = asyncio.create_task(_postman(office, relay).deliver_due())
        await relay.hanging.wait()
        _advance(office, UNDER_WAY - timedelta(seconds=1))
        assert await _postman(office, relay).deliver_due() == 0
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow


async def test_after_72_hours_of_no_it_fails_with_the_last_answer(office: PostOffice) -> None:
    mail = await office.queue()
    async with bad_relay({Stage.RCPT: "450 4.7.1 greylisted"}) as relay:
        _advance(office, GIVE_UP_AFTER + timedelta(hours=1))
        await _postman(office, relay).deliver_due()
    row = await office.row(mail.recipient)
    assert (row.state, row.last_error) == (FAILED, "450 4.7.1 greylisted")


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("550 5.1.1 Boîte inexistante", "550 5.1.1 Boîte inexistante"),
        ("550-5.1.1 no\r\n550 5.1.1 such user", "550 5.1.1 no 5.1.1 such user"),
        ("550 5.1.1 a\0b\x07c", "550 5.1.1 a b c"),
        (
            "554 5.6.0 your link https://aides.region.example/activation/jeton looks bad",
            "554 5.6.0 your link […] looks bad",
        ),
        ("550 5.1.1 " + "x" * 400, "550 5.1.1 " + "x" * 290),
    ],
)
async def test_what_is_kept_of_an_answer_is_one_line_without_links(office: PostOffice, answer: str, kept: str) -> None:
    """The relay here speaks Latin-1, as old ones do."""
    mail = await office.queue()
    async with bad_relay({Stage.RCPT: answer}) as relay:
        await _postman(office, relay).deliver_due()
    row = await office.row(mail.recipient)
    assert (row.state, row.last_error) == (FAILED, kept)


async def test_the_password_of_the_relay_is_in_no_row(office: PostOffice) -> None:
    mail = await office.queue()
    async with bad_relay({Stage.EHLO: "250-relais.example\r\n250 AUTH PLAIN"}) as relay:
        postman = _postman(office, relay, smtp_username="portail", smtp_password="motdepasse")
        await postman.deliver_due()
    row = await office.row(mail.recipient)
    assert row.state == PENDING
    assert row.last_error == "535 login refused"
    assert in_words(row.last_error) == texts.NOT_FROM_US


@pytest.fixture(scope="module")
def anybodys_certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """Signed by nobody that we know."""
    folder: Path = tmp_path_factory.mktemp("certificate")
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    what = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=127.0.0.1"
    command = ["openssl", *what.split(), "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def test_a_relay_that_shows_the_certificate_of_anybody_gets_nothing(
    office: PostOffice, anybodys_certificate: ssl.SSLContext
) -> None:
    mail = await office.queue()
    async with bad_relay({}, tls=anybodys_certificate) as relay:
        await _postman(office, relay, smtp_tls="starttls").deliver_due()
        assert relay.taken == []
    row = await office.row(mail.recipient)
    assert row.state == PENDING
    assert "certificate" in (row.last_error or "").lower()
    assert in_words(row.last_error or "") == texts.NO_ANSWER


async def test_a_relay_without_starttls_gets_nothing_in_clear(office: PostOffice) -> None:
    mail = await office.queue()
    async with bad_relay({}) as relay:
        await _postman(office, relay, smtp_tls="starttls").deliver_due()
        assert relay.taken == []
    assert (await office.row(mail.recipient)).state == PENDING
