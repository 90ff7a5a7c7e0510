"""Conditions decide what is asked: each comparison, and what one with nothing on a side comes to."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.definitions import TODAY, condition
from webapp.schemes.conditions import FURTHEST_DAYS, FURTHEST_MONTHS, Operand, Today, holds, shifted

KNOWN: Mapping[str, Any] = {
    "emploi": "oui",
    "effectif": 12,
    "cout": Decimal("1250.50"),
    "plafond": Decimal("1250.5"),
    "debut": date(2026, 9, 1),
    "fin": date(2026, 8, 31),
    "publics": ("Jeunes", "Familles"),
    "douze": "12",
    "fact:family": "association",
}


def _holds(**written: Any) -> bool:
    return holds(condition(**written), KNOWN.get, TODAY)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"of": "emploi", "is_": "oui"}, True),
        ({"of": "emploi", "is_": "non"}, False),
        ({"of": "effectif", "is_": 12}, True),
        ({"of": "effectif", "is_": "12"}, True),
        ({"of": "cout", "is_": "1250.5"}, True),
        ({"of": "cout", "is_": 1250}, False),
        ({"of": "debut", "is_": "2026-09-01"}, True),
        ({"of": "publics", "is_": "Jeunes"}, False),
        ({"of": "emploi", "one_of": ["non", "oui"]}, True),
        ({"of": "emploi", "one_of": ["non"]}, False),
        ({"of": "effectif", "one_of": [1, "12.0"]}, True),
        ({"of": "publics", "contains": "Jeunes"}, True),
        ({"of": "publics", "contains": "Jeune"}, False),
        ({"of": "emploi", "contains": "ou"}, False),
        ({"fact": "family", "is_": "association"}, True),
        ({"fact": "family", "one_of": ["company", "individual"]}, False),
    ],
)
def test_what_is_the_same(written: dict[str, Any], expected: bool) -> None:
    assert _holds(**written) is expected


@pytest.mark.parametrize(
    ("comparison", "below", "equal", "above"),
    [
        ("at_least", False, True, True),
        ("more_than", False, False, True),
        ("at_most", True, True, False),
        ("less_than", True, False, False),
    ],
)
def test_what_is_in_order(comparison: str, below: bool, equal: bool, above: bool) -> None:
    """`below`: what is asked about is less than what it is compared with."""
    expected = [below, equal, above]
    for name, greater, same, less in (
        ("effectif", 13, 12, "11.99"),
        ("cout", "1250.51", "1250.5", 1250),
        ("debut", "2026-09-02", "2026-09-01", "2026-08-31"),
    ):
        assert [_holds(of=name, **{comparison: other}) for other in (greater, same, less)] == expected


class TestTwoAnswers:
    def test_are_compared_by_what_they_are_worth(self) -> None:
        assert _holds(of="cout", is_={"value_of": "plafond"})
        assert _holds(of="effectif", less_than={"value_of": "cout"})
        assert not _holds(of="fin", at_least={"value_of": "debut"})

    @pytest.mark.parametrize("comparison", ["is_", "at_least", "at_most", "more_than", "less_than"])
    @pytest.mark.parametrize(
        ("left", "right"), [("debut", "effectif"), ("effectif", "debut"), ("emploi", "cout"), ("cout", "publics")]
    )
    def test_of_two_kinds_are_neither_the_same_nor_in_order(self, comparison: str, left: str, right: str) -> None:
        assert not _holds(of=left, **{comparison: {"value_of": right}})

    def test_a_text_that_looks_like_a_number_has_no_order(self) -> None:
        assert not _holds(of="douze", at_least=1)
        assert not _holds(of="emploi", at_least="oui")


class TestNothingGiven:
    @pytest.mark.parametrize(
        "comparison",
        [
            {"is_": "oui"},
            {"is_": 0},
            {"is_": ""},
            {"one_of": [""]},
            {"one_of": ["oui", "non"]},
            {"contains": "oui"},
            {"at_least": 0},
            {"at_most": 0},
            {"more_than": -1},
            {"less_than": 1},
            {"given": True},
            {"is_": {"value_of": "nothing"}},
        ],
    )
    def test_every_comparison_is_false(self, comparison: dict[str, Any]) -> None:
        assert not _holds(of="nothing", **comparison)
        assert not _holds(fact="nothing", **comparison)

    @pytest.mark.parametrize("comparison", ["is_", "at_least", "at_most", "more_than", "less_than"])
    @pytest.mark.parametrize("name", ["emploi", "effectif", "cout", "debut"])
    def test_on_the_other_side_too(self, comparison: str, name: str) -> None:
        assert not _holds(of=name, **{comparison: {"value_of": "nothing"}})

    def test_is_what_given_false_says(self) -> None:
        assert _holds(of="nothing", given=False)
        assert not _holds(of="emploi", given=False)
        assert _holds(of="emploi", given=True)
        assert [_holds(of=name, given=True) for name in ("effectif", "debut", "publics")] == [True] * 3

    @pytest.mark.parametrize("blank", ["", ()])
    def test_a_blank_text_and_an_empty_list_are_not_given(self, blank: Any) -> None:
        asked = condition(of="a", given=True)
        assert not holds(asked, {"a": blank}.get, TODAY)

    def test_zero_is_given(self) -> None:
        assert holds(condition(of="a", given=True), {"a": Decimal(0)}.get, TODAY)

    def test_a_denial_of_what_is_false_for_want_of_an_answer_is_true(self) -> None:
        assert _holds(not_={"of": "nothing", "is": "oui"})


TRUE, FALSE = {"of": "emploi", "is": "oui"}, {"of": "emploi", "is": "non"}


class TestGroups:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ({"all_": [TRUE, TRUE]}, True),
            ({"all_": [TRUE, FALSE]}, False),
            ({"any_": [FALSE, TRUE]}, True),
            ({"any_": [FALSE, FALSE]}, False),
            ({"not_": TRUE}, False),
            ({"not_": {"not": TRUE}}, True),
            ({"all_": [TRUE, {"any": [FALSE, {"not": FALSE}]}]}, True),
            ({"not_": {"all": [TRUE, FALSE]}}, True),
        ],
    )
    def test_join_others(self, written: dict[str, Any], expected: bool) -> None:
        assert _holds(**written) is expected

    def test_name_all_that_they_depend_on(self) -> None:
        asked = condition(
            all_=[
                {"of": "a", "is": "oui"},
                {"any": [{"fact": "rna", "given": True}, {"not": {"of": "b", "at_least": {"value_of": "c.d"}}}]},
                {"of": "e", "at_most": {"today": {}}},
            ]
        )
        assert list(asked.names) == ["a", "fact:rna", "b", "c.d", "e"]

    @pytest.mark.parametrize(
        "written",
        [
            pytest.param({}, id="nothing"),
            pytest.param({"of": "a"}, id="no comparison"),
            pytest.param({"is_": "oui"}, id="about nothing"),
            pytest.param({"of": "a", "fact": "rna", "is_": "oui"}, id="about two"),
            pytest.param({"of": "a", "is_": "oui", "at_least": 1}, id="two comparisons"),
            pytest.param({"all_": [TRUE], "any_": [TRUE]}, id="two groups"),
            pytest.param({"all_": [TRUE], "of": "a", "is_": "oui"}, id="a group and a comparison"),
            pytest.param({"of": "a", "is_": {"value_of": "b", "today": {}}}, id="two operands"),
            pytest.param({"of": "a", "is_": {}}, id="no operand"),
            pytest.param({"of": "a", "at_least": 0.5}, id="a float"),
            pytest.param({"of": "a", "equals": "b"}, id="an unknown comparison"),
        ],
    )
    def test_are_one_thing_or_are_refused(self, written: dict[str, Any]) -> None:
        with pytest.raises(msgspec.ValidationError):
            condition(**written)


class TestToday:
    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            ("2026-11-26", 1, "2026-12-26"),
            ("2026-12-31", 1, "2027-01-31"),
            ("2026-12-31", 2, "2027-02-28"),
            ("2027-12-31", 2, "2028-02-29"),
            ("2028-02-29", 12, "2029-02-28"),
            ("2028-02-29", 48, "2032-02-29"),
            ("2026-03-31", -1, "2026-02-28"),
            ("2026-01-15", -1, "2025-12-15"),
            ("2026-07-31", 2, "2026-09-30"),
            ("2026-11-26", -12, "2025-11-26"),
            ("2000-03-30", -1, "2000-02-29"),
            ("2100-01-30", 1, "2100-02-28"),
        ],
    )
    def test_so_many_months_later(self, day: str, months: int, expected: str) -> None:
        assert shifted(date.fromisoformat(day), Today(months=months)) == date.fromisoformat(expected)

    def test_days_are_counted_after_months(self) -> None:
        assert shifted(date(2026, 1, 31), Today(months=1, days=1)) == date(2026, 3, 1)
        assert shifted(date(2026, 3, 1), Today(days=-1)) == date(2026, 2, 28)
        assert shifted(TODAY, Today()) == TODAY

    @given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-FURTHEST_MONTHS, FURTHEST_MONTHS))
    def test_months_later_is_that_month_at_the_latest(self, day: date, months: int) -> None:
        later = shifted(day, Today(months=months))
        assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
        assert later.day == day.day or (later + timedelta(days=1)).day == 1

    def test_is_compared_with_dates(self) -> None:
        assert _holds(of="debut", at_least={"today": {"months": -3}})
        assert not _holds(of="debut", at_least={"today": {}})
        assert holds(condition(of="debut", is_={"today": {}}), KNOWN.get, date(2026, 9, 1))

    @pytest.mark.parametrize(
        "by", [{"months": FURTHEST_MONTHS + 1}, {"months": -FURTHEST_MONTHS - 1}, {"days": FURTHEST_DAYS + 1}]
    )
    def test_a_century_is_as_far_as_it_goes(self, by: dict[str, int]) -> None:
        with pytest.raises(msgspec.ValidationError, match="from today"):
            msgspec.convert({"today": by}, Operand)
