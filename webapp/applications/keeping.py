"""How long an idle draft is kept, in whole days of Paris, so that "jusqu'au 23 février" is true all that day.

Each figure is in docs/security.md.
"""

from datetime import date, datetime, timedelta

from webapp.applications.models import Application
from webapp.core.clock import PARIS

DRAFT_KEPT = timedelta(days=92)  # three months, whichever they are
END_ANNOUNCED = timedelta(days=14)
DAY = timedelta(days=1)


def touch(application: Application, now: datetime) -> None:
    """Somebody edited the draft at this instant: it is kept as long again, whatever was announced."""
    application.edited_at, application.end_announced_at = now, None


def kept_until(edited_at: datetime, end_announced_at: datetime | None) -> date:
    """The last day of a draft that nobody edits any more; never nearer than what its members were told."""
    last = edited_at.astimezone(PARIS).date() + DRAFT_KEPT
    return last if end_announced_at is None else max(last, end_announced_at.astimezone(PARIS).date() + END_ANNOUNCED)


def announced_if_edited_before(now: datetime) -> datetime:
    """Drafts last edited before this instant have END_ANNOUNCED or less to live on the day of `now`."""
    return _midnight(now) + DAY - (DRAFT_KEPT - END_ANNOUNCED)


def over_if_edited_before(now: datetime) -> datetime:
    return _midnight(now) - DRAFT_KEPT


def over_if_announced_before(now: datetime) -> datetime:
    return _midnight(now) - END_ANNOUNCED


def _midnight(now: datetime) -> datetime:
    """The beginning of the day in Paris; days later is the beginning of another day, whatever summer time does."""
    return now.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
