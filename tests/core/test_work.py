"""The unit of work: a change, its audit and its mails are all there, or none is."""

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.factories.accounts import make_service
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.core.audit import AuditEvent
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.mail import CHANNEL, Mail, MailAttachment, MailState, OutboxMail
from webapp.core.work import Origin, Work
from webapp.schemes.models import Scheme
from webapp.settings import Settings


async def _audited(database: Database, about: UUID) -> list[str]:
    """As another connection sees it."""
    async with database.reads.connect() as connection:
        actions = await connection.scalars(
            select(AuditEvent.action).where(AuditEvent.object_id == str(about)).order_by(AuditEvent.id)
        )
        return list(actions)


async def _mails(database: Database, about: UUID) -> int:
    async with database.reads.connect() as connection:
        count = await connection.scalar(select(func.count()).where(OutboxMail.about_id == about))
    return count or 0


def _mail(about: UUID) -> Mail:
    return Mail("accounts/activation", "nadia@association.example", "test", about)


async def test_only_the_outermost_commits(committed: Work, database: Database) -> None:
    about = new_id()
    async with committed:
        async with committed:
            committed.audit("test.inner", "test", about)
            await committed.mail(_mail(about))
        committed.audit("test.outer", "test", about)
        assert await _audited(database, about) == []
        assert await _mails(database, about) == 0
    assert await _audited(database, about) == ["test.inner", "test.outer"]
    assert await _mails(database, about) == 1


async def test_an_error_undoes_the_change_its_audit_and_its_mails(committed: Work, database: Database) -> None:
    about = new_id()

    async def fail() -> None:
        async with committed:
            committed.audit("test.outer", "test", about)
            async with committed:
                committed.audit("test.inner", "test", about)
                await committed.mail(_mail(about))
                await committed.session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await _audited(database, about) == []
    assert await _mails(database, about) == 0
    async with committed:  # and the work can be used again
        committed.audit("test.again", "test", about)
    assert await _audited(database, about) == ["test.again"]


async def test_a_task_that_is_cancelled_leaves_nothing(committed: Work, database: Database) -> None:
    about, written = new_id(), asyncio.Event()

    async def hang() -> None:
        async with committed:
            committed.audit("test.hung", "test", about)
            await committed.session.flush()
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await _audited(database, about) == []


async def test_what_the_database_refuses_at_commit_is_an_error_not_a_success(
    committed: Work, database: Database
) -> None:
    service = await make_service(committed)
    about = new_id()

    async def point_to_nothing() -> None:
        async with committed:
            committed.audit("test.refused", "test", about)
            # This foreign key is checked at the end of the transaction only.
            committed.session.add(Scheme(slug=about.hex, service_id=service.id, current_revision_id=new_id()))

    with pytest.raises(IntegrityError):
        await point_to_nothing()
    assert await _audited(database, about) == []


async def test_a_transaction_has_one_instant(work: Work, clock: FrozenClock) -> None:
    async with work:
        clock.advance(timedelta(minutes=5))
        async with work:
            assert work.now == MONDAY_MORNING
    async with work:
        assert work.now == MONDAY_MORNING + timedelta(minutes=5)


async def test_nothing_is_done_outside_a_transaction(work: Work) -> None:
    with pytest.raises(RuntimeError, match="async with work"):
        work.audit("test.outside", "test", "x")
    with pytest.raises(RuntimeError, match="async with work"):
        _ = work.now


async def test_the_audit_says_who_what_when_and_from_where(database: Database, clock: FrozenClock) -> None:
    account, about = new_id(), new_id()
    work = Work(database.sessions, clock, Origin(account, "192.0.2.7", "request-1"))
    async with work:
        work.audit("test.done", "thing", about, amount="12")
    async with work:
        event = (await work.session.scalars(select(AuditEvent).where(AuditEvent.object_id == str(about)))).one()
    assert (event.at, event.account_id, event.action) == (MONDAY_MORNING, account, "test.done")
    assert (event.object_kind, event.details) == ("thing", {"amount": "12"})
    assert (event.client_address, event.request_id) == ("192.0.2.7", "request-1")


async def test_an_anonymous_request_names_the_account_it_turned_out_to_be(work: Work) -> None:
    account, about = new_id(), new_id()
    async with work:
        work.audit("session.opened", "account", about, by=account)
        event = (await work.session.scalars(select(AuditEvent).where(AuditEvent.object_id == str(about)))).one()
        assert event.account_id == account


async def test_a_mail_is_a_row_to_send_now_without_any_usable_link(work: Work) -> None:
    about = new_id()
    attachment = MailAttachment("receipts/a.pdf", "accuse.pdf", "application/pdf")
    async with work:
        await work.mail(
            Mail("k", "nadia@association.example", "account", about, {"a": 1}, "activation", attachments=(attachment,))
        )
        row = (await work.session.scalars(select(OutboxMail).where(OutboxMail.about_id == about))).one()
    assert (row.state, row.attempts, row.next_attempt_at) == (MailState.PENDING, 0, MONDAY_MORNING)
    assert (row.data, row.link) == ({"a": 1}, "activation")
    assert row.attachments == {
        "files": [{"storage_key": "receipts/a.pdf", "filename": "accuse.pdf", "media_type": "application/pdf"}]
    }


async def test_the_worker_is_woken_by_a_commit_and_by_nothing_else(committed: Work, settings: Settings) -> None:
    woken: list[str] = []
    called = asyncio.Event()

    def wake(_connection: object, _pid: int, channel: str, _payload: object) -> None:
        woken.append(channel)
        called.set()

    async def queue_and_fail() -> None:
        async with committed:
            await committed.mail(_mail(new_id()))
            raise LookupError

    listener = await asyncpg.connect(settings.database_url)
    await listener.add_listener(CHANNEL, wake)
    with pytest.raises(LookupError):
        await queue_and_fail()
    async with committed:
        await committed.mail(_mail(new_id()))
        await committed.mail(_mail(new_id()))
    async with asyncio.timeout(5):
        await called.wait()
    await listener.close()
    assert woken == [CHANNEL]
