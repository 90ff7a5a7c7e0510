"""Reads of applications, shaped for their pages; each is scoped by who asks."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account
from webapp.agents.models import Service
from webapp.applications import texts
from webapp.applications.access import acted_for_by, visible_to
from webapp.applications.keeping import kept_until
from webapp.applications.models import Answer, Application, PieceDocument, Receipt, reference
from webapp.applications.rules import ApplicationState
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound
from webapp.documents.models import Document
from webapp.schemes.definition import Piece, SchemeDefinition, ServiceInCharge, from_content
from webapp.schemes.differences import RevisionChange, revision_changes
from webapp.schemes.in_force import campaign_of, under
from webapp.schemes.models import Scheme, SchemeRevision
from webapp.structures.models import Structure, StructureSnapshot
from webapp.structures.queries import unscoped_details
from webapp.structures.rules import StructureFamily
from webapp.structures.snapshots import Difference, differences

_Officer = aliased(Account)
_ROW = (
    select(
        Application.id,
        Application.number,
        Application.state,
        Application.structure_id,
        Application.created_at,
        Application.submitted_at,
        Application.taken_over_at,
        SchemeRevision.scheme_slug,
        SchemeRevision.title,
        SchemeRevision.theme,
        Structure.name.label("structure_name"),
        Structure.family.label("structure_family"),
        Service.name.label("service_name"),
        _Officer.first_name.label("officer_first_name"),
        _Officer.last_name.label("officer_last_name"),
        Application.edited_at,
        Application.end_announced_at,
    )
    .join(SchemeRevision, SchemeRevision.id == Application.revision_id)
    .join(Structure, Structure.id == Application.structure_id)
    .join(Service, Service.id == Application.service_id)
    .outerjoin(_Officer, _Officer.id == Application.taken_over_by)
)
_Current = aliased(SchemeRevision)
_InCharge = aliased(Service)
_is_draft = Application.state == ApplicationState.DRAFT
_WITH_TERMS = (
    _ROW.add_columns(
        Application.revision_id,
        Application.declined_revision_id,
        SchemeRevision.content,
        _Current.id.label("current_id"),
        _Current.content["campaign"].label("campaign"),
        _InCharge.slug,
        _InCharge.name,
        _InCharge.address,
        _InCharge.email,
        _InCharge.phone,
    )
    .join(Scheme, Scheme.slug == SchemeRevision.scheme_slug)
    .outerjoin(_Current, _Current.id == Scheme.current_revision_id)
    .join(_InCharge, _InCharge.id == case((_is_draft, Scheme.service_id), else_=Application.service_id))
)
# People with more than this will have pages and filters; until then nothing is hidden silently.
LIST_MAX = 500


@dataclass(frozen=True, slots=True)
class ApplicationCard:
    """One application in a list. `officer` is the agent who took it over."""

    id: UUID
    number: int
    state: ApplicationState
    structure_id: UUID
    created_at: datetime
    submitted_at: datetime | None
    taken_over_at: datetime | None
    scheme_slug: str
    title: str
    theme: str
    structure_name: str
    structure_family: str
    service_name: str
    officer_first_name: str | None
    officer_last_name: str | None
    edited_at: datetime
    end_announced_at: datetime | None

    @property
    def reference(self) -> str:
        return reference(self.number)

    @property
    def state_label(self) -> str:
        return texts.STATES[self.state]

    @property
    def state_kind(self) -> str:
        return texts.STATE_KINDS[self.state]

    @property
    def is_of_a_person(self) -> bool:
        return self.structure_family == StructureFamily.INDIVIDUAL

    @property
    def is_draft(self) -> bool:
        return self.state is ApplicationState.DRAFT

    @property
    def kept_until(self) -> date:
        """The last day of a draft that nobody edits any more."""
        return kept_until(self.edited_at, self.end_announced_at)

    @property
    def officer(self) -> str:
        return f"{self.officer_first_name} {self.officer_last_name}" if self.officer_last_name else ""


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


@dataclass(frozen=True, slots=True)
class PieceSlot:
    piece: Piece
    files: tuple[PieceFile, ...]


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """All that the pages of one application show.

    `definition`: of the revision that the application keeps, a draft's with the campaign and the service of the day.
    `has_newer_revision`: a draft may take it; `is_newer_declined`: they said no, and are not asked again.
    """

    card: ApplicationCard
    definition: SchemeDefinition
    answers: dict[str, str]
    files: tuple[PieceFile, ...]
    has_newer_revision: bool = False
    is_newer_declined: bool = False

    @property
    def answered(self) -> int:
        """How many questions have an answer; those that were withdrawn since count too."""
        return sum(bool(text.strip()) for text in self.answers.values())

    @property
    def slots(self) -> tuple[PieceSlot, ...]:
        return tuple(self.slot(piece) for piece in self.definition.pieces)

    def slot(self, piece: Piece) -> PieceSlot:
        return PieceSlot(piece, tuple(file for file in self.files if file.piece == piece.key))

    @property
    def filled_pieces(self) -> set[str]:
        return {file.piece for file in self.files}


def _card(row: Any) -> ApplicationCard:
    """From the columns of _ROW, in order."""
    card = ApplicationCard(*row)
    return replace(card, state=ApplicationState(card.state))


async def applications_of(reads: AsyncEngine, actor: Actor) -> list[ApplicationCard]:
    """Of the structure that an applicant acts for, or of an agent's service, the latest first: drafts by creation, the
    others by submission.
    """
    query = _ROW.where(acted_for_by(actor)).order_by(
        Application.submitted_at.desc().nulls_first(), Application.number.desc()
    )
    async with reads.connect() as connection:
        return [_card(row) for row in await connection.execute(query.limit(LIST_MAX))]


async def find_draft(reads: AsyncEngine, actor: Actor, slug: str) -> ApplicationCard | None:
    """The draft on this scheme of the structure they act for, to be offered before a second one begins."""
    query = _ROW.where(
        acted_for_by(actor), Application.state == ApplicationState.DRAFT, SchemeRevision.scheme_slug == slug
    ).limit(1)
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    return _card(row) if row else None


async def application_page(reads: AsyncEngine, actor: Actor, number: int) -> ApplicationPage:
    """Raises NotFound for what is not there or not the actor's."""
    query = _WITH_TERMS.where(Application.number == number, visible_to(actor))
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise NotFound
        card = _card(row[: len(_ROW.selected_columns)])
        answers = await _answers(connection, card.id)
        files = await _files(connection, card.id)
    return ApplicationPage(
        card,
        _definition(card, row),
        answers,
        files,
        has_newer_revision=card.is_draft and row.current_id not in (row.revision_id, None),
        is_newer_declined=row.current_id == row.declined_revision_id,
    )


