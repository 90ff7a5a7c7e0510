"""Reading what the Region asks back: the requests of an application, with their items and the files of each reply."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account
from webapp.agents.models import Service
from webapp.applications.models import Application
from webapp.applications.queries import PieceFile
from webapp.applications.rules import CLOSED
from webapp.core.actor import Actor
from webapp.core.refusals import Denied, NotFound
from webapp.documents.models import Document
from webapp.solicitations import texts
from webapp.solicitations.access import seen_by
from webapp.solicitations.models import ReplyDocument, Solicitation, SolicitationItem
from webapp.solicitations.rules import (
    ACCEPTED,
    APPLICANT_LABELS,
    ItemState,
    ItemTarget,
    SolicitationKind,
    SolicitationState,
    SolicitationVerb,
    all_accepted,
    denial,
    has_edits,
)

_Sender, _Answerer = aliased(Account), aliased(Account)


@dataclass(frozen=True, slots=True)
class Item:
    """`files`: of the reply, as they stand. `earlier`: the same thing in the round before."""

    id: UUID
    target_kind: ItemTarget
    target: str
    label: str
    hint: str
    reason: str
    is_required: bool
    is_new: bool
    suspends: bool
    state: ItemState
    unable: str
    verdict: str
    judged_at: datetime | None
    files: tuple[PieceFile, ...]
    earlier: "Item | None" = None

    @property
    def is_answered(self) -> bool:
        """By a file that can be given, or by a word that says why there is none."""
        return bool(self.unable) or any(not file.is_infected for file in self.files)

    def replaces(self, given: Collection[str]) -> bool:
        """A file that the Region has: of the application, whose `given` pieces have one, or of the round before."""
        return self.target in given or bool(self.earlier and self.earlier.files)


@dataclass(frozen=True, slots=True)
class Request:
    """One round, as a list shows it and as its own page does. `deadline`: None in a draft whose date is no date.
    `is_over`: the whole application is withdrawn or decided.
    """

    id: UUID
    kind: SolicitationKind
    state: SolicitationState
    round: int
    message: str
    deadline: datetime | None
    version: int
    sent_at: datetime | None
    answered_at: datetime | None
    agent: str | None
    service: str
    answerer: str | None
    structure_id: UUID
    is_over: bool
    items: tuple[Item, ...]

    @property
    def label(self) -> str:
        """As the applicant reads it."""
        if self.is_moot:
            return texts.MOOT
        return ACCEPTED if self.is_accepted else APPLICANT_LABELS[self.state]

    @property
    def look(self) -> tuple[str, str]:
        """Of the label: the kind of its chip, and its icon where it is not the usual one."""
        if self.is_open:
            return "turn", ""
        is_good = self.is_accepted or self.state in (SolicitationState.ANSWERED, SolicitationState.ASKED_AGAIN)
        return ("ok", "") if is_good else ("neutral", "info")

    @property
    def is_about_pieces(self) -> bool:
        return self.kind is SolicitationKind.PIECE_REQUEST

    @property
    def is_open(self) -> bool:
        """It waits for the applicant."""
        return self.state is SolicitationState.OPEN and not self.is_over

    @property
    def is_moot(self) -> bool:
        """It waited when its application came to an end: what was prepared stays, and is sent no more."""
        return self.state is SolicitationState.OPEN and self.is_over

    @property
    def is_accepted(self) -> bool:
        """Item by item; an agent may close what is not answered, not judged, or not enough."""
        return self.state is SolicitationState.CLOSED and all_accepted(item.state for item in self.items)

    @property
    def is_begun(self) -> bool:
        """Something of the reply is kept, and nothing is sent."""
        return self.is_open and any(item.is_answered for item in self.items)

    @property
    def tells_verdicts(self) -> bool:
        """Until it is over, agents may change their minds about each item, and the applicant reads none of it."""
        return self.state in (SolicitationState.CLOSED, SolicitationState.ASKED_AGAIN)

    def has_edits(self, edited_at: datetime) -> bool:
        """A contribution whose application was edited meanwhile, and not sent."""
        return self.is_open and not self.is_about_pieces and has_edits(self.sent_at, edited_at)

    def is_late(self, now: datetime) -> bool:
        return self.is_open and self.deadline is not None and self.deadline < now

    def denied(self, actor: Actor, verb: SolicitationVerb) -> Denied | None:
        if self.is_over:
            return Denied(texts.APPLICATION_CLOSED, moved_on=True)
        return denial(actor.acting_for(self.structure_id), verb, self.state)

    def replacing(self, given: Collection[str]) -> list[Item]:
        """See Item.replaces."""
        return [item for item in self.items if item.replaces(given)]

    def never_given(self, given: Collection[str]) -> list[Item]:
        return [item for item in self.items if not item.replaces(given)]

    def item_of(self, document_id: UUID) -> tuple[Item, PieceFile]:
        """That a file of the reply is of, and the file. Raises NotFound."""
        for item in self.items:
            for file in item.files:
                if file.document_id == document_id:
                    return item, file
        raise NotFound

    def item(self, item_id: UUID) -> Item:
        """Raises NotFound."""
        for one in self.items:
            if one.id == item_id:
                return one
        raise NotFound


_REQUESTS = (
    select(
        Solicitation.id,
        Solicitation.kind,
        Solicitation.state,
        Solicitation.round,
        Solicitation.message,
        Solicitation.deadline,
        Solicitation.version,
        Solicitation.sent_at,
        Solicitation.answered_at,
        _Sender.full_name.label("agent"),
        Service.name.label("service"),
        _Answerer.full_name.label("answerer"),
        Application.structure_id,
        Application.state.in_(CLOSED).label("is_over"),
    )
    .join(Application, Application.id == Solicitation.application_id)
    .join(Service, Service.id == Application.service_id)
    .outerjoin(_Sender, _Sender.id == Solicitation.sent_by)
    .outerjoin(_Answerer, _Answerer.id == Solicitation.answered_by)
)


async def requests_of(reads: AsyncEngine, actor: Actor, number: int) -> list[Request]:
    """Of an application that the actor sees, the latest first; an agent's begin with the draft. Three statements."""
    query = _REQUESTS.where(Application.number == number, seen_by(actor)).order_by(
        Solicitation.sent_at.desc().nulls_first(), Solicitation.id.desc()
    )
    async with reads.connect() as connection:
        return await _with_items(connection, (await connection.execute(query)).all())


