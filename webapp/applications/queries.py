"""Reads of one application, shaped for its pages; each is scoped by who asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, case, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account
from webapp.agents.models import Service
from webapp.applications.access import visible_to
from webapp.applications.bank_details import BankDetails, Masked, masked
from webapp.applications.cards import CARDS, ApplicationCard, card_of
from webapp.applications.models import (
    Answer,
    Application,
    BankAccount,
    PieceDocument,
    StatementRequest,
    Submission,
)
from webapp.applications.rules import NOT_SENT, FormPage, Missing, form_pages, missing
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.refusals import NotFound
from webapp.documents import texts as document_texts
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState, next_look
from webapp.schemes.definition import Campaign, Piece, SchemeDefinition, ServiceInCharge
from webapp.schemes.engine import fill
from webapp.schemes.filled import Fact, FilledForm
from webapp.schemes.in_force import campaign_of
from webapp.schemes.models import Scheme, SchemeRevision
from webapp.schemes.revisions import load_definition
from webapp.schemes.structure_facts import facts_of
from webapp.structures.models import StructureSnapshot
from webapp.structures.queries import StructureCard, unscoped_details
from webapp.structures.snapshots import Difference, differences

_Current = aliased(SchemeRevision)
_InCharge = aliased(Service)
_is_not_sent = Application.state.in_(NOT_SENT)
_Asker, _Ender = aliased(Account), aliased(Account)
_VERSION = "version"
NEWEST = 2**31
_last_sent = (
    select(Submission.id)
    .where(Submission.application_id == Application.id, Submission.number <= bindparam(_VERSION, NEWEST))
    .order_by(Submission.number.desc())
    .limit(1)
    .correlate(Application)
    .scalar_subquery()
)
_last_asked = (
    select(StatementRequest.id)
    .where(StatementRequest.application_id == Application.id)
    .order_by(StatementRequest.asked_at.desc())
    .limit(1)
    .correlate(Application)
    .scalar_subquery()
)
_WITH_TERMS = (
    CARDS.add_columns(
        Application.revision_id,
        Application.declined_revision_id,
        Application.edition,
        _Current.id.label("current_id"),
        _Current.content["campaign"].label("campaign"),
        _InCharge.slug,
        _InCharge.name,
        _InCharge.address,
        _InCharge.email,
        _InCharge.phone,
        Submission.facts.label("sent_facts"),
        Submission.answers.label("sent_answers"),
        Submission.bank_account.label("sent_bank_account"),
        Submission.pieces.label("sent_pieces"),
        Submission.number.label("sent_version"),
        Submission.sent_at.label("version_at"),
        BankAccount.holder,
        BankAccount.iban,
        BankAccount.bic,
        BankAccount.version,
        BankAccount.saved_at,
        StatementRequest.asked_at,
        StatementRequest.asked_by.label("asked_by_id"),
        _Asker.full_name.label("asked_by"),
        StatementRequest.ended_at,
        _Ender.full_name.label("ended_by"),
        StatementRequest.message,
        StructureSnapshot.content.label("pinned"),
    )
    .join(Scheme, Scheme.slug == SchemeRevision.scheme_slug)
    .outerjoin(_Current, _Current.id == Scheme.current_revision_id)
    .join(_InCharge, _InCharge.id == case((_is_not_sent, Scheme.service_id), else_=Application.service_id))
    .outerjoin(Submission, Submission.id == _last_sent)
    .outerjoin(BankAccount, BankAccount.application_id == Application.id)
    .outerjoin(StatementRequest, StatementRequest.id == _last_asked)
    .outerjoin(StructureSnapshot, StructureSnapshot.id == Submission.snapshot_id)
    .outerjoin(_Asker, _Asker.id == StatementRequest.asked_by)
    .outerjoin(_Ender, _Ender.id == StatementRequest.ended_by)
)


@dataclass(frozen=True, slots=True)
class PieceFile:
    document_id: UUID
    piece: str
    filename: str
    media_type: str
    size: int
    sha256: str
    state: str
    uploaded_at: datetime
    signature: str = ""
    scanned_at: datetime | None = None

    @property
    def is_infected(self) -> bool:
        """Its bytes are gone: it fills no slot."""
        return self.state == DocumentState.INFECTED

    @property
    def is_scanning(self) -> bool:
        return self.state == DocumentState.SCANNING

    @property
    def state_label(self) -> str:
        return document_texts.STATES[self.state]

    @property
    def state_kind(self) -> str:
        return document_texts.STATE_KINDS[self.state]

    @property
    def removed(self) -> str:
        return document_texts.REMOVED.format(signature=self.signature)

    @property
    def to_replace(self) -> str:
        """What its slot says of an infected file."""
        return document_texts.DEPOSIT_AGAIN.format(signature=self.signature)

    def next_look(self, looks: int) -> int | None:
        """In how many seconds a page that has looked so often looks again."""
        return next_look(looks) if self.is_scanning else None


@dataclass(frozen=True, slots=True)
class PieceSlot:
    piece: Piece
    files: tuple[PieceFile, ...]

    @property
    def is_filled(self) -> bool:
        return any(not file.is_infected for file in self.files)


@dataclass(frozen=True, slots=True)
class Statement:
    """The last round in which those who may sign were asked to. `message`: why who ended it did not send."""

    asked_at: datetime
    asked_by_id: UUID
    asked_by: str
    ended_at: datetime | None
    ended_by: str | None
    message: str


@dataclass(frozen=True)
class ApplicationPage:
    """All that the pages of one application show: of one that is sent, what was sent.

    `definition`: of the revision that the application keeps; `campaign`, `service`: a draft's are those of the day.
    `pinned`: the structure as it was sent, see structures/snapshots.py; None before.
    `version`: 1 for what was sent at first; `version_at`: when the last one was.
    `has_newer_revision`: a draft may take it; `is_newer_declined`: they said no, and are not asked again.
    """

    card: ApplicationCard
    edition: int
    definition: SchemeDefinition
    campaign: Campaign
    service: ServiceInCharge
    structure: StructureCard
    facts: dict[str, Fact]
    answers: dict[str, str]
    form: FilledForm
    files: tuple[PieceFile, ...]
    has_newer_revision: bool = False
    is_newer_declined: bool = False
    statement: Statement | None = None
    pinned: dict[str, Any] | None = None
    bank_account: Masked | None = None

    version: int = 0
    version_at: datetime | None = None

    @property
    def amended_at(self) -> datetime | None:
        """When the version that the Region has was sent, if another one was before it."""
        return self.version_at if self.version > 1 else None

    @property
    def is_amended(self) -> bool:
        """What the Region has reopened of it is being changed: see amended.py."""
        return False

    @property
    def takes_bank_account(self) -> bool:
        return not self.card.is_sent

    @property
    def can_be_filled_in(self) -> bool:
        return self.card.is_draft or self.is_amended

    @property
    def answered(self) -> int:
        """How many questions have an answer; those that were withdrawn since count too."""
        return sum(bool(text.strip()) for text in self.answers.values())

    @property
    def slots(self) -> tuple[PieceSlot, ...]:
        return tuple(self.slot(piece) for piece in self.form.pieces)

    def slot(self, piece: Piece) -> PieceSlot:
        return PieceSlot(piece, tuple(file for file in self.files if file.piece == piece.key))

    @cached_property
    def missing(self) -> list[Missing]:
        given = {file.piece for file in self.files if not file.is_infected}
        return missing(self.form, self.facts, given, has_bank_account=self.bank_account is not None)

    @cached_property
    def pages(self) -> tuple[FormPage, ...]:
        return form_pages(self.form, self.missing, is_person=self.card.is_of_a_person)

    def with_answers(self, answers: Mapping[str, str], today: date) -> "ApplicationPage":
        """The same with other texts in some of its controls."""
        answers = {**self.answers, **answers}
        return replace(self, answers=answers, form=fill(self.definition, answers, self.facts, today))


def _statement(row: Any) -> Statement | None:
    if row.asked_at is None:
        return None
    return Statement(row.asked_at, row.asked_by_id, row.asked_by, row.ended_at, row.ended_by, row.message)


def _bank_account(row: Any) -> Masked | None:
    """What was sent, or what is kept; the whole number goes no further."""
    if row.sent_answers is not None:
        return row.sent_bank_account and masked(BankDetails(**row.sent_bank_account))
    return masked(row, version=row.version, saved_at=row.saved_at) if row.iban else None


async def application_page(
    reads: AsyncEngine, actor: Actor, number: int, today: date, version: int = NEWEST
) -> ApplicationPage:
    """`today` is the day in Paris; `version`: of what was sent, the last one up to this. Raises NotFound for what is
    not there or not the actor's.
    """
    query = _WITH_TERMS.where(Application.number == number, visible_to(actor))
    async with reads.connect() as connection:
        row = (await connection.execute(query, {_VERSION: version})).one_or_none()
        if row is None:
            raise NotFound
        card = card_of(row[: len(CARDS.selected_columns)])
        definition = await load_definition(connection, row.revision_id)
        structure = await unscoped_details(connection, card.structure_id)
        answers = await _answers(connection, card.id) if row.sent_answers is None else row.sent_answers
        files = _sent(row.sent_pieces, await _files(connection, card.id))
    # Before submissions were kept, what had been sent was told from the rows of the day.
    sent = row.sent_facts and {key: Fact(**fact) for key, fact in row.sent_facts.items()}
    facts = facts_of(structure) if sent is None else sent
    day = card.submitted_at.astimezone(PARIS).date() if card.submitted_at else today
    return ApplicationPage(
        card,
        row.edition,
        definition,
        campaign_of(row.campaign) if not card.is_sent and row.campaign else definition.campaign,
        ServiceInCharge(slug=row.slug, name=row.name, address=row.address, email=row.email, phone=row.phone),
        structure,
        facts,
        answers,
        fill(definition, answers, facts, day),
        files,
        has_newer_revision=card.is_draft and row.current_id not in (row.revision_id, None),
        is_newer_declined=row.current_id == row.declined_revision_id,
        statement=_statement(row),
        pinned=row.pinned,
        bank_account=_bank_account(row),
        version=row.sent_version or 0,
        version_at=row.version_at,
    )


def _sent(pieces: list[dict[str, Any]] | None, files: Iterable[tuple[PieceFile, bool]]) -> tuple[PieceFile, ...]:
    """Of an application that was sent, what was sent in the slots of then; else what is there now."""
    if pieces is None:
        return tuple(file for file, is_taken_out in files if not is_taken_out)
    slots = {piece["document_id"]: piece["piece"] for piece in pieces}
    return tuple(
        replace(file, piece=slots[str(file.document_id)]) for file, _ in files if str(file.document_id) in slots
    )


async def application_definition(reads: AsyncEngine, actor: Actor, number: int) -> SchemeDefinition:
    """That of the revision which the application keeps. Raises NotFound."""
    query = select(Application.revision_id).where(Application.number == number, visible_to(actor))
    async with reads.connect() as connection:
        revision_id = await connection.scalar(query)
        if revision_id is None:
            raise NotFound
        return await load_definition(connection, revision_id)


async def _answers(connection: AsyncConnection, application_id: UUID) -> dict[str, str]:
    rows = await connection.execute(select(Answer.field, Answer.text).where(Answer.application_id == application_id))
    return {row.field: row.text for row in rows}


FILE: Select[*tuple[Any, ...]] = select(
    Document.id,
    PieceDocument.piece,
    Document.filename,
    Document.media_type,
    Document.size,
    Document.sha256,
    Document.state,
    Document.uploaded_at,
    Document.signature,
    Document.scanned_at,
).join(PieceDocument, PieceDocument.document_id == Document.id)


async def _files(connection: AsyncConnection, application_id: UUID) -> list[tuple[PieceFile, bool]]:
    """With whether it is taken out of its slot."""
    query = FILE.add_columns(PieceDocument.is_taken_out).where(PieceDocument.application_id == application_id)
    return [(PieceFile(*row[:-1]), row[-1]) for row in await connection.execute(query.order_by(Document.id))]


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands at this instant, beside what was sent."""

    answers: dict[str, str]
    files: tuple[PieceFile, ...]
    bank_account: Masked | None


