"""Until when one is asked to answer, and when one is reminded: over weekends, holidays and the nights clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.clock import PARIS
from webapp.solicitations.deadlines import (
    default_deadline,
    due_reminder,
    earliest_deadline,
    end_of,
    is_allowed_deadline,
    reminders,
)
from webapp.solicitations.working_days import is_working_day

INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def _paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        pytest.param(_paris(2026, 11, 24, 10), date(2026, 12, 24), id="a Thursday"),
        pytest.param(_paris(2026, 11, 26, 10), date(2026, 12, 28), id="a Saturday after Christmas"),
        pytest.param(_paris(2026, 11, 25, 10), date(2026, 12, 28), id="Christmas on a Friday, then a weekend"),
        pytest.param(_paris(2026, 12, 1, 10), date(2026, 12, 31), id="31 December"),
        pytest.param(_paris(2026, 12, 2, 10), date(2027, 1, 4), id="New Year's Day on a Friday"),
        pytest.param(_paris(2027, 2, 25, 10), date(2027, 3, 30), id="the eve of Easter, over the night of March"),
        pytest.param(_paris(2028, 1, 30, 10), date(2028, 2, 29), id="29 February"),
        pytest.param(_paris(2027, 1, 30, 10), date(2027, 3, 1), id="no 29 February"),
        pytest.param(_paris(2026, 10, 1, 10), date(2026, 11, 2), id="over the night of October, All Saints' Day"),
        pytest.param(
            _paris(2026, 11, 24, 0, 30), date(2026, 12, 24), id="half past midnight in Paris, the 23rd in UTC"
        ),
    ],
)
def test_thirty_days_are_proposed_until_a_working_day(sent: datetime, last: date) -> None:
    assert default_deadline(sent.astimezone(UTC)) == datetime.combine(last, time(23, 59, 59), PARIS)


@given(INSTANTS)
def test_what_is_proposed_is_allowed_and_a_working_day(sent: datetime) -> None:
    proposed = default_deadline(sent)
    assert is_working_day(proposed.date())
    assert is_allowed_deadline(sent, proposed)
    assert timedelta(days=30) <= proposed.date() - sent.astimezone(PARIS).date() <= timedelta(days=34)


def test_less_than_eight_whole_days_are_not_allowed() -> None:
    sent = _paris(2027, 3, 20, 23, 59)
    assert earliest_deadline(sent) == _paris(2027, 3, 28, 23, 59, 59)
    assert is_allowed_deadline(sent, end_of(date(2027, 3, 28)))
    assert not is_allowed_deadline(sent, end_of(date(2027, 3, 27)))


@given(INSTANTS)
def test_the_shortest_deadline_gives_eight_times_24_hours(sent: datetime) -> None:
    assert earliest_deadline(sent).astimezone(UTC) - sent >= timedelta(days=8) - timedelta(hours=1)


def test_reminders_come_at_nine_in_paris_also_on_a_sunday() -> None:
    deadline = end_of(date(2027, 4, 4))
    assert reminders(_paris(2027, 3, 1, 10), deadline) == [
        (7, _paris(2027, 3, 28, 9)),  # the Sunday of Easter, on which summer time begins
        (2, _paris(2027, 4, 2, 9)),
    ]


def test_a_reminder_that_no_longer_fits_is_skipped() -> None:
    deadline = end_of(date(2026, 12, 4))
    assert [days for days, _ in reminders(_paris(2026, 11, 27, 8, 59), deadline)] == [7, 2]
    assert [days for days, _ in reminders(_paris(2026, 11, 27, 9), deadline)] == [2]
    assert reminders(_paris(2026, 12, 3, 9), deadline) == []


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (_paris(2026, 10, 25, 8, 59, 59), None),
        (_paris(2026, 10, 25, 9), 7),  # a Sunday, on which winter time begins
        (_paris(2026, 10, 30, 8, 59), 7),
        (_paris(2026, 10, 30, 9), 2),
        (_paris(2026, 11, 1, 23, 59, 59), 2),
        (_paris(2026, 11, 2, 0), None),
    ],
    ids=str,
)
def test_the_last_reminder_that_has_come_is_due(now: datetime, due: int | None) -> None:
    assert due_reminder(_paris(2026, 10, 1, 10), end_of(date(2026, 11, 1)), now.astimezone(UTC)) == due


@given(INSTANTS, st.integers(8, 60), st.integers(0, 70 * 24))
def test_no_reminder_before_the_sending_nor_after_the_deadline(sent: datetime, days: int, hours: int) -> None:
    deadline = end_of(sent.astimezone(PARIS).date() + timedelta(days=days))
    now = sent + timedelta(hours=hours)
    if due_reminder(sent, deadline, now) is not None:
        assert sent < now <= deadline
    assert all(sent < at < deadline for _, at in reminders(sent, deadline))