async def request_page(reads: AsyncEngine, actor: Actor, number: int, solicitation_id: UUID) -> Request:
    """Raises NotFound, also for another's."""
    query = _REQUESTS.where(Application.number == number, Solicitation.id == solicitation_id, seen_by(actor))
    async with reads.connect() as connection:
        found = await _with_items(connection, (await connection.execute(query)).all())
    if not found:
        raise NotFound
    return found[0]


async def drafts_of(reads: AsyncEngine, actor: Actor, number: int) -> dict[SolicitationKind, Request]:
    """What agents compose at the moment. Three statements."""
    query = _REQUESTS.where(Application.number == number, Solicitation.state == SolicitationState.DRAFT, seen_by(actor))
    async with reads.connect() as connection:
        found = await _with_items(connection, (await connection.execute(query)).all())
    return {draft.kind: draft for draft in found}


async def open_contribution(reads: AsyncEngine, actor: Actor, number: int) -> Request | None:
    """The one that waits for its reply: one at most, see use_cases/sending.py."""
    query = _REQUESTS.where(
        Application.number == number,
        Solicitation.kind == SolicitationKind.EDIT_REQUEST,
        Solicitation.state == SolicitationState.OPEN,
        seen_by(actor),
    )
    async with reads.connect() as connection:
        found = await _with_items(connection, (await connection.execute(query)).all())
    return found[0] if found else None


async def _with_items(connection: AsyncConnection, rows: Collection[Row[*tuple[object, ...]]]) -> list[Request]:
    if not rows:
        return []
    ids = [row.id for row in rows]
    query = select(SolicitationItem).where(SolicitationItem.solicitation_id.in_(ids))
    items = (await connection.execute(query.order_by(SolicitationItem.position))).all()
    earlier_ids = [row.follows_id for row in items if row.follows_id]
    earlier: Collection[Row[*tuple[object, ...]]] = []
    if earlier_ids:
        earlier = (await connection.execute(select(SolicitationItem).where(SolicitationItem.id.in_(earlier_ids)))).all()
    files = await _files(connection, [row.id for row in (*items, *earlier)])
    before = {row.id: _item(row, files) for row in earlier}
    of: dict[UUID, list[Item]] = defaultdict(list)
    for row in items:
        of[row.solicitation_id].append(_item(row, files, before.get(row.follows_id)))
    return [_request(row, tuple(of[row.id])) for row in rows]


def _request(row: Row[*tuple[object, ...]], items: tuple[Item, ...]) -> Request:
    values = dict(row._mapping)
    values |= {"kind": SolicitationKind(row.kind), "state": SolicitationState(row.state)}
    return Request(**values, items=items)


def _item(row: Row[*tuple[object, ...]], files: Mapping[UUID, list[PieceFile]], earlier: Item | None = None) -> Item:
    return Item(
        id=row.id,
        target_kind=ItemTarget(row.target_kind),
        target=row.target,
        label=row.label,
        hint=row.hint,
        reason=row.reason,
        is_required=row.is_required,
        is_new=row.is_new,
        suspends=row.suspends,
        state=ItemState(row.state),
        unable=row.unable,
        verdict=row.verdict,
        judged_at=row.judged_at,
        files=tuple(files.get(row.id, ())),
        earlier=earlier,
    )


async def _files(connection: AsyncConnection, item_ids: Collection[UUID]) -> dict[UUID, list[PieceFile]]:
    """By item, in the order in which they came."""
    query = (
        select(
            ReplyDocument.item_id,
            Document.id,
            Document.filename,
            Document.media_type,
            Document.size,
            Document.sha256,
            Document.state,
            Document.uploaded_at,
            Document.signature,
        )
        .join(Document, Document.id == ReplyDocument.document_id)
        .where(ReplyDocument.item_id.in_(item_ids))
        .order_by(Document.id)
    )
    found: dict[UUID, list[PieceFile]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.item_id].append(PieceFile(row.id, str(row.item_id), *row[2:]))
    return found
