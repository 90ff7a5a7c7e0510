"""Mails leave at least once, whatever the relay answers, and one that cannot leave holds up no other."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from tests.factories.applications import make_applicant, make_submitted
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.worker.conftest import PostOffice
from webapp.accounts import mails, texts
from webapp.accounts.models import Link
from webapp.accounts.use_cases.registration import activate
from webapp.adapters.memory_mailer import MemoryMailer
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Receipt
from webapp.core.ids import new_id
from webapp.core.mail import Mail, MailAttachment, MailState, OutboxMail
from webapp.postman import GIVE_UP_AFTER, UNDER_WAY, wait_before

TEN_SECONDS = timedelta(seconds=10)


def _ids(mailer: MemoryMailer) -> list[str]:
    return [str(message["Message-ID"]) for _, message in mailer.sent]


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain",))
    assert body is not None
    return str(body.get_content())


def _advance(office: PostOffice, by: timedelta) -> None:
    assert isinstance(office.clock, FrozenClock)
    office.clock.advance(by)


async def test_a_mail_is_sent_once_under_the_identifier_of_its_row(office: PostOffice) -> None:
    queued = await office.queue()
    postman = office.postman()
    assert [await postman.deliver_due(), await postman.deliver_due()] == [1, 0]

    [(recipient, message)] = office.mailer.sent
    assert recipient == queued.recipient
    assert message["Message-ID"] == f"<{queued.id}@region.example>"
    row = await office.row(queued.recipient)
    assert (row.state, row.attempts, row.sent_at, row.last_error) == (MailState.SENT, 1, MONDAY_MORNING, None)


async def test_an_activation_link_is_made_when_its_mail_leaves_and_works(office: PostOffice) -> None:
    account = await office.account()
    await office.queue(mails.activation(account, continue_at="/aides/velo"))
    async with office.work() as work:
        assert await work.session.scalar(select(func.count()).select_from(Link)) == 0

    await office.postman().deliver_due()

    [(_, message)] = office.mailer.sent
    [line] = [line for line in _text(message).splitlines() if "/activation/" in line]
    address, _, query = line.partition("?")
    start = "https://aides.region.example/activation/"
    assert address.startswith(start)
    assert query == "suite=/aides/velo"
    assert await activate(office.work(), office.signer, address.removeprefix(start)) == texts.ACTIVATED


async def test_the_acknowledgement_carries_the_stored_receipt_byte_for_byte(
    office: PostOffice, renderer: TypstRenderer
) -> None:
    account = await make_applicant(office.work(), office.passwords)
    sent = await make_submitted(office.work(), account, office.store, renderer)
    await office.postman().deliver_due()

    [(_, message)] = office.mailer.sent
    assert str(message["Subject"]).startswith(f"Demande {sent.reference} :")
    [attachment] = message.iter_attachments()
    assert attachment.get_filename() == f"accuse-de-reception-{sent.reference}.pdf"
    assert attachment.get_content_type() == "application/pdf"
    async with office.work() as work:
        receipt = await work.session.get_one(Receipt, sent.id)
    assert sha256(attachment.get_content()).hexdigest() == receipt.sha256


async def test_a_deferred_mail_waits_then_leaves(office: PostOffice) -> None:
    queued = await office.queue()
    office.mailer.deferred.add(queued.recipient)
    postman = office.postman()
    await postman.deliver_due()

    row = await office.row(queued.recipient)
    assert (row.state, row.attempts, row.sent_at) == (MailState.PENDING, 1, None)
    assert row.next_attempt_at == MONDAY_MORNING + TEN_SECONDS
    assert "450" in (row.last_error or "")
    _advance(office, TEN_SECONDS - timedelta(seconds=1))
    assert await postman.deliver_due() == 0

    office.mailer.deferred.clear()
    _advance(office, timedelta(seconds=1))
    assert await postman.deliver_due() == 1
    row = await office.row(queued.recipient)
    assert (row.state, row.attempts, row.last_error) == (MailState.SENT, 2, None)


def test_the_wait_doubles_from_10_seconds_to_an_hour() -> None:
    seconds = [wait_before(attempt).total_seconds() for attempt in range(1, 12)]
    assert seconds == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    assert wait_before(10_000) == timedelta(hours=1)


async def test_a_relay_that_is_down_loses_nothing(office: PostOffice) -> None:
    recipients = {(await office.queue()).recipient for _ in range(3)}
    office.mailer.down = True
    await office.postman().deliver_due()
    office.mailer.down = False
    _advance(office, TEN_SECONDS)
    await office.postman().deliver_due()
    assert {recipient for recipient, _ in office.mailer.sent} == recipients


async def test_after_72_hours_a_mail_that_never_left_is_a_visible_failure(office: PostOffice) -> None:
    queued = await office.queue()
    office.mailer.deferred.add(queued.recipient)
    _advance(office, GIVE_UP_AFTER)
    await office.postman().deliver_due()
    assert (await office.row(queued.recipient)).state == MailState.PENDING
    _advance(office, timedelta(hours=1))
    await office.postman().deliver_due()
    row = await office.row(queued.recipient)
    assert row.state == MailState.FAILED
    assert "450" in (row.last_error or "")


async def test_a_refused_mail_is_a_visible_failure_and_is_not_tried_again(office: PostOffice) -> None:
    queued = await office.queue()
    office.mailer.refused.add(queued.recipient)
    await office.postman().deliver_due()
    row = await office.row(queued.recipient)
    assert (row.state, row.attempts, row.sent_at) == (MailState.FAILED, 1, None)
    assert "550 no such recipient" in (row.last_error or "")
    _advance(office, timedelta(hours=2))
    assert await office.postman().deliver_due() == 0


async def test_one_bad_mail_blocks_nobody(office: PostOffice) -> None:
    refused, deferred = await office.queue(), await office.queue()
    office.mailer.refused.add(refused.recipient)
    office.mailer.deferred.add(deferred.recipient)
    lost = MailAttachment("receipts/lost.pdf", "a.pdf", "application/pdf")
    account = await office.account()
    broken = {
        "sans-modele@association.example": Mail("no/template", "sans-modele@association.example", "x", new_id()),
        "sans-piece@association.example": Mail(
            "accounts/already_exists",
            "sans-piece@association.example",
            "account",
            account.id,
            {"first_name": "Nadia", "login": "nadia"},
            attachments=(lost,),
        ),
        "sans-compte@association.example": Mail(
            "accounts/activation", "sans-compte@association.example", "account", new_id(), link="activation"
        ),
    }
    for mail in broken.values():
        await office.queue(mail)
    good = [(await office.queue()).recipient for _ in range(3)]

    await office.postman().deliver_due()

    assert sorted(recipient for recipient, _ in office.mailer.sent) == sorted(good)
    for recipient in broken:
        row = await office.row(recipient)
        assert (row.state, row.attempts) == (MailState.PENDING, 1)
        assert row.last_error


class CrashingMailer(MemoryMailer):
    """The relay takes the mail, and the worker dies before it can write so down."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = asyncio.Event()

    async def send(self, message: EmailMessage, recipient: str) -> None:
        await super().send(message, recipient)
        self.taken.set()
        await asyncio.Event().wait()


