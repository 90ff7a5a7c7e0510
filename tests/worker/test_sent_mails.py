"""Which mails of an application stand in its thread once they have left: those to the applicant, each once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import actor_of, make_agent
from tests.factories.applications import make_applicant, make_complete_draft, make_submitted
from tests.factories.members import make_member
from tests.support.clock import FrozenClock
from tests.worker.conftest import PostOffice
from webapp.accounts.models import Account
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.rules import WithdrawalReason
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.statements import ask_for_statement
from webapp.applications.use_cases.withdrawal import withdraw_application
from webapp.core.actor import MemberRole
from webapp.core.ids import new_id
from webapp.outbox.use_cases import SENT_KEPT, forget_old_mails
from webapp.threads.models import SentMail
from webapp.threads.use_cases import write_message


@pytest.fixture
async def account(office: PostOffice) -> Account:
    return await make_applicant(office.work(), office.passwords)


@pytest.fixture
async def sent(office: PostOffice, account: Account, renderer: TypstRenderer) -> Application:
    return await make_submitted(office.work(), account, office.store, renderer)


async def subjects(office: PostOffice, application: Application) -> list[str]:
    async with office.work() as work:
        query = select(SentMail.subject).where(SentMail.application_id == application.id)
        return list(await work.session.scalars(query.order_by(SentMail.sent_at)))


async def deliver_all(office: PostOffice) -> None:
    while await office.postman().deliver_due():
        pass


async def test_a_mail_is_kept_when_it_has_left_and_after_the_outbox_forgot_it(
    office: PostOffice, account: Account, sent: Application
) -> None:
    assert await subjects(office, sent) == []
    await deliver_all(office)
    [subject] = await subjects(office, sent)
    assert sent.reference in subject
    assert (
        subject == [message["Subject"] for recipient, message in office.mailer.sent if recipient == account.email][-1]
    )
    assert isinstance(office.clock, FrozenClock)
    office.clock.advance(SENT_KEPT + timedelta(days=1))
    assert await forget_old_mails(office.work())
    assert await subjects(office, sent) == [subject]


async def test_one_mail_to_two_people_stands_once_and_messages_are_not_told_twice(
    office: PostOffice, account: Account, sent: Application
) -> None:
    work = office.work()
    agent = await actor_of(work, await make_agent(work, office.passwords, service_id=sent.service_id))
    signer = await make_member(work, office.passwords, sent.structure_id, MemberRole.SIGNATORY)
    await take_over(work, agent, sent.number)
    await write_message(work, agent, sent.number, new_id(), "Bonjour")
    await write_message(work, await actor_of(work, account), sent.number, new_id(), "Bonjour")
    await withdraw_application(work, await actor_of(work, signer), sent.number, WithdrawalReason.OTHER)
    await deliver_all(office)
    assert len([1 for _, message in office.mailer.sent if "retirée" in message["Subject"]]) == 2
    found = await subjects(office, sent)
    assert len(found) == 3, found
    assert not [subject for subject in found if "message de" in subject]


async def test_what_was_said_of_a_draft_is_not_in_its_thread(office: PostOffice, account: Account) -> None:
    work = office.work()
    draft = await make_complete_draft(work, account, office.store)
    writer = await make_member(work, office.passwords, draft.structure_id, MemberRole.WRITER)
    await ask_for_statement(work, await actor_of(work, writer), draft.number)
    await deliver_all(office)
    assert [message for _, message in office.mailer.sent if draft.reference in message["Subject"]]
    assert await subjects(office, draft) == []
