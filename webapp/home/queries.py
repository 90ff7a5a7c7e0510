"""The applicant's dashboard, one statement of each of four domains."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.cards import ApplicationCard, applications_of
from webapp.core.actor import Actor
from webapp.core.refusals import Denied
from webapp.members.joining_queries import Waiting, waiting_of
from webapp.solicitations.rules import SolicitationState, SolicitationVerb, denial
from webapp.structures.queries import StructureCard, acting_structure
from webapp.threads.queries import ThreadList, threads_of

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Dashboard:
    structure: StructureCard | None
    applications: Sequence[ApplicationCard]
    waiting: Waiting
    can_sign: bool
    denied: Denied | None
    """Why they do not answer what the Region asks."""
    threads: ThreadList
    now: datetime

    @property
    def asked(self) -> list[ApplicationCard]:
        """What the Region asks, the nearest deadline before the others."""
        asked = [card for card in self.applications if card.is_asked]
        return sorted(asked, key=lambda card: card.answer_due_at or NEVER)

    @property
    def to_do(self) -> list[ApplicationCard]:
        """What waits for this person, what the Region asks first: of who only reads, nothing."""
        if self.denied:
            return []
        mine = [card for card in self.applications if card.is_draft or (card.is_awaiting and self.can_sign)]
        return [*self.asked, *mine]

    @property
    def by_theme(self) -> list[tuple[str, list[ApplicationCard]]]:
        ordered = sorted(self.applications, key=lambda card: card.theme)
        return [(theme, list(cards)) for theme, cards in groupby(ordered, key=lambda card: card.theme)]


async def dashboard(reads: AsyncEngine, actor: Actor, now: datetime) -> Dashboard:
    return Dashboard(
        await acting_structure(reads, actor),
        await applications_of(reads, actor),
        await waiting_of(reads, actor, now),
        can_sign=bool(actor.membership and actor.membership.can_sign),
        denied=denial(actor, SolicitationVerb.REPLY, SolicitationState.OPEN),
        threads=await threads_of(reads, actor),
        now=now,
    )
