"""Days on which offices are open: not Saturdays, Sundays, nor the eleven holidays of the whole of France.

Alsace-Moselle has two more (Good Friday and 26 December), the overseas territories a day of their own: not ours.
"""

from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension Day, Whit Monday: in days."""


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, 1583 and later (computus, in the form of J.-M. Oudin, 1940).

    The age of the moon on the first days of the year gives its full moon of spring, counted from 21 March; then comes
    the Sunday after it.
    """
    century, golden = year // 100, year % 19
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=moon - weekday)


@lru_cache(maxsize=16)
def holidays(year: int) -> frozenset[date]:
    """The eleven of code du travail, L3133-1."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=after) for after in _AFTER_EASTER}
    return frozenset({date(year, month, day) for month, day in _FIXED} | moving)


def is_working_day(day: date) -> bool:
    return day.isoweekday() < 6 and day not in holidays(day.year)


def next_working_day(day: date) -> date:
    """The day itself when it is one."""
    while not is_working_day(day):
        day += _DAY
    return day
