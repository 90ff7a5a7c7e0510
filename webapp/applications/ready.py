"""Whether a draft can be sent as it is at this instant: its campaign is open, and nothing in it is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from webapp.applications import texts
from webapp.applications.bank_details import BankDetails, details_of
from webapp.applications.models import Answer, Application, BankAccount, PieceDocument
from webapp.applications.rules import Missing, missing
from webapp.core.clock import PARIS
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState
from webapp.schemes.asked import asked_answers
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.engine import Facts, fill
from webapp.schemes.filled import FilledForm
from webapp.schemes.in_force import terms_in_force
from webapp.schemes.revisions import load_definition
from webapp.schemes.structure_facts import facts_of
from webapp.structures.queries import unscoped_details


class Incomplete(Refused):
    """Lists what is missing, with the place to complete it."""

    def __init__(self, what: list[Missing]) -> None:
        super().__init__(texts.INCOMPLETE)
        self.missing = what


@dataclass(frozen=True, slots=True)
class Ready:
    """All that goes: `answers` by control; each document with its slot, of those that the form asks at this instant;
    `service_id` in charge today.
    """

    definition: SchemeDefinition
    facts: Facts
    answers: dict[str, str]
    form: FilledForm
    documents: Sequence[tuple[str, Document]]
    service_id: UUID
    bank_account: BankDetails | None


async def require_ready(work: Work, application: Application) -> Ready:
    """Of an application whose row is held. Raises Refused once the campaign is closed; Incomplete."""
    definition = await load_definition(work.session, application.revision_id)
    terms = await terms_in_force(work.session, application.revision_id)
    if not terms.campaign.is_open(work.now):
        raise Refused(texts.CLOSED)
    facts = facts_of(await unscoped_details(await work.session.connection(), application.structure_id))
    answers = await answers_of(work, application)
    documents = await sound_documents(work, application)
    form = fill(definition, answers, facts, work.now.astimezone(PARIS).date())
    account = await account_of(work, application)
    given = {piece for piece, _ in documents}
    if what := missing(form, facts, given, has_bank_account=account is not None):
        raise Incomplete(what)
    asked = {piece.key for piece in form.pieces}
    going = [(piece, document) for piece, document in documents if piece in asked]
    paid_into = account if any(piece.bank_account for piece in form.pieces) else None
    return Ready(definition, facts, asked_answers(form, answers), form, going, terms.service_id, paid_into)


async def answers_of(work: Work, application: Application) -> dict[str, str]:
    query = select(Answer.field, Answer.text).where(Answer.application_id == application.id)
    return {row.field: row.text for row in await work.session.execute(query)}


async def account_of(work: Work, application: Application) -> BankDetails | None:
    row = await work.session.get(BankAccount, application.id)
    return details_of(row) if row else None


async def sound_documents(work: Work, application: Application) -> list[tuple[str, Document]]:
    """Of an infected one nothing is left to send."""
    query = (
        select(PieceDocument.piece, Document)
        .join(Document, Document.id == PieceDocument.document_id)
        .where(
            PieceDocument.application_id == application.id,
            ~PieceDocument.is_taken_out,
            Document.state != DocumentState.INFECTED,
        )
        .order_by(Document.id)
    )
    return [(row.piece, row.Document) for row in await work.session.execute(query)]
