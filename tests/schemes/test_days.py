"""A date as people write it, or the sentence about what is wrong with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core import french
from webapp.schemes import texts
from webapp.schemes.days import FIRST_YEAR, read_day
from webapp.schemes.misread import Misread

DAYS = st.dates(min_value=date(FIRST_YEAR, 1, 1))


def _problem(typed: str) -> str:
    with pytest.raises(Misread) as misread:
        read_day(typed)
    return misread.value.sentence


@given(DAYS)
def test_each_day_is_read_in_each_of_its_usual_writings(day: date) -> None:
    month = french.MONTHS[day.month - 1]
    short = french.SHORT_MONTHS[day.month - 1]
    for typed in (
        day.isoformat(),
        french.iso_date(day.isoformat()),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        f"le {day.day} {month.upper()} {day.year}",
        f"{day.day} {short} {day.year}",
    ):
        assert read_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "1/9/26",
        "01.09.2026",
        "1-9-2026",
        "2026-09-01",
        "1er septembre 2026",
        "1 sept. 2026",
        " 01 / 09 / 2026 ",
        "1 9 26",
    ],
)
def test_the_first_of_september(typed: str) -> None:
    assert read_day(typed) == date(2026, 9, 1)


@pytest.mark.parametrize(("typed", "year"), [("00", 2000), ("69", 2069), ("70", 1970), ("99", 1999)])
def test_two_digits_are_a_year_of_this_century_up_to_69(typed: str, year: int) -> None:
    assert read_day(f"1/9/{typed}") == date(year, 9, 1)


@pytest.mark.parametrize(
    ("typed", "month"), [("fev", 2), ("févr.", 2), ("aout", 8), ("AOÛT", 8), ("juil", 7), ("déc", 12)]
)
def test_months_are_known_by_how_they_begin(typed: str, month: int) -> None:
    assert read_day(f"5 {typed} 2026") == date(2026, month, 5)


def test_a_day_that_its_month_has_not() -> None:
    assert _problem("31/02/2026") == (
        "Vérifiez le jour : le 31 février 2026 n'existe pas, ce mois compte 28 jours. Le dernier est le 28/02/2026."
    )
    assert "29 jours" in _problem("30 février 2028")
    assert "30 jours" in _problem("31/4/26")
    assert "le 0 mai 2026" in _problem("0/5/2026")


def test_a_month_that_no_year_has() -> None:
    assert "13 n'est pas entre 1 et 12" in _problem("1/13/2026")
    assert "0 n'est pas entre 1 et 12" in _problem("2026-00-01")


@pytest.mark.parametrize(
    "typed",
    [
        "demain",
        "1/9",
        "septembre 2026",
        "1/9/206",
        "1/9/20266",
        "12 jui 2026",
        "1 xyz 2026",
        "01092026",
        "١/٩/٢٠٢٦",
        "1/9/0026",
    ],
)
def test_what_is_no_date_says_how_one_is_written(typed: str) -> None:
    assert _problem(typed) == texts.DATE_WRONG
    assert "01/09/2026" in texts.DATE_WRONG
