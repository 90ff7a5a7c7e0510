"""Reads of what agents said of an application. What is theirs alone is NotFound for an applicant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from webapp.accounts.models import Account, AccountState
from webapp.agents.models import Agent
from webapp.applications.access import visible_to
from webapp.applications.models import Application
from webapp.applications.queries import PieceSlot
from webapp.applications.rules import Verb
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound
from webapp.review import texts
from webapp.review.models import Note, PieceVerdict, ReviewAct
from webapp.review.rules import ENDED_BY, Conformity
from webapp.review.standing import stands


@dataclass(frozen=True, slots=True)
class Act:
    """Something that an agent has said of the application, and that its applicant reads."""

    verb: Verb
    at: datetime
    by: str
    reason: str
    appeal: Mapping[str, Any] | None

    @property
    def title(self) -> str:
        return texts.ACTS[self.verb]

    @property
    def ends_it(self) -> bool:
        return self.verb in ENDED_BY.values()


@dataclass(frozen=True, slots=True)
class WrittenNote:
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one slot; `reason` is empty for one that conforms."""

    piece: str
    conformity: Conformity
    reason: str
    by: str
    at: datetime
    version: int

    @property
    def is_conform(self) -> bool:
        return self.conformity is Conformity.CONFORM

    @property
    def label(self) -> str:
        return texts.CONFORMITIES[self.conformity]

    @property
    def look(self) -> tuple[str, str]:
        """Kind and icon of its chip."""
        return texts.CONFORMITY_LOOKS[self.conformity]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who may follow the application: active, of its service. `follows`: who does, even gone or disabled since."""

    id: UUID
    name: str
    follows: bool


@dataclass(frozen=True, slots=True)
class Review:
    """What the agents' page shows beside the application itself. `verdicts` by key of the piece."""

    acts: Sequence[Act]
    notes: Sequence[WrittenNote]
    verdicts: Mapping[str, Verdict]
    colleagues: Sequence[Colleague]

    @property
    def completeness(self) -> Act | None:
        """That the file is complete, since when, by whom."""
        return next((act for act in self.acts if act.verb is Verb.DECLARE_COMPLETE), None)

    @property
    def decision(self) -> Act | None:
        """What has ended it, on the Region's side."""
        return next((act for act in self.acts if act.ends_it), None)

    def to_judge(self, keys: Sequence[str]) -> str:
        """Of these pieces the first without a verdict, or the first; empty where there is none."""
        return next((key for key in keys if key not in self.verdicts), next(iter(keys), ""))

    def wrong(self, slots: Iterable[PieceSlot]) -> Sequence[str]:
        """Labels of those that do not conform, in order."""
        found = {key for key, verdict in self.verdicts.items() if not verdict.is_conform}
        return [slot.piece.label for slot in slots if slot.piece.key in found]


async def review_of(reads: AsyncEngine, actor: Actor, number: int) -> Review:
    """Four statements. Raises NotFound for an applicant; of another's application there is nothing: ask that before."""
    _for_agents(actor)
    async with reads.connect() as connection:
        return Review(
            acts=await _acts(connection, actor, number),
            notes=await _notes(connection, actor, number),
            verdicts=await _verdicts(connection, actor, number),
            colleagues=await _colleagues(connection, actor, number),
        )


async def acts_of(reads: AsyncEngine, actor: Actor, number: int) -> Sequence[Act]:
    """In order, for its applicant and for agents. None of another's application: ask that before."""
    async with reads.connect() as connection:
        return await _acts(connection, actor, number)


async def notes_of(reads: AsyncEngine, actor: Actor, number: int) -> Sequence[WrittenNote]:
    """The latest first. Raises NotFound for an applicant."""
    _for_agents(actor)
    async with reads.connect() as connection:
        return await _notes(connection, actor, number)


async def verdicts_of(database: AsyncEngine | AsyncSession, actor: Actor, number: int) -> dict[str, Verdict]:
    """By key of the piece, of those that were judged as they are now.

    `database`: the pool that reads, or the session of a use case. Raises NotFound for an applicant.
    """
    _for_agents(actor)
    if isinstance(database, AsyncSession):
        return await _verdicts(database, actor, number)
    async with database.connect() as connection:
        return await _verdicts(connection, actor, number)


async def colleagues_of(reads: AsyncEngine, actor: Actor, number: int) -> Sequence[Colleague]:
    """By name. Raises NotFound for an applicant, and for an application that this agent does not see."""
    _for_agents(actor)
    async with reads.connect() as connection:
        found = await _colleagues(connection, actor, number)
    if not found:
        raise NotFound
    return found


def _for_agents(actor: Actor) -> None:
    if not actor.is_agent:
        raise NotFound


async def _acts(connection: AsyncConnection, actor: Actor, number: int) -> Sequence[Act]:
    query = (
        select(ReviewAct.verb, ReviewAct.done_at, Account.full_name, ReviewAct.reason, ReviewAct.appeal)
        .join(Application, Application.id == ReviewAct.application_id)
        .join(Account, Account.id == ReviewAct.done_by)
        .where(Application.number == number, visible_to(actor))
        .order_by(ReviewAct.done_at)
    )
    rows = await connection.execute(query)
    return [Act(Verb(row.verb), row.done_at, row.full_name, row.reason, row.appeal) for row in rows]


async def _notes(connection: AsyncConnection, actor: Actor, number: int) -> Sequence[WrittenNote]:
    query = (
        select(Note.written_at, Account.full_name, Note.text)
        .join(Application, Application.id == Note.application_id)
        .join(Account, Account.id == Note.written_by)
        .where(Application.number == number, visible_to(actor))
        .order_by(Note.written_at.desc(), Note.id)
    )
    return [WrittenNote(*row) for row in await connection.execute(query)]


async def _verdicts(database: AsyncConnection | AsyncSession, actor: Actor, number: int) -> dict[str, Verdict]:
    query = (
        select(
            PieceVerdict.piece,
            PieceVerdict.conformity,
            PieceVerdict.reason,
            Account.full_name,
            PieceVerdict.judged_at,
            PieceVerdict.version,
        )
        .join(Application, Application.id == PieceVerdict.application_id)
        .join(Account, Account.id == PieceVerdict.judged_by)
        .where(Application.number == number, visible_to(actor), stands())
    )
    return {
        row.piece: Verdict(row.piece, Conformity(row.conformity), row.reason, row.full_name, row.judged_at, row.version)
        for row in await database.execute(query)
    }


async def _colleagues(connection: AsyncConnection, actor: Actor, number: int) -> Sequence[Colleague]:
    follows = Account.id == Application.assigned_to
    is_of_the_service = and_(Agent.service_id == Application.service_id, Account.state == AccountState.ACTIVE)
    query = (
        select(Account.id, Account.full_name, follows.is_(True))
        .join(Agent, Agent.account_id == Account.id)
        .join(Application, or_(is_of_the_service, follows))
        .where(Application.number == number, visible_to(actor))
        .order_by(func.lower(Account.last_name), func.lower(Account.first_name), Account.id)
    )
    return [Colleague(*row) for row in await connection.execute(query)]
