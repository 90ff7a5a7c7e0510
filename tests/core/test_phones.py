"""Phone numbers of France and overseas, however they are written."""

import pytest

from webapp.core.phones import normal_phone, shown_phone


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("04 67 58 96 63", "+33467589663", "04 67 58 96 63"),
        ("06.25.89.65.85", "+33625896585", "06 25 89 65 85"),
        ("+33 4 57 89 63 12", "+33457896312", "04 57 89 63 12"),
        ("0033467589663", "+33467589663", "04 67 58 96 63"),
        ("0692 12 34 56", "+262692123456", "0692 12 34 56"),
        ("0596-60-00-00", "+33596600000", "05 96 60 00 00"),
        ("+32 2 501 02 11", "+3225010211", "+32 2 501 02 11"),
        ("+687 36 90 34", "+687369034", "+687 36.90.34"),  # alone, these six digits are of Saint-Pierre-et-Miquelon
    ],
)
def test_a_number_is_kept_in_one_form_and_shown_as_people_write_it(typed: str, kept: str, shown: str) -> None:
    assert normal_phone(typed) == kept
    assert shown_phone(kept) == shown
    assert normal_phone(shown) == kept


WITH_EXTENSION = ("04 67 58 96 63 poste 12", "04 67 58 96 63 ext. 12", "04 67 58 96 63 x12", "0467589663#12")
"""Kept without it, the number would ring elsewhere."""


@pytest.mark.parametrize(
    "typed", ["", "04 67 58", "téléphone", "12345678901234567890", "00 00 00 00 00", *WITH_EXTENSION]
)
def test_what_cannot_be_dialled_is_none(typed: str) -> None:
    assert normal_phone(typed) is None


def test_what_is_no_number_is_shown_as_it_is() -> None:
    assert shown_phone("04 67 58") == "04 67 58"
