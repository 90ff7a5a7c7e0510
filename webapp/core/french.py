"""Dates, amounts and sizes as the guide writes them. Instants are aware; they are shown in Paris time."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil

from webapp.core.clock import PARIS

NARROW_SPACE = "\u202f"  # between groups of digits, before ; ! ? and units
NO_BREAK_SPACE = "\u00a0"
MONTHS = [
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
]
_BEFORE_HIGH = re.compile(r"(?<!\s) (?=[;!?](?:\W|$))")
_BEFORE_COLON = re.compile(r"(?<!\s) (?=:(?:[\s<]|$))|(?<=«) | (?=»)")
_IN_NUMBER = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[€%])")
SHORT_MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]

UP_TO_TEN = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"]


def spaced(sentence: str) -> str:
    """With the spaces that must not break: narrow before `; ! ?`, plain before `:` and in « »."""
    return _BEFORE_COLON.sub(NO_BREAK_SPACE, _BEFORE_HIGH.sub(NARROW_SPACE, sentence))


def unbroken(sentence: str) -> str:
    """The same, and its figures whole too: narrow between groups of digits, plain before € and %.

    Not for the source of a page, where `viewBox="0 0 560 190"` is no figure.
    """
    return spaced(_BEFORE_UNIT.sub(NO_BREAK_SPACE, _IN_NUMBER.sub(NARROW_SPACE, sentence)))


def _day(day: int) -> str:
    return "1er" if day == 1 else str(day)


def long_date(moment: datetime) -> str:
    """`3 octobre 2019`"""
    local = moment.astimezone(PARIS)
    return f"{_day(local.day)} {MONTHS[local.month - 1]} {local.year}"


def long_date_time(moment: datetime) -> str:
    """`10 novembre 2018 à 10:00:00`"""
    return f"{long_date(moment)} à {moment.astimezone(PARIS):%H:%M:%S}"


def deadline(moment: datetime) -> str:
    """`15 janvier 2027 à 18:00`"""
    return f"{long_date(moment)} à {moment.astimezone(PARIS):%H:%M}"


def time_of_day(moment: datetime) -> str:
    """`18:00`"""
    return f"{moment.astimezone(PARIS):%H:%M}"


def short_date(moment: datetime) -> str:
    """`12 nov. 2019`"""
    local = moment.astimezone(PARIS)
    return f"{local.day} {SHORT_MONTHS[local.month - 1]} {local.year}"


def short_date_time(moment: datetime) -> str:
    """`12 nov. 2019 15:29:24`"""
    return f"{short_date(moment)} {moment.astimezone(PARIS):%H:%M:%S}"


def duration(length: timedelta) -> str:
    """`30 secondes`, `2 minutes`: rounded up, so that who waits so long has waited enough."""
    seconds = ceil(length.total_seconds())
    count, unit = (seconds, "seconde") if seconds < 60 else (ceil(seconds / 60), "minute")
    return f"{count}{NO_BREAK_SPACE}{unit}" + ("s" if count > 1 else "")


def number(value: int) -> str:
    """`12 500`"""
    return f"{value:,}".replace(",", NARROW_SPACE)


def counted(count: int, noun: str, *, is_feminine: bool = False) -> str:
    """`deux pièces`, `12 pièces`: in words up to ten. `noun`: of one, whose plural takes an s."""
    said = UP_TO_TEN[count] if count < len(UP_TO_TEN) else number(count)
    return f"{'une' if is_feminine and count == 1 else said} {noun}" + ("s" if count > 1 else "")


def euros(amount: Decimal) -> str:
    """`12 500,00 €`"""
    digits = f"{amount:,.2f}".translate(str.maketrans(",.", f"{NARROW_SPACE},"))
    return f"{digits}{NO_BREAK_SPACE}€"


def file_size(size: int) -> str:
    """`412 Ko`, `3,1 Mo`; units of 1 000, as phones and browsers count."""
    if size < 1000:
        return f"{size}{NO_BREAK_SPACE}octet" + ("s" if size > 1 else "")
    if size < 1_000_000:
        return f"{round(size / 1000)}{NO_BREAK_SPACE}Ko"
    megabytes = f"{size / 1_000_000:.1f}".removesuffix(".0").replace(".", ",")
    return f"{megabytes}{NO_BREAK_SPACE}Mo"


def siret(digits: str | None) -> str:
    """`849719976 00011`: the company, then its establishment. An empty text for who has none."""
    return f"{digits[:9]}{NO_BREAK_SPACE}{digits[9:]}" if digits else ""


def iso_date(text: str) -> str:
    """`2026-12-01` → `1er décembre 2026`"""
    day = date.fromisoformat(text)
    return f"{_day(day.day)} {MONTHS[day.month - 1]} {day.year}"


def iso_moment(text: str) -> str:
    """`2026-12-01T10:00:00+01:00` → `1er décembre 2026 à 10:00:00`"""
    return long_date_time(datetime.fromisoformat(text))
