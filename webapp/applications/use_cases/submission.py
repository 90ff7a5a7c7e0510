"""Sending an application. What this returns is durable: the number, the answers, the files and the receipt."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.agents.models import Service
from webapp.applications import mails, texts
from webapp.applications.access import lock_application, require
from webapp.applications.models import Answer, Application, PieceDocument, Receipt
from webapp.applications.receipt import Letterhead, receipt_facts
from webapp.applications.rules import ApplicationState, Missing, Verb, attested, missing
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.ports import FileStore, PdfRenderer
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState
from webapp.schemes.engine import fill
from webapp.schemes.in_force import terms_in_force
from webapp.schemes.revisions import load_definition
from webapp.schemes.structure_facts import facts_of
from webapp.structures.access import lock_for_member
from webapp.structures.models import Structure
from webapp.structures.queries import unscoped_details
from webapp.structures.use_cases.pinning import pin_structure


class Incomplete(Refused):
    """Lists what is missing, with the place to complete it."""

    def __init__(self, what: list[Missing]) -> None:
        super().__init__(texts.INCOMPLETE)
        self.missing = what


@dataclass(frozen=True, slots=True)
class Press:
    """Makes the receipt and keeps it. `letterhead` is what each receipt of this portal says, whoever asks."""

    pdf: PdfRenderer
    store: FileStore
    letterhead: Letterhead


@dataclass(frozen=True, slots=True)
class Sworn:
    """The boxes that were ticked."""

    statement: bool
    commitment: bool


async def submit_application(work: Work, actor: Actor, number: int, sworn: Sworn, press: Press) -> Application:
    """Draft → submitted, once: sent again (double click, two tabs, Back), it gives the same application.

    Raises NotFound; Incomplete; Refused on `statement` or `commitment` not ticked, for who may not sign, or when the
    campaign is closed.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        if application.submitted_at is not None:
            return application
        structure = await _lock_to_send(work, actor, application)
        definition = await load_definition(work.session, application.revision_id)
        _require_sworn(attested(definition, structure.family), sworn)
        terms = await terms_in_force(work.session, application.revision_id)
        if not terms.campaign.is_open(work.now):
            raise Refused(texts.CLOSED)
        application.service_id = terms.service_id
        answers, documents = await _content(work, application)
        facts = facts_of(await unscoped_details(await work.session.connection(), structure.id))
        form = fill(definition, answers, facts, work.now.astimezone(PARIS).date())
        if what := missing(form, facts, {piece for piece, _ in documents}):
            raise Incomplete(what)
        snapshot_id = await pin_structure(work, structure.id)
        application.state, application.snapshot_id = ApplicationState.SUBMITTED, snapshot_id
        application.submitted_at, application.submitted_by = work.now, actor.account_id
        account = await work.session.get_one(Account, actor.account_id)
        receipt_content = receipt_facts(
            application=application,
            form=form,
            service=await work.session.get_one(Service, application.service_id),
            structure=structure,
            sender=account,
            documents=documents,
            letterhead=press.letterhead,
        )
        receipt = await _print(press, application, receipt_content)
        work.session.add(receipt)
        await work.mail(mails.submitted(application, account.email, receipt_content, receipt.storage_key))
        work.audit("application.submitted", "application", application.id, receipt_sha256=receipt.sha256)
        return application


async def _lock_to_send(work: Work, actor: Actor, application: Application) -> Structure:
    """Asked twice, the second time of the role that they have at this instant: what is sent commits the structure."""
    require(actor, Verb.SUBMIT, application)
    structure, sender = await lock_for_member(work, actor, application.structure_id)
    require(sender, Verb.SUBMIT, application)
    return structure


def _require_sworn(boxes: Mapping[str, str], sworn: Sworn) -> None:
    if "commitment" in boxes and not sworn.commitment:
        raise Refused(texts.COMMITMENT_NEEDED, field="commitment")
    if not sworn.statement:
        raise Refused(texts.STATEMENT_NEEDED, field="statement")


async def _content(work: Work, application: Application) -> tuple[dict[str, str], list[tuple[str, Document]]]:
    """The answers by field, and each document with its slot; of an infected one nothing is left to send."""
    answers = await work.session.execute(
        select(Answer.field, Answer.text).where(Answer.application_id == application.id)
    )
    documents = await work.session.execute(
        select(PieceDocument.piece, Document)
        .join(Document, Document.id == PieceDocument.document_id)
        .where(PieceDocument.application_id == application.id, Document.state != DocumentState.INFECTED)
        .order_by(Document.id)
    )
    return {row.field: row.text for row in answers}, [(row.piece, row.Document) for row in documents]


async def _print(press: Press, application: Application, facts: dict[str, Any]) -> Receipt:
    """The key is the application's own: a try that died before its commit leaves a file that the next one replaces."""
    assert application.submitted_at is not None  # noqa: S101  (set just before)
    content = await press.pdf.render("receipt", facts)

    async def chunks() -> AsyncIterator[bytes]:
        yield content

    stored = await press.store.put(f"receipts/{application.id.hex}.pdf", chunks())
    return Receipt(
        application_id=application.id,
        facts=facts,
        storage_key=stored.key,
        size=stored.size,
        sha256=stored.sha256,
        issued_at=application.submitted_at,
    )
