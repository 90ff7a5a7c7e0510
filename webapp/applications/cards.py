"""Applications as cards: one in a list. Each list is scoped by who asks."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account
from webapp.agents.models import Service
from webapp.applications import texts
from webapp.applications.access import acted_for_by
from webapp.applications.keeping import kept_until
from webapp.applications.models import Application, Withdrawal, reference
from webapp.applications.rules import CLOSED, NOT_SENT, TURNS, ApplicationState, Turn
from webapp.core.actor import Actor
from webapp.schemes.models import SchemeRevision
from webapp.structures.models import Structure
from webapp.structures.rules import StructureFamily

_Officer = aliased(Account)
CARDS = (
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
        Withdrawal.withdrawn_at,
        Application.open_solicitations,
        Application.answer_due_at,
        Application.reopened,
        Application.answered_solicitations,
    )
    .join(SchemeRevision, SchemeRevision.id == Application.revision_id)
    .join(Structure, Structure.id == Application.structure_id)
    .join(Service, Service.id == Application.service_id)
    .outerjoin(_Officer, _Officer.id == Application.taken_over_by)
    .outerjoin(Withdrawal, Withdrawal.application_id == Application.id)
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
    withdrawn_at: datetime | None
    open_solicitations: int
    answer_due_at: datetime | None
    reopened: list[str]
    """Keys of the fields that the Region lets change again."""
    answered_solicitations: int

    @property
    def is_reopened(self) -> bool:
        """Some of it can be changed, though it is sent: a contribution waits."""
        return bool(self.reopened) and self.is_asked

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
    def state_icon(self) -> str:
        """Empty for that of its kind."""
        return texts.STATE_ICONS.get(self.state, "")

    @property
    def turn(self) -> Turn:
        return Turn.APPLICANT if self.is_asked else TURNS[self.state]

    @property
    def turn_label(self) -> str:
        """Empty where nothing is awaited from anybody."""
        return texts.TURNS[self.turn]

    @property
    def next(self) -> str:
        """What comes now, and whether there is something to do."""
        return texts.NEXT_WHEN_ASKED if self.is_asked else texts.NEXT[self.state]

    @property
    def is_asked(self) -> bool:
        """The Region waits for something; once it is over, for nothing."""
        return self.open_solicitations > 0 and not self.is_closed

    def is_late(self, now: datetime) -> bool:
        """The day until when the applicant was to answer has passed."""
        return self.answer_due_at is not None and self.answer_due_at < now

    @property
    def is_of_a_person(self) -> bool:
        return self.structure_family == StructureFamily.INDIVIDUAL

    @property
    def is_draft(self) -> bool:
        """It can be filled in."""
        return self.state is ApplicationState.DRAFT

    @property
    def is_awaiting(self) -> bool:
        """Somebody who may sign has it before them."""
        return self.state is ApplicationState.AWAITING_STATEMENT

    @property
    def is_sent(self) -> bool:
        return self.state not in NOT_SENT

    @property
    def is_closed(self) -> bool:
        """Nothing comes after it."""
        return self.state in CLOSED

    @property
    def kept_until(self) -> date:
        """The last day of a draft that nobody edits any more."""
        return kept_until(self.edited_at, self.end_announced_at)

    @property
    def officer(self) -> str:
        return f"{self.officer_first_name} {self.officer_last_name}" if self.officer_last_name else ""


def card_of(row: Any) -> ApplicationCard:
    """From the columns of CARDS, in order."""
    card = ApplicationCard(*row)
    return replace(card, state=ApplicationState(card.state))


async def applications_of(reads: AsyncEngine, actor: Actor) -> list[ApplicationCard]:
    """Of the structure that an applicant acts for, or of an agent's service, the latest first: drafts by creation, the
    others by submission.
    """
    query = CARDS.where(acted_for_by(actor)).order_by(
        Application.submitted_at.desc().nulls_first(), Application.number.desc()
    )
    async with reads.connect() as connection:
        return [card_of(row) for row in await connection.execute(query.limit(LIST_MAX))]


async def drafts_on(reads: AsyncEngine, actor: Actor, slug: str) -> list[ApplicationCard]:
    """Those of the structure they act for on this scheme, the latest first: offered before another one begins."""
    query = CARDS.where(
        acted_for_by(actor), Application.state == ApplicationState.DRAFT, SchemeRevision.scheme_slug == slug
    ).order_by(Application.number.desc())
    async with reads.connect() as connection:
        return [card_of(row) for row in await connection.execute(query.limit(LIST_MAX))]
