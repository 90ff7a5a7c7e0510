"""Sending an application. What this returns is durable: the number, the answers, the files and the receipt."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from webapp.accounts.models import Account
from webapp.agents.models import Service
from webapp.applications import mails, texts
from webapp.applications.access import lock_application, require
from webapp.applications.correspondents import correspondents
from webapp.applications.models import Application, Receipt, Submission
from webapp.applications.ready import Ready, require_ready
from webapp.applications.receipt import Letterhead, ReceiptSigner, receipt_facts
from webapp.applications.rules import ApplicationState, Verb, attested, silence_is_refusal_on
from webapp.applications.use_cases.statements import end_round
from webapp.core.actor import Actor, SigningWay
from webapp.core.ids import new_id
from webapp.core.ports import FileStore, PdfRenderer
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.schemes.revisions import load_definition
from webapp.structures.access import lock_for_member
from webapp.structures.models import Structure
from webapp.structures.use_cases.pinning import pin_structure

LONGEST_PRINT = timedelta(seconds=7)
"""Who sends the same at the same time waits for the receipt, and gets the same page."""


@dataclass(frozen=True, slots=True)
class Press:
    """Makes the receipt and keeps it. `letterhead` is what each receipt of this portal says, whoever asks."""

    pdf: PdfRenderer
    store: FileStore
    letterhead: Letterhead


@dataclass(frozen=True, slots=True)
class Sworn:
    """The boxes that were ticked. `seen`: when what they are ticked for was edited last; None where no page said it."""

    statement: bool
    commitment: bool
    seen: datetime | None = None


async def submit_application(work: Work, actor: Actor, number: int, sworn: Sworn, press: Press) -> Application:
    """Draft → submitted, once: sent again (double click, two tabs, Back), it gives the same application.

    Raises NotFound; Incomplete; Refused on `statement` or `commitment` not ticked, for what was changed since it was
    read, for who may not sign, or when the campaign is closed.
    """
    async with work:
        await work.wait_for_others(LONGEST_PRINT)
        application = await lock_application(work.session, actor, number)
        if application.submitted_at is not None:
            return application
        structure, signing = await _lock_to_send(work, actor, application)
        boxes = attested(await load_definition(work.session, application.revision_id), structure.family)
        require_sworn(application, boxes, sworn)
        ready = await require_ready(work, application)
        application.service_id = ready.service_id
        application.snapshot_id = await pin_structure(work, structure.id)
        application.state = ApplicationState.SUBMITTED
        application.submitted_at, application.submitted_by = work.now, actor.account_id
        application.decide_by = silence_is_refusal_on(work.now)
        work.session.add(_frozen(work, actor, application, ready, boxes))
        asker_id = await end_round(work, application, actor)
        account = await work.session.get_one(Account, actor.account_id)
        receipt_content = receipt_facts(
            application=application,
            ready=ready,
            service=await work.session.get_one(Service, application.service_id),
            structure=structure,
            signer=ReceiptSigner(account, signing),
            letterhead=press.letterhead,
        )
        receipt = await _print(press, application, receipt_content)
        work.session.add(receipt)
        for one in await correspondents(work, application, actor.account_id, asker_id):
            await work.mail(mails.submitted(application, one, receipt_content, receipt.storage_key))
        work.audit("application.submitted", "application", application.id, receipt_sha256=receipt.sha256)
        return application


async def _lock_to_send(work: Work, actor: Actor, application: Application) -> tuple[Structure, SigningWay]:
    """The structure, and how the sender signs for it.

    Asked twice, the second time of the role that they have at this instant: what is sent commits the structure.
    """
    require(actor, Verb.SUBMIT, application)
    structure, sender = await lock_for_member(work, actor, application.structure_id)
    require(sender, Verb.SUBMIT, application)
    assert sender.membership is not None  # noqa: S101  (require has looked)
    return structure, sender.membership.signing


def require_sworn(application: Application, boxes: Mapping[str, str], sworn: Sworn) -> None:
    """Raises Refused on the first box of these that is not ticked, and for what somebody has changed meanwhile: nobody
    signs for what they have not read.
    """
    if sworn.seen not in (None, application.edited_at):
        raise Refused(texts.EDITED_MEANWHILE)
    if "commitment" in boxes and not sworn.commitment:
        raise Refused(texts.COMMITMENT_NEEDED, field="commitment")
    if not sworn.statement:
        raise Refused(texts.STATEMENT_NEEDED, field="statement")


def _frozen(work: Work, actor: Actor, application: Application, ready: Ready, boxes: Mapping[str, str]) -> Submission:
    """Beside the rows that go on living: nothing that is edited, added or renamed later reaches it."""
    assert application.snapshot_id is not None  # noqa: S101  (set just before)
    return Submission(
        id=new_id(),
        application_id=application.id,
        number=1,
        revision_id=application.revision_id,
        snapshot_id=application.snapshot_id,
        facts={key: asdict(fact) for key, fact in ready.facts.items()},
        answers=ready.answers,
        pieces=[frozen_piece(piece, document) for piece, document in ready.documents],
        attested=dict(boxes),
        bank_account=ready.bank_account and asdict(ready.bank_account),
        commitment_version=ready.definition.sworn_statement.republican_commitment if "commitment" in boxes else None,
        sent_at=work.now,
        sent_by=actor.account_id,
    )


def frozen_piece(piece: str, document: Document) -> dict[str, Any]:
    """As Submission.pieces keeps it."""
    return {
        "piece": piece,
        "document_id": str(document.id),
        "filename": document.filename,
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256,
    }


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
