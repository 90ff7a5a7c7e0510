"""Sending an application: complete or refused, once, with its receipt, its mail and its audit in one transaction."""

from sqlalchemy import select

from tests.factories.accounts import actor_of, make_account
from tests.factories.applications import SWORN, make_complete_draft, make_scheme, make_structure, press
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Receipt
from webapp.applications.use_cases.submission import submit_application
from webapp.core.audit import AuditEvent
from webapp.core.mail import OutboxMail
from webapp.core.work import Work


async def test_a_complete_application_gets_its_receipt_its_mail_and_its_audit(
    work: Work, passwords: Passwords, store: MemoryStore, renderer: TypstRenderer
) -> None:
    account = await make_account(work, passwords)
    await make_scheme(work)
    await make_structure(work, account)
    draft = await make_complete_draft(work, account, store)

    sent = await submit_application(work, await actor_of(work, account), draft.number, SWORN, press(store, renderer))

    async with work:
        receipt = await work.session.get_one(Receipt, sent.id)
        assert receipt.facts["number"] == sent.reference
        assert receipt.facts["received_at"] == "2026-11-23T10:00:00+01:00"
        assert receipt.facts["silence_on"] == "2027-01-23"
        mail = (await work.session.scalars(select(OutboxMail).where(OutboxMail.about_id == sent.id))).one()
        assert (mail.kind, mail.recipient) == ("applications/submitted", account.email)
        assert mail.attachments["files"][0]["storage_key"] == receipt.storage_key
        actions = (
            await work.session.scalars(select(AuditEvent.action).where(AuditEvent.object_id == str(sent.id)))
        ).all()
        assert "application.submitted" in actions
    pdf = b"".join([chunk async for chunk in store.read(receipt.storage_key)])
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) == receipt.size
