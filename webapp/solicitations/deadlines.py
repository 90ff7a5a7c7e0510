"""Until when an applicant is asked to answer, and the days on which they are reminded. Pure.

CRPA L114-5 wants a deadline and gives no length: these are figures of the house. A deadline is the last second of a day
in Paris, so that who reads a date has all of it.
"""

from datetime import date, datetime, time, timedelta

from webapp.core.clock import PARIS
from webapp.solicitations.working_days import next_working_day

PROPOSED = timedelta(days=30)
SHORTEST = timedelta(days=8)
LONGEST = timedelta(days=366)
"""A year that is mistyped would stop the legal clock for centuries."""
REMINDED = (7, 2)
"""Days before the deadline, the longest first; weekends and holidays included: nobody has to be at the office."""
REMINDED_AT = time(9)


def end_of(day: date) -> datetime:
    """`23:59:59` of that day in Paris."""
    return datetime.combine(day, time(23, 59, 59), PARIS)


def default_deadline(sent_at: datetime) -> datetime:
    """30 days later, moved to the next working day: nobody finds the Region's phone silent on the last one."""
    return end_of(next_working_day(_day(sent_at) + PROPOSED))


def earliest_deadline(sent_at: datetime) -> datetime:
    """Eight whole days after the one of the sending, whichever day that is."""
    return end_of(_day(sent_at) + SHORTEST)


def latest_deadline(sent_at: datetime) -> datetime:
    return end_of(_day(sent_at) + LONGEST)


def is_allowed_deadline(sent_at: datetime, deadline: datetime) -> bool:
    return earliest_deadline(sent_at) <= deadline <= latest_deadline(sent_at)


def reminders(sent_at: datetime, deadline: datetime) -> list[tuple[int, datetime]]:
    """How many days before the deadline, and when: at 9:00 in Paris. Those that are not after the sending are left out.

    A day is a date: over the nights when the clocks change it has 23 or 25 hours.
    """
    last = _day(deadline)
    planned = [(days, datetime.combine(last - timedelta(days=days), REMINDED_AT, PARIS)) for days in REMINDED]
    return [(days, at) for days, at in planned if at > sent_at]


def due_reminder(sent_at: datetime, deadline: datetime, now: datetime) -> int | None:
    """The last reminder whose hour has come, in days before the deadline; None before the first, and once it is over.

    After a night without a worker only the latest is due. Whoever sends it keeps which one was sent.
    """
    come = [days for days, at in reminders(sent_at, deadline) if at <= now <= deadline]
    return come[-1] if come else None


def _day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()
