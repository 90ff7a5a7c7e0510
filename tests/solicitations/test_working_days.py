"""Holidays and working days, against the calendar of each year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.solicitations.working_days import easter, holidays, is_working_day, next_working_day

DAYS = st.dates(date(1950, 1, 1), date(2199, 12, 1))


@pytest.mark.parametrize(
    "sunday",
    [
        *(date(1818, 3, 22), date(1943, 4, 25), date(1954, 4, 18), date(1981, 4, 19), date(2000, 4, 23)),
        *(date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16)),
        *(date(2029, 4, 1), date(2030, 4, 21), date(2031, 4, 13), date(2032, 3, 28), date(2033, 4, 17)),
        *(date(2034, 4, 9), date(2035, 3, 25), date(2038, 4, 25), date(2049, 4, 18), date(2076, 4, 19)),
    ],
    ids=str,
)
def test_easter_is_on_the_sunday_of_the_calendar(sunday: date) -> None:
    assert easter(sunday.year) == sunday


@given(st.integers(1583, 4099))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    assert easter(year).isoweekday() == 7
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_the_holidays_of_2027() -> None:
    assert sorted(holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 8),
        date(2027, 5, 17),
        date(2027, 7, 14),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    ]


def test_two_holidays_may_fall_on_one_day() -> None:
    assert date(2008, 5, 1) in holidays(2008), "Ascension Day and 1 May"
    assert len(holidays(2008)) == 10


@pytest.mark.parametrize(
    ("day", "then"),
    [
        pytest.param(date(2026, 11, 26), date(2026, 11, 26), id="a Thursday"),
        pytest.param(date(2026, 11, 28), date(2026, 11, 30), id="a Saturday"),
        pytest.param(date(2026, 12, 25), date(2026, 12, 28), id="Christmas on a Friday"),
        pytest.param(date(2026, 12, 31), date(2026, 12, 31), id="31 December"),
        pytest.param(date(2027, 1, 1), date(2027, 1, 4), id="a New Year's Day on a Friday"),
        pytest.param(date(2027, 3, 27), date(2027, 3, 30), id="the eve of Easter"),
        pytest.param(date(2028, 2, 29), date(2028, 2, 29), id="29 February"),
        pytest.param(date(2027, 12, 25), date(2027, 12, 27), id="Christmas on a Saturday: 26 December is open in ours"),
        pytest.param(date(2027, 3, 26), date(2027, 3, 26), id="Good Friday: open in ours"),
    ],
)
def test_the_next_working_day(day: date, then: date) -> None:
    assert next_working_day(day) == then


@given(DAYS)
def test_the_next_working_day_is_the_first_and_never_far(day: date) -> None:
    found = next_working_day(day)
    assert is_working_day(found)
    assert timedelta() <= found - day <= timedelta(days=4)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((found - day).days))
