"""Dates as people type them: `1/9/26`, `01.09.2026`, `2026-09-01`, `1er septembre 2026`, `1 sept. 2026`."""

import re
from calendar import monthrange
from datetime import date

from webapp.core.folding import plain
from webapp.core.french import MONTHS
from webapp.schemes import texts
from webapp.schemes.misread import Misread

PIVOT = 70
"""A year of two digits is of this century up to 69, as POSIX has it: who was born in 1975 types 75."""
FIRST_YEAR = 1000
"""Earlier ones are mistakes of typing, and would not be read back as we show them."""
_BETWEEN = re.compile(r"[\s/.-]+")
_DAY_FIRST = re.compile(r"(?:le )?([0-9]{1,2})(?:er)? ([0-9]{1,2}|[a-z]{3,9}) ([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4}) ([0-9]{1,2}) ([0-9]{1,2})")
_MONTHS = [plain(month) for month in MONTHS]


def read_day(text: str) -> date:
    words = _BETWEEN.sub(" ", plain(text)).strip()
    if found := _YEAR_FIRST.fullmatch(words):
        year, month, day = (int(digits) for digits in found.groups())
    elif found := _DAY_FIRST.fullmatch(words):
        day, month, year = int(found[1]), _month(found[2]), _year(found[3])
    else:
        raise Misread(texts.DATE_WRONG)
    if not 1 <= month <= 12:
        raise Misread(texts.MONTH_IMPOSSIBLE.format(month=month))
    if year < FIRST_YEAR:
        raise Misread(texts.DATE_WRONG)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        written = f"{day} {MONTHS[month - 1]} {year}"
        raise Misread(texts.DAY_IMPOSSIBLE.format(day=written, last=last, example=f"{last}/{month:02}/{year}"))
    return date(year, month, day)


def _month(text: str) -> int:
    """By its number or how its name begins, where one month alone begins so: `sept`, never `jui`."""
    if text.isdecimal():
        return int(text)
    found = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(text)]
    if len(found) != 1:
        raise Misread(texts.DATE_WRONG)
    return found[0]


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < PIVOT else 1900)
