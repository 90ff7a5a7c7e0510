"""A mail that failed leaves again when an administrator says so, once; what is over is forgotten, never too early."""

import asyncio
from datetime import timedelta

import pytest

from tests.factories.accounts import actor_of, make_account, make_administrator, make_agent, make_service
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.support.traces import details_of, mails_to
from webapp.accounts import mails
from webapp.accounts.passwords import Passwords
from webapp.core.clock import Clock
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.mail import MailState, OutboxMail
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.outbox.use_cases import FAILED_KEPT, SENT_KEPT, forget_old_mails, send_again

SECOND = timedelta(seconds=1)


async def make_mail(work: Work, passwords: Passwords, state: MailState) -> OutboxMail:
    """After its first attempt."""
    account = await make_account(work, passwords)
    async with work:
        await work.mail(mails.already_exists(account))
    [mail] = await mails_to(work, account.email)
    async with work:
        row = await work.session.get_one(OutboxMail, mail.id)
        row.state, row.attempts, row.next_attempt_at = state, 1, work.now
        row.sent_at = work.now if state is MailState.SENT else None
        row.last_error = "550 5.1.1 no such user" if state is MailState.FAILED else None
    return await again(work, row)


async def again(work: Work, mail: OutboxMail) -> OutboxMail:
    """As it lies in the table now."""
    async with work:
        return await work.session.get_one(OutboxMail, mail.id, populate_existing=True)


async def test_a_mail_that_failed_waits_again_under_its_own_id(
    work: Work, passwords: Passwords, clock: FrozenClock
) -> None:
    administrator = await actor_of(work, await make_administrator(work, passwords))
    mail = await make_mail(work, passwords, MailState.FAILED)
    clock.advance(timedelta(days=5))
    assert (await send_again(work, administrator, mail.id)).was_failed
    row = await again(work, mail)
    assert (row.state, row.attempts, row.last_error) == (MailState.PENDING, 0, None)
    assert row.next_attempt_at == row.asked_again_at == MONDAY_MORNING + timedelta(days=5)
    [details] = await details_of(work, "mail.sent_again", mail.id)
    assert details == {"mail": "accounts/already_exists", "attempts": 1, "answer": "550 5.1.1 no such user"}


@pytest.mark.parametrize("state", [MailState.PENDING, MailState.SENT])
async def test_what_did_not_fail_stays_as_it_is(work: Work, passwords: Passwords, state: MailState) -> None:
    administrator = await actor_of(work, await make_administrator(work, passwords))
    mail = await make_mail(work, passwords, state)
    assert not (await send_again(work, administrator, mail.id)).was_failed
    assert ((await again(work, mail)).state, (await again(work, mail)).attempts) == (state, 1)
    assert await details_of(work, "mail.sent_again", mail.id) == []


async def test_only_an_administrator_may(work: Work, passwords: Passwords) -> None:
    mail = await make_mail(work, passwords, MailState.FAILED)
    agent = await actor_of(work, await make_agent(work, passwords, service_id=(await make_service(work)).id))
    with pytest.raises(Refused):
        await send_again(work, agent, mail.id)
    administrator = await actor_of(work, await make_administrator(work, passwords))
    with pytest.raises(NotFound):
        await send_again(work, administrator, new_id())
    assert (await again(work, mail)).state == MailState.FAILED


async def test_twenty_clicks_at_once_send_it_once(
    database: Database, committed: Work, passwords: Passwords, clock: Clock
) -> None:
    administrator = await actor_of(committed, await make_administrator(committed, passwords))
    mail = await make_mail(committed, passwords, MailState.FAILED)
    works = [Work(database.sessions, clock) for _ in range(20)]
    sent = await asyncio.gather(*(send_again(one, administrator, mail.id) for one in works))
    assert [one.was_failed for one in sent].count(True) == 1
    assert len(await details_of(committed, "mail.sent_again", mail.id)) == 1


@pytest.mark.parametrize(("state", "kept"), [(MailState.SENT, SENT_KEPT), (MailState.FAILED, FAILED_KEPT)])
async def test_a_mail_that_is_over_is_forgotten(
    work: Work, passwords: Passwords, clock: FrozenClock, state: MailState, kept: timedelta
) -> None:
    mail = await make_mail(work, passwords, state)
    clock.advance(kept - SECOND)
    await forget_old_mails(work)
    assert await mails_to(work, mail.recipient)
    clock.advance(SECOND)
    assert await forget_old_mails(work) >= 1
    assert await mails_to(work, mail.recipient) == []


async def test_a_mail_that_waits_is_never_forgotten(work: Work, passwords: Passwords, clock: FrozenClock) -> None:
    mail = await make_mail(work, passwords, MailState.PENDING)
    clock.advance(timedelta(days=1000))
    await forget_old_mails(work)
    assert (await again(work, mail)).state == MailState.PENDING
