"""The legal clock: until when the Region may be silent, and what stops the time meanwhile. Pure.

Sources, all of the code des relations entre le public et l'administration (CRPA):
- L231-4, 3°: two months of silence refuse a request for money. See applications/rules.silence_is_refusal_on.
- L114-5: where pieces are missing that the texts ask for, the Region lists them and sets a deadline; meanwhile the time
  is suspended, and goes on as soon as they are there. To ask for anything else suspends nothing: no Suspension is made.
- R112-11-1: the acknowledgement tells the date of a file that is complete. Hence two dates, the first and today's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from webapp.applications.rules import silence_is_refusal_on
from webapp.core.clock import PARIS


@dataclass(frozen=True, slots=True)
class Suspension:
    """A request for missing pieces. `ended_at`: the complete reply, or the Region that takes its request back."""

    sent_at: datetime
    deadline: datetime
    ended_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """The earlier of the two; what comes after the deadline stops the time no longer (L114-5)."""
        return self.deadline if self.ended_at is None else min(self.ended_at, self.deadline, key=_utc)


@dataclass(frozen=True, slots=True)
class LegalClock:
    """`first_decide_by`: as the acknowledgement told it. `decide_by`: when silence becomes a refusal, if each request
    that still waits is answered at its deadline and no sooner.

    `suspended_since`, `resumes_by`: of the suspension that holds now, or None. `has_run_out`: silence has refused.
    """

    first_decide_by: datetime
    decide_by: datetime
    suspended_since: datetime | None
    resumes_by: datetime | None
    has_run_out: bool

    @property
    def is_suspended(self) -> bool:
        return self.suspended_since is not None


def legal_clock(received_at: datetime, suspensions: Iterable[Suspension], now: datetime) -> LegalClock:
    """The time that was left when the clock stopped begins again when it resumes: the date moves by exactly as long as
    it stood still, to the second, whatever the clocks on the wall did meanwhile. Suspensions that overlap count once.

    Nothing moves it from a Sunday or a holiday: it is the Region's limit. What is asked once it has passed is too late.
    """
    first = _utc(silence_is_refusal_on(received_at))
    decide_by, since, until = first, None, None
    for start, end in _stops(suspensions, not_before=_utc(received_at)):
        if start >= decide_by:
            break
        decide_by += end - start
        if start <= now < end:
            since, until = start, end
    return LegalClock(
        first_decide_by=first.astimezone(PARIS),
        decide_by=decide_by.astimezone(PARIS),
        suspended_since=since.astimezone(PARIS) if since else None,
        resumes_by=until.astimezone(PARIS) if until else None,
        has_run_out=decide_by <= now,
    )


def decide_by(received_at: datetime, suspensions: Iterable[Suspension]) -> datetime:
    """What `application.decide_by` keeps: it changes when a suspension begins or ends early, not as time goes by."""
    return legal_clock(received_at, suspensions, received_at).decide_by


def _stops(suspensions: Iterable[Suspension], *, not_before: datetime) -> list[tuple[datetime, datetime]]:
    """When the clock stood still: in order, apart from each other, in UTC, where an hour is an hour."""
    stops: list[tuple[datetime, datetime]] = []
    for suspension in sorted(suspensions, key=lambda one: _utc(one.sent_at)):
        start, end = max(_utc(suspension.sent_at), not_before), _utc(suspension.until)
        if end <= start:
            continue
        if stops and start <= stops[-1][1]:
            stops[-1] = (stops[-1][0], max(stops[-1][1], end))
        else:
            stops.append((start, end))
    return stops


def _utc(moment: datetime) -> datetime:
    """Two instants of one time zone are compared by what the wall says, which shows one hour twice in October."""
    return moment.astimezone(UTC)