async def kept_now(reads: AsyncEngine, application_id: UUID, *, with_account: bool) -> Kept:
    """Not scoped: ask of what the actor sees."""
    async with reads.connect() as connection:
        return Kept(
            await _answers(connection, application_id),
            _sent(None, await _files(connection, application_id)),
            await _kept_account(connection, application_id) if with_account else None,
        )


async def _kept_account(connection: AsyncConnection, application_id: UUID) -> Masked | None:
    kept = select(BankAccount.__table__).where(BankAccount.application_id == application_id)
    row = (await connection.execute(kept)).one_or_none()
    return masked(row, version=row.version, saved_at=row.saved_at) if row else None


@dataclass(frozen=True, slots=True)
class Since:
    """What became of the structure after the application was sent with it."""

    pinned_at: datetime
    differences: list[Difference]


async def structure_since(reads: AsyncEngine, actor: Actor, number: int) -> Since | None:
    """None for an application that was sent before structures were pinned. Raises NotFound."""
    query = (
        select(Application.structure_id, StructureSnapshot.taken_at, StructureSnapshot.content)
        .outerjoin(StructureSnapshot, StructureSnapshot.id == Application.snapshot_id)
        .where(Application.number == number, visible_to(actor))
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise NotFound
        if row.content is None:
            return None
        today = await unscoped_details(connection, row.structure_id)
    return Since(row.taken_at, differences(row.content, today))
