"""Lenient about how a number is written, never about how much it is."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core import french
from webapp.schemes import texts
from webapp.schemes.misread import Misread
from webapp.schemes.numbers import (
    AMOUNT_MAX,
    read_amount,
    read_decimal,
    read_integer,
    read_percentage,
    rounded,
    shown_decimal,
)

AMOUNTS = st.decimals(min_value=-AMOUNT_MAX, max_value=AMOUNT_MAX, places=2)


def _problem(read: Callable[[str], object], typed: str) -> str:
    with pytest.raises(Misread) as misread:
        read(typed)
    return misread.value.sentence


class TestAmounts:
    @given(AMOUNTS)
    def test_as_we_write_it(self, amount: Decimal) -> None:
        assert read_amount(french.euros(amount)) == amount

    @given(AMOUNTS)
    def test_as_a_spreadsheet_writes_it(self, amount: Decimal) -> None:
        assert read_amount(f"{amount}") == amount
        assert read_amount(f"{amount:,}".translate(str.maketrans(",.", ".,"))) == amount

    @given(AMOUNTS)
    def test_what_is_read_has_whole_cents(self, amount: Decimal) -> None:
        read = read_amount(f"{amount} €")
        assert isinstance(read, Decimal)
        assert read == rounded(read, 2)

    @pytest.mark.parametrize(
        ("typed", "euros"),
        [
            ("12 500,50", "12500.50"),
            ("12\u202f500,50\u00a0€", "12500.50"),
            ("12\u00a0500", "12500"),
            ("12.500,50", "12500.50"),
            ("12500.5", "12500.5"),
            ("12500", "12500"),
            ("12.500", "12500"),  # two decimals at most, so this point groups thousands
            ("1.250.000", "1250000"),
            ("12,5", "12.5"),
            (" 0,05 ", "0.05"),
            ("-3", "-3"),
            ("\u22123", "-3"),
            ("- 3 , 50", "-3.5"),
            ("12 500 euros", "12500"),
            ("1 euro", "1"),
            ("12500EUR", "12500"),
            ("€ 12 500", "12500"),
        ],
    )
    def test_in_each_usual_writing(self, typed: str, euros: str) -> None:
        assert read_amount(typed) == Decimal(euros)

    @pytest.mark.parametrize("typed", ["1.25.000", "12,5,0", "12,", ",50", "12 50", "1 2 3", "1.250.50", "12,500.50"])
    def test_what_could_mean_two_things_is_not_guessed(self, typed: str) -> None:
        assert _problem(read_amount, typed) == "Indiquez le montant en euros, par exemple 12 500,00."

    @pytest.mark.parametrize(
        "typed", ["1e3", "douze", "€", "12 500 $", "12 k€", "k€", "١٢", "１２", "12²", "NaN", "Infinity", "--1", "+5"]
    )
    def test_what_is_no_amount(self, typed: str) -> None:
        assert _problem(read_amount, typed) == "Indiquez le montant en euros, par exemple 12 500,00."

    @pytest.mark.parametrize("typed", ["12,500", "0,001", "12.500,505"])
    def test_parts_of_a_cent(self, typed: str) -> None:
        assert "deux chiffres au plus" in _problem(read_amount, typed)

    @pytest.mark.parametrize("typed", ["10 000 000 000", "-10000000000", "9" * 13, "9" * 900])
    def test_too_large(self, typed: str) -> None:
        assert "trop grand" in _problem(read_amount, typed)

    def test_zero_has_no_sign(self) -> None:
        assert french.euros(read_amount("-0,00")) == french.euros(Decimal(0))

    @pytest.mark.parametrize("typed", ["120 par an", "120 € PAR AN", "120 €\u00a0par  an"])
    def test_its_unit_may_be_typed(self, typed: str) -> None:
        assert read_amount(typed, "par an") == 120


class TestIntegers:
    @pytest.mark.parametrize(
        ("typed", "value"), [("120", 120), ("1 200", 1200), ("1\u202f200", 1200), ("-4", -4), ("0", 0), ("007", 7)]
    )
    def test_are_read(self, typed: str, value: int) -> None:
        assert read_integer(typed) == value
        assert isinstance(read_integer(typed), int)

    @pytest.mark.parametrize("typed", ["12,5", "1.200", "", "dix", "1" * 13, "٣", "1 20", "1e3"])
    def test_anything_else_is_not(self, typed: str) -> None:
        assert _problem(read_integer, typed) == texts.INTEGER_WRONG

    def test_its_unit_may_be_typed(self) -> None:
        assert read_integer("1 200 kwh", "kWh") == 1200
        assert _problem(lambda typed: read_integer(typed, "kWh"), "1 200 MWh") == texts.INTEGER_WRONG


class TestDecimals:
    @pytest.mark.parametrize(
        ("typed", "value"),
        [("12,5", "12.5"), ("12.5", "12.5"), ("1 200,25", "1200.25"), ("-0,5", "-0.5"), ("0.125", "0.125"), ("3", "3")],
    )
    def test_are_read(self, typed: str, value: str) -> None:
        assert read_decimal(typed) == Decimal(value)

    def test_a_point_before_three_digits_is_asked_about(self) -> None:
        assert _problem(read_decimal, "12.500") == texts.POINT_UNCLEAR
        assert read_decimal("12,500") == Decimal("12.5")

    def test_a_length_that_nobody_measures(self) -> None:
        assert "6 chiffres au plus" in _problem(read_decimal, "0,1234567")
        assert _problem(read_decimal, "1" * 13) == texts.DECIMAL_WRONG

    @pytest.mark.parametrize("typed", ["12,5 %", "12,5%", "12.5", "12,5 pour cent"])
    def test_a_percentage(self, typed: str) -> None:
        assert read_percentage(typed) == Decimal("12.5")

    def test_a_percentage_says_percentage(self) -> None:
        assert _problem(read_percentage, "la moitié") == texts.PERCENTAGE_WRONG


class TestShownDecimals:
    @pytest.mark.parametrize(
        ("value", "places", "shown"),
        [
            ("12500.50", 6, "12\u202f500,5"),
            ("100", 6, "100"),
            ("100", 0, "100"),
            ("33.333333333", 2, "33,33"),
            ("0.125", 2, "0,13"),
            ("-0.001", 2, "0"),
            ("2.5", 0, "3"),
            ("1E+40", 2, "10" + "\u202f000" * 13),
        ],
    )
    def test_are_rounded_as_on_an_invoice(self, value: str, places: int, shown: str) -> None:
        assert shown_decimal(Decimal(value), places) == shown
