"""The mails of a change of address, as they leave: their links work, and one that comes too late has none."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from tests.accounts.email_changes import Mover
from tests.factories.accounts import a_registration
from tests.support.clock import FrozenClock
from tests.worker.conftest import PostOffice
from webapp.accounts import mails, texts
from webapp.accounts.models import AccountState
from webapp.accounts.use_cases.email_change import confirm_email, restore_email
from webapp.accounts.use_cases.registration import register
from webapp.core.mail import MailState


@pytest.fixture
async def mover(office: PostOffice) -> Mover:
    return Mover(office.work(), office.passwords, office.signer, await office.account(AccountState.ACTIVE))


def _parts(message: EmailMessage) -> tuple[str, str]:
    plain, html = (message.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    return str(plain.get_content()), str(html.get_content())


def _sent(office: PostOffice, to: str) -> EmailMessage:
    """The newest to this address."""
    return [message for recipient, message in office.mailer.sent if recipient == to][-1]


def _token(message: EmailMessage, path: str) -> str:
    plain, html = _parts(message)
    [line] = [line for line in plain.splitlines() if path in line]
    assert line.startswith(f"https://aides.region.example{path}")
    assert line in html
    return line.rpartition("/")[2]


async def test_both_links_are_made_when_their_mails_leave_and_work(office: PostOffice, mover: Mover) -> None:
    old, new = mover.account.email, mover.address("ailleurs")
    await mover.asks_for(new)
    await office.postman().deliver_due()

    link, notice = _sent(office, new), _sent(office, old)
    assert str(link["Subject"]).startswith("Confirmez votre nouvelle adresse électronique")
    assert str(notice["Subject"]).startswith("Changement d'adresse demandé pour votre compte")
    for message, until in ((link, "24 novembre 2026 à 10:00:00"), (notice, "30 novembre 2026 à 10:00:00")):
        for part in _parts(message):
            assert until in part
            assert new in part
    said = await confirm_email(office.work(), office.signer, _token(link, "/adresse-electronique/confirmation/"))
    assert said == texts.EMAIL_CHANGED

    await restore_email(office.work(), office.signer, _token(notice, "/adresse-electronique/refus/"))
    await office.postman().deliver_due()
    plain, html = _parts(_sent(office, old))
    for part in (plain, html):
        assert "est de nouveau l'adresse de votre compte" in " ".join(part.split())
        assert "https://aides.region.example/reinitialisation/" in part


async def test_a_reset_that_waited_is_not_sent_to_an_address_that_was_left(office: PostOffice, mover: Mover) -> None:
    """Whoever reads the old address, or kept their mail program busy meanwhile, would get the account."""
    queued = await office.queue(mails.password_reset(mover.account, continue_at=""))
    async with office.work() as work:
        (await work.session.merge(queued)).next_attempt_at = work.now + timedelta(hours=1)
    await mover.moves_to(mover.address("ailleurs"))
    assert isinstance(office.clock, FrozenClock)
    office.clock.advance(timedelta(hours=2))
    await office.postman().deliver_due()
    assert not [message for _, message in office.mailer.sent if "Réinitialisez" in str(message["Subject"])]
    async with office.work() as work:
        row = await work.session.merge(queued)
        await work.session.refresh(row)
        assert (row.state, row.last_error) == (
            MailState.FAILED,
            "the address is not any more the one that the link was for",
        )


async def test_the_owner_of_a_wanted_address_is_told_which_account_has_it(office: PostOffice, mover: Mover) -> None:
    known = await office.account(AccountState.ACTIVE)
    await mover.asks_for(known.email)
    await office.postman().deliver_due()
    for part in _parts(_sent(office, known.email)):
        assert known.login in part
        assert mover.account.login not in part
        assert "/adresse-electronique/" not in part


async def test_an_address_that_was_left_hears_why_it_cannot_be_used(office: PostOffice, mover: Mover) -> None:
    await mover.moves_to(mover.address("ailleurs"))
    await office.postman().deliver_due()
    await register(office.work(), office.passwords, replace(a_registration(), email=mover.account.email))
    await office.postman().deliver_due()
    for part in _parts(_sent(office, mover.account.email)):
        assert "peut encore lui être rendue" in part
        for whose in (mover.account.login, mover.account.first_name, mover.address("ailleurs")):
            assert whose not in part.replace(mover.account.email, "")