async def test_a_crash_after_sending_sends_a_copy_that_is_known_as_one(office: PostOffice) -> None:
    queued, crashing = await office.queue(), CrashingMailer()
    delivery = asyncio.create_task(office.postman(crashing).deliver_due())
    await crashing.taken.wait()
    delivery.cancel()
    with pytest.raises(asyncio.CancelledError):
        await delivery
    row = await office.row(queued.recipient)
    assert (row.state, row.attempts) == (MailState.PENDING, 1)
    assert await office.postman().deliver_due() == 0  # it may still be on its way

    _advance(office, UNDER_WAY)
    await office.postman().deliver_due()
    assert _ids(office.mailer) == _ids(crashing) == [f"<{queued.id}@region.example>"]
    assert (await office.row(queued.recipient)).attempts == 2


async def test_two_workers_share_the_outbox_without_sending_twice(office: PostOffice) -> None:
    for _ in range(30):
        await office.queue()

    async def empty() -> None:
        postman = office.postman()
        while await postman.deliver_due():
            pass

    await asyncio.gather(empty(), empty())
    assert len(set(_ids(office.mailer))) == len(_ids(office.mailer)) == 30
    async with office.work() as work:
        assert set(await work.session.scalars(select(OutboxMail.state))) == {MailState.SENT}
