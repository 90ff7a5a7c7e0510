"""Computed values: exact, and nothing rather than something wrong."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.schemes.formulas import LARGEST, Formula, compute, to_cents

KNOWN = {
    "cout": ["1000"],
    "aides": ["300.10"],
    "zero": ["0"],
    "depenses.ht": ["0.10", "0.20", "0.30"],
    "negatif": ["-5"],
    "taux": ["12.5"],
}
FIGURES = st.decimals(-(10**12), 10**12, places=6, allow_nan=False)


def _formula(**written: Any) -> Formula:
    return msgspec.convert(written, Formula)


def _compute(**written: Any) -> str | None:
    number = compute(_formula(**written), lambda name: [Decimal(text) for text in KNOWN.get(name, [])])
    return None if number is None else f"{number.normalize():f}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"sum": ["cout", "aides"]}, "1300.1"),
        ({"sum": ["depenses.ht"]}, "0.6"),
        ({"sum": ["depenses.ht", "cout", 5, "0.5"]}, "1006.1"),
        ({"sum": ["nothing"]}, "0"),
        ({"minus": ["cout", "aides"]}, "699.9"),
        ({"minus": ["cout", "depenses.ht", "negatif"]}, "1004.4"),
        ({"minus": ["cout", "nothing"]}, "1000"),
        ({"minus": ["nothing", "cout"]}, None),
        ({"ratio": ["aides", "cout"]}, "30.01"),
        ({"ratio": ["depenses.ht", "cout"]}, "0.06"),
        ({"ratio": ["aides", "zero"]}, None),
        ({"ratio": ["aides", "nothing"]}, None),
        ({"ratio": ["nothing", "cout"]}, None),
        ({"rate": "50", "of": "cout"}, "500"),
        ({"rate": "taux", "of": "cout"}, "125"),
        ({"rate": "50", "of": "cout", "cap": 200}, "200"),
        ({"rate": "50", "of": "cout", "cap": "aides"}, "300.1"),
        ({"rate": "50", "of": "cout", "cap": 20_000}, "500"),
        ({"rate": "50", "of": "cout", "cap": "zero"}, "0"),
        ({"rate": "50", "of": "cout", "cap": "nothing"}, None),
        ({"rate": "50", "of": "nothing", "cap": 200}, None),
        ({"rate": "nothing", "of": "cout"}, None),
        ({"least": ["cout", "aides", 400]}, "300.1"),
        ({"least": ["cout", "nothing"]}, "1000"),
        ({"least": ["nothing"]}, None),
        ({"greatest": ["cout", "depenses.ht", "negatif"]}, "1000"),
        ({"greatest": ["negatif", "zero"]}, "0"),
        ({"count": "depenses.ht"}, "3"),
        ({"count": "nothing"}, "0"),
    ],
)
def test_each_formula(written: dict[str, Any], expected: str | None) -> None:
    assert _compute(**written) == expected


def test_of_no_cell_the_sum_shows_as_zero_so_that_a_total_is_there_from_the_start() -> None:
    assert compute(_formula(sum=["depenses.ht"]), lambda name: []) == 0


class TestExactness:
    @given(st.lists(FIGURES, max_size=200))
    def test_a_sum_is_the_sum(self, numbers: list[Decimal]) -> None:
        total = compute(_formula(sum=["a"]), lambda name: numbers)
        assert total is not None
        assert Fraction(total) == sum(map(Fraction, numbers))

    @given(FIGURES, st.decimals(0, 100, places=6))
    def test_a_rate_is_so_many_hundredths(self, whole: Decimal, rate: Decimal) -> None:
        share = compute(_formula(rate="r", of="w"), lambda name: [rate if name == "r" else whole])
        assert share is not None
        assert Fraction(share) == Fraction(whole) * Fraction(rate) / 100

    @given(FIGURES, FIGURES.filter(bool))
    def test_a_ratio_is_on_the_right_side_of_half_a_cent(self, part: Decimal, whole: Decimal) -> None:
        ratio = compute(_formula(ratio=["p", "w"]), lambda name: [part if name == "p" else whole])
        true = Fraction(part) * 100 / Fraction(whole)
        if abs(true) > LARGEST:
            assert ratio is None
        else:
            assert ratio is not None
            cents, half = abs(true) * 100, Fraction(1, 2)
            assert abs(to_cents(ratio)) * 100 == (cents + half).__floor__()

    @pytest.mark.parametrize("huge", [LARGEST, LARGEST * 10, Decimal("1E+300")])
    def test_what_is_too_large_has_no_value(self, huge: Decimal) -> None:
        formulas = [_formula(sum=["a"]), _formula(greatest=["a"]), _formula(minus=["a"])]
        expected = [huge] * 3 if huge <= LARGEST else [None] * 3
        assert [compute(formula, lambda name: [huge]) for formula in formulas] == expected
        assert compute(_formula(rate="a", of="a"), lambda name: [huge]) is None

    def test_the_arithmetic_around_is_not_asked(self) -> None:
        """A library may have left another precision behind."""
        with localcontext(prec=3):
            assert compute(_formula(sum=["cout", "0.1"]), lambda name: [Decimal(1300)]) == Decimal("1300.1")


class TestCents:
    @pytest.mark.parametrize(
        ("number", "cents"),
        [("1.005", "1.01"), ("1.015", "1.02"), ("1.0049", "1.00"), ("-1.005", "-1.01"), ("0.005", "0.01"), ("2", "2")],
    )
    def test_half_a_cent_goes_up(self, number: str, cents: str) -> None:
        assert to_cents(Decimal(number)) == Decimal(cents)
        assert to_cents(Decimal(number)).as_tuple().exponent == -2

    @given(FIGURES)
    def test_never_half_a_cent_off(self, number: Decimal) -> None:
        assert abs(to_cents(number) - number) <= Decimal("0.005")

    def test_there_is_no_minus_zero(self) -> None:
        assert str(to_cents(Decimal("-0.001"))) == "0.00"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"sum": ["a"], "count": "a"}, id="two kinds"),
        pytest.param({"rate": "50"}, id="a rate of nothing"),
        pytest.param({"of": "a"}, id="of, without a rate"),
        pytest.param({"sum": ["a"], "cap": 5}, id="a cap without a rate"),
        pytest.param({"sum": ["a"], "of": "a"}, id="of beside a sum"),
        pytest.param({"sum": []}, id="a sum of nothing"),
        pytest.param({"minus": []}, id="a difference of nothing"),
        pytest.param({"least": []}, id="the least of nothing"),
        pytest.param({"ratio": ["a"]}, id="a ratio of one"),
        pytest.param({"rate": 0.5, "of": "a"}, id="a float"),
    ],
)
def test_a_formula_is_one_thing_or_is_refused(written: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        _formula(**written)


def test_a_formula_names_what_it_depends_on_and_no_constant() -> None:
    assert list(_formula(sum=["a", "b.c", 5, "0.5"]).names) == ["a", "b.c"]
    assert list(_formula(rate="50", of="a", cap="b").names) == ["a", "b"]
    assert list(_formula(ratio=["a", "b"]).names) == ["a", "b"]
    assert list(_formula(count="a").names) == ["a"]
    assert list(_formula(sum=["infinity", "nan"]).names) == ["infinity", "nan"]
