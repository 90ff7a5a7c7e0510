"""Dates, amounts and sizes, character for character as the guide writes them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from webapp.core import french

# 9:00 in UTC on that day is 10:00 in Paris.
MOMENT = datetime(2018, 11, 10, 9, 0, 0, tzinfo=UTC)


def test_dates_of_the_guide() -> None:
    assert french.long_date_time(MOMENT) == "10 novembre 2018 à 10:00:00"
    assert french.short_date_time(datetime(2019, 11, 12, 14, 29, 24, tzinfo=UTC)) == "12 nov. 2019 15:29:24"
    assert french.long_date(datetime(2019, 10, 3, 8, 0, tzinfo=UTC)) == "3 octobre 2019"
    assert french.deadline(datetime(2027, 1, 15, 17, 0, tzinfo=UTC)) == "15 janvier 2027 à 18:00"


def test_a_late_evening_in_utc_is_already_tomorrow_in_paris() -> None:
    assert french.long_date_time(datetime(2026, 12, 31, 23, 0, 0, tzinfo=UTC)) == "1er janvier 2027 à 00:00:00"
    assert french.long_date_time(datetime(2026, 7, 31, 22, 30, 0, tzinfo=UTC)) == "1er août 2026 à 00:30:00"


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert french.iso_date("2026-12-01") == "1er décembre 2026"
    assert french.iso_date("2027-01-23") == "23 janvier 2027"


def test_a_moment_of_a_receipt_is_read_with_its_offset() -> None:
    assert french.iso_moment("2026-12-01T10:00:00+01:00") == "1er décembre 2026 à 10:00:00"
    assert french.iso_moment("2026-12-01T09:00:00+00:00") == "1er décembre 2026 à 10:00:00"


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("12500", "12_500,00 €"),
        ("0", "0,00 €"),
        ("0.5", "0,50 €"),
        ("999.99", "999,99 €"),
        ("1234567.8", "1_234_567,80 €"),
        ("-0.5", "-0,50 €"),
        ("-1200", "-1_200,00 €"),
    ],
)
def test_amounts_have_narrow_spaces_between_thousands_and_never_break(amount: str, written: str) -> None:
    assert french.euros(Decimal(amount)) == written.replace("_", "\u202f").replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 octet"),
        (1, "1 octet"),
        (999, "999 octets"),
        (1000, "1 Ko"),
        (412_345, "412 Ko"),
        (3_140_000, "3,1 Mo"),
        (20_000_000, "20 Mo"),
        (200_000_000, "200 Mo"),
    ],
)
def test_sizes_are_counted_as_phones_do(size: int, written: str) -> None:
    assert french.file_size(size) == written.replace(" ", "\u00a0")


def test_things_are_counted_in_words_up_to_ten() -> None:
    assert [french.counted(count, "pièce", is_feminine=True) for count in (1, 2, 10, 11, 1200)] == [
        *("une pièce", "deux pièces", "dix pièces", "11 pièces", "1\u202f200 pièces"),
    ]
    assert [french.counted(count, "élément") for count in (0, 1, 2)] == ["zéro élément", "un élément", "deux éléments"]


def test_a_siret_is_grouped_9_and_5_without_breaking() -> None:
    assert french.siret("84971997600011") == "849719976\u00a000011"


@pytest.mark.parametrize(
    ("typed", "spaced"),
    [
        ("Attention : fermé ! Vraiment ? Oui ; non.", "Attention\xa0: fermé\u202f! Vraiment\u202f? Oui\u202f; non."),
        ("La page « Membres »", "La page «\xa0Membres\xa0»"),
        ("/demandes?suite=/aides :root ?x", "/demandes?suite=/aides :root ?x"),
    ],
)
def test_spaces_that_must_not_break(typed: str, spaced: str) -> None:
    assert french.spaced(typed) == spaced
    assert french.spaced(spaced) == spaced


@pytest.mark.parametrize(
    ("typed", "unbroken"),
    [
        ("Jusqu'à 23 000 € et 12 500,50 €, 25 % !", "Jusqu'à 23\u202f000\xa0€ et 12\u202f500,50\xa0€, 25\xa0%\u202f!"),
        ("Tél. 05 61 00 00 00, 849719976 00011", "Tél. 05 61 00 00 00, 849719976 00011"),
    ],
)
def test_figures_that_must_not_break(typed: str, unbroken: str) -> None:
    assert french.unbroken(typed) == unbroken
    assert french.unbroken(unbroken) == unbroken
