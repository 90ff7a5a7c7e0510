"""What becomes of a file of a reply that the antivirus finds infected: the real worker, from the queue to the mail."""

from dataclasses import replace
from datetime import timedelta

from tests.factories.accounts import actor_of, make_agent
from tests.factories.applications import LIMITS, make_applicant, make_submitted, received, stored_keys
from tests.factories.solicitations import items, make_sent_request
from tests.support.clamd import EICAR, SIGNATURE
from tests.support.traces import mails_to
from tests.worker.conftest import PostOffice
from webapp.adapters.memory_scanner import MemoryScanner
from webapp.adapters.pdf import TypstRenderer
from webapp.antivirus import Antivirus
from webapp.applications.use_cases.desk import take_over
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState
from webapp.solicitations.use_cases.replying import add_reply_document


async def test_its_file_is_removed_its_item_waits_again_and_its_owner_is_told(office: PostOffice) -> None:
    account = await make_applicant(office.work(), office.passwords)
    sent = await make_submitted(office.work(), account, office.store, TypstRenderer())
    agent = await make_agent(office.work(), office.passwords, service_id=sent.service_id)
    officer = await actor_of(office.work(), agent)
    await take_over(office.work(), officer, sent.number)
    request = await make_sent_request(office.work(), officer, sent)
    first, _ = await items(office.work(), request)
    before = await stored_keys(office.store)
    document_id = await add_reply_document(
        office.work(),
        await actor_of(office.work(), account),
        sent.number,
        request.id,
        first.id,
        await received(office.store, "budget-2027.pdf", EICAR),
        replace(LIMITS, has_scanner=True),
    )
    antivirus = Antivirus(office.work, MemoryScanner({EICAR: SIGNATURE}), office.store, timedelta(seconds=60))
    while await antivirus.scan_due():
        pass
    async with office.work() as work:
        document = await work.session.get_one(Document, document_id)
    assert (document.state, document.signature) == (DocumentState.INFECTED, SIGNATURE)
    assert await stored_keys(office.store) == before
    assert [item.state for item in await items(office.work(), request)] == ["asked", "asked"]
    told = [mail.data["filename"] for mail in await mails_to(office.work(), account.email) if "infected" in mail.kind]
    assert told == ["budget-2027.pdf"]
