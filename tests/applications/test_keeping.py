"""How long an idle draft is kept: whole days of Paris, whatever summer time and late workers do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.applications.keeping import (
    END_ANNOUNCED,
    announced_if_edited_before,
    kept_until,
    over_if_announced_before,
    over_if_edited_before,
)
from webapp.core.clock import PARIS

INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(0), timedelta(days=400))


@pytest.mark.parametrize(
    ("edited_at", "announced_at", "last_day"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), None, date(2027, 2, 23)),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), None, date(2027, 2, 24)),  # it is the 24th in Paris
        (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2027, 2, 9, 9, tzinfo=UTC), date(2027, 2, 23)),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2027, 6, 1, 9, tzinfo=UTC), date(2027, 6, 15)),
    ],
)
def test_until_when(edited_at: datetime, announced_at: datetime | None, last_day: date) -> None:
    assert kept_until(edited_at, announced_at) == last_day


@given(edited_at=INSTANTS, idle=SPANS)
def test_it_is_announced_from_14_days_before_its_last_day(edited_at: datetime, idle: timedelta) -> None:
    now = edited_at + idle
    is_near = kept_until(edited_at, None) - END_ANNOUNCED <= now.astimezone(PARIS).date()
    assert (edited_at < announced_if_edited_before(now)) is is_near


@given(edited_at=INSTANTS, idle=SPANS, later=SPANS)
def test_it_is_over_the_day_after_the_last_one_that_was_told(
    edited_at: datetime, idle: timedelta, later: timedelta
) -> None:
    announced_at = edited_at + idle
    now = announced_at + later
    is_over = edited_at < over_if_edited_before(now) and announced_at < over_if_announced_before(now)
    assert is_over is (now.astimezone(PARIS).date() > kept_until(edited_at, announced_at))
    assert not is_over or later >= END_ANNOUNCED
