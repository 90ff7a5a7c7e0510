"""The two dates of an application, read for its page: when silence is a refusal, and until when an answer is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.cards import ApplicationCard
from webapp.core.french import long_date
from webapp.solicitations import clock_texts
from webapp.solicitations.clock import Suspension, legal_clock
from webapp.solicitations.standing import suspensions_of


@dataclass(frozen=True, slots=True)
class Delays:
    """`legal`: sentences, the one that matters first. `answer`: until when the applicant is awaited; empty if they are
    not. `is_late`: that day has passed.
    """

    legal: Sequence[str]
    answer: str
    is_suspended: bool
    is_late: bool


async def unscoped_delays(
    reads: AsyncEngine, card: ApplicationCard, now: datetime, *, for_agent: bool
) -> Delays | None:
    """Of a card that the reader was given. None before it is sent, and once it is over: nothing runs any more."""
    if card.submitted_at is None or not card.is_sent or card.is_closed:
        return None
    async with reads.connect() as connection:
        found = await connection.execute(suspensions_of(card.id))
    clock = legal_clock(card.submitted_at, [Suspension(*row) for row in found], now)
    is_late = card.is_late(now)
    sentences = clock_texts.for_agents(clock) if for_agent else clock_texts.for_applicant(clock)
    sentence = clock_texts.AWAITED[for_agent, is_late]
    answer = sentence.format(day=long_date(card.answer_due_at)) if card.answer_due_at else ""
    return Delays(sentences, answer, clock.is_suspended, is_late)