def _definition(card: ApplicationCard, row: Any) -> SchemeDefinition:
    """From the columns of _WITH_TERMS."""
    kept = from_content(row.content)
    campaign = campaign_of(row.campaign) if card.is_draft and row.campaign else kept.campaign
    service = ServiceInCharge(slug=row.slug, name=row.name, address=row.address, email=row.email, phone=row.phone)
    return under(kept, campaign, service)


@dataclass(frozen=True, slots=True)
class RevisionOffer:
    """The newer revision of a draft's scheme, and what it changes for who fills in the draft."""

    revision_id: UUID
    changes: list[RevisionChange]

    @property
    def by_step(self) -> list[tuple[str, list[str]]]:
        """The sentences of each step, in the order of the form."""
        groups = groupby(self.changes, key=lambda change: change.step)
        return [(step, [change.sentence for change in changes]) for step, changes in groups]


async def revision_offer(reads: AsyncEngine, actor: Actor, number: int) -> RevisionOffer | None:
    """None where there is nothing newer, and once the application is sent. Also for another's: ask that before."""
    query = (
        select(_Current.id, SchemeRevision.content.label("kept"), _Current.content)
        .select_from(Application)
        .join(SchemeRevision, SchemeRevision.id == Application.revision_id)
        .join(Scheme, Scheme.slug == SchemeRevision.scheme_slug)
        .join(_Current, _Current.id == Scheme.current_revision_id)
        .where(Application.number == number, visible_to(actor), _is_draft, _Current.id != SchemeRevision.id)
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    return RevisionOffer(row.id, revision_changes(from_content(row.kept), from_content(row.content)))


async def _answers(connection: AsyncConnection, application_id: UUID) -> dict[str, str]:
    rows = await connection.execute(select(Answer.field, Answer.text).where(Answer.application_id == application_id))
    return {row.field: row.text for row in rows}


async def _files(connection: AsyncConnection, application_id: UUID) -> tuple[PieceFile, ...]:
    query = (
        select(
            Document.id,
            PieceDocument.piece,
            Document.filename,
            Document.media_type,
            Document.size,
            Document.sha256,
            Document.state,
            Document.uploaded_at,
        )
        .join(PieceDocument, PieceDocument.document_id == Document.id)
        .where(PieceDocument.application_id == application_id)
        .order_by(Document.id)
    )
    return tuple(PieceFile(*row) for row in await connection.execute(query))


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


@dataclass(frozen=True, slots=True)
class ServedFile:
    """What a download needs."""

    storage_key: str
    filename: str
    media_type: str
    size: int


async def served_document(reads: AsyncEngine, actor: Actor, number: int, document_id: UUID) -> ServedFile:
    """A document under its application. Raises NotFound."""
    query = (
        select(Document.storage_key, Document.filename, Document.media_type, Document.size)
        .join(PieceDocument, PieceDocument.document_id == Document.id)
        .join(Application, Application.id == PieceDocument.application_id)
        .where(Application.number == number, Document.id == document_id, visible_to(actor))
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    return ServedFile(*row)


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    facts: dict[str, Any]
    storage_key: str
    size: int
    sha256: str
    issued_at: datetime


async def receipt_page(reads: AsyncEngine, actor: Actor, number: int) -> ReceiptPage:
    """Raises NotFound, also for an application that is not sent yet."""
    query = (
        select(Receipt.facts, Receipt.storage_key, Receipt.size, Receipt.sha256, Receipt.issued_at)
        .join(Application, Application.id == Receipt.application_id)
        .where(Application.number == number, visible_to(actor))
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    return ReceiptPage(*row)
