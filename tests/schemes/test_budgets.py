"""The budget of the French grant form: its tree, its totals, and what keeps both sides from being equal."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.definitions import asked, asked_keys, computed, fill_in, scheme, the
from webapp.core import french
from webapp.schemes.accounting import CLASSES, Side, account, accounts
from webapp.schemes.controls import REMOVED
from webapp.schemes.filled import Budget, Filled

DEFINITION = scheme(asked("budget", "budget", required=True))
LINES = [f"budget.{line.code}" for _, line in accounts() if not line.is_by_funder]
BY_FUNDER = [f"budget.{line.code}" for _, line in accounts() if line.is_by_funder]
IN_KIND = ("86", "87")


def _filled(answers: dict[str, str]) -> Filled:
    return the(fill_in(DEFINITION, answers), "budget")


def _budget(answers: dict[str, str]) -> Budget:
    budget = _filled(answers).budget
    assert budget is not None
    return budget


class TestTree:
    def test_has_the_classes_of_the_form(self) -> None:
        codes = {side: [one.code for one in CLASSES if one.side is side] for side in Side}
        assert codes[Side.EXPENSES] == ["60", "61", "62", "63", "64", "65", "66", "67", "68", "86"]
        assert codes[Side.INCOME] == ["70", "73", "74", "75", "76", "77", "78", "79", "87"]

    def test_each_line_is_of_its_class_and_there_once(self) -> None:
        codes = [line.code for _, line in accounts()]
        assert len(codes) == len(set(codes))
        assert all(line.code.startswith(one.code) for one, line in accounts())
        assert all(account(line.code) == line for _, line in accounts())

    def test_subsidies_have_a_line_for_each_funder(self) -> None:
        assert {name[:9] for name in BY_FUNDER} == {"budget.74"}

    def test_every_line_is_in_every_budget(self) -> None:
        names = [line.name for line in _budget({}).lines]
        assert sorted(names) == sorted(LINES + BY_FUNDER)


class TestTotals:
    @pytest.mark.parametrize("name", LINES)
    def test_each_line_counts_on_its_side(self, name: str) -> None:
        budget = _budget({name: "12,50"})
        code = name.removeprefix("budget.")
        [one] = [one for one in budget.classes if one.total]
        totals = budget.totals_in_kind if code.startswith(IN_KIND) else budget.totals
        others = budget.totals if code.startswith(IN_KIND) else budget.totals_in_kind
        assert code.startswith(one.account_class.code)
        assert totals[one.account_class.side] == Decimal("12.5")
        assert sum(totals.values()) == Decimal("12.5")
        assert not any(others.values())

    def test_funders_of_a_line_are_added(self) -> None:
        answers = {
            "budget.744.1.funder": "Cahors",
            "budget.744.1.amount": "1 000",
            "budget.744.r2.funder": "Figeac",
            "budget.744.r2.amount": "500,25",
            "budget.744.r3.amount": "9",
            "budget.744.r3": REMOVED,
            "budget.742": "100",
        }
        budget = _budget(answers)
        [line] = [line for line in budget.lines if line.account.code == "744"]
        assert line.total == Decimal("1500.25")
        assert budget.totals[Side.INCOME] == Decimal("1600.25")

    def test_what_is_wrong_is_not_counted(self) -> None:
        budget = _budget({"budget.613": "100", "budget.615": "cent", "budget.616": "-5"})
        assert budget.totals[Side.EXPENSES] == 100
        assert [cell.name for cell in budget.cells if cell.problem] == ["budget.615", "budget.616"]

    @given(st.dictionaries(st.sampled_from(LINES), st.integers(0, 999_999_999_999)))
    def test_are_exact_to_the_cent(self, cents: dict[str, int]) -> None:
        budget = _budget({name: french.euros(Decimal(one) / 100) for name, one in cents.items()})
        everything = sum([*budget.totals.values(), *budget.totals_in_kind.values()])
        assert everything * 100 == sum(cents.values())
        assert everything == sum(one.total for one in budget.classes)


class TestBalance:
    @pytest.mark.parametrize(
        ("answers", "sentences"),
        [
            ({"budget.613": "1 250"}, ("Il manque 1\u202f250,00\u00a0€ de produits.",)),
            ({"budget.73": "0,01"}, ("Il manque 0,01\u00a0€ de charges.",)),
            ({"budget.613": "1 250", "budget.73": "1250,00"}, ()),
            ({"budget.860": "80"}, ("Contributions volontaires : il manque 80,00\u00a0€ au compte 87.",)),
            ({"budget.875": "80"}, ("Contributions volontaires : il manque 80,00\u00a0€ au compte 86.",)),
            ({"budget.860": "80", "budget.875": "80"}, ()),
            (
                {"budget.613": "80", "budget.875": "80"},
                (
                    "Il manque 80,00\u00a0€ de produits.",
                    "Contributions volontaires : il manque 80,00\u00a0€ au compte 86.",
                ),
            ),
        ],
    )
    def test_is_said_in_words_and_in_kind_apart(self, answers: dict[str, str], sentences: tuple[str, ...]) -> None:
        filled = _filled(answers)
        assert filled.budget is not None
        assert filled.budget.imbalance == sentences
        assert filled.missing == " ".join(sentences)

    def test_a_required_budget_is_not_blank(self) -> None:
        assert _filled({"budget.613": " "}).missing == "Complétez le budget : au moins une charge et un produit."
        assert the(fill_in(scheme(asked("budget", "budget"))), "budget").missing == ""

    def test_a_funder_is_named_and_has_an_amount(self) -> None:
        named = _filled({"budget.744.1.funder": "Cahors"})
        paid = _filled({"budget.744.1.amount": "10"})
        assert [cell.name for cell in named.leaves if cell.missing][-1] == "budget.744.1.amount"
        assert [cell.name for cell in paid.leaves if cell.missing][-1] == "budget.744.1.funder"


class TestFigures:
    """What conditions, rules and formulas read of a budget."""

    DEFINITION = scheme(
        asked("budget", "budget"),
        computed("charges", sum=["budget.charges"]),
        computed("subventions", sum=["budget.produits_74"]),
        computed("nature", sum=["budget.charges_86"]),
        computed("part", ratio=["budget.produits_74", "budget.produits"], result="percentage"),
        asked("loyer", when={"of": "budget.charges_61", "given": True}),
        asked("rien", when={"of": "budget.charges", "at_most": 0}),
    )
    ANSWERS = (("budget.613", "100"), ("budget.73", "60"), ("budget.742", "40"), ("budget.860", "7"))

    def test_are_the_totals_of_sides_and_of_classes(self) -> None:
        form = fill_in(self.DEFINITION, dict(self.ANSWERS))
        shown = {key: the(form, key).shown for key in ("charges", "subventions", "nature", "part")}
        assert shown == {
            "charges": "100,00\u00a0€",
            "subventions": "40,00\u00a0€",
            "nature": "7,00\u00a0€",
            "part": "40\u00a0%",
        }
        assert "loyer" in asked_keys(form)

    def test_are_not_given_where_nothing_is_typed(self) -> None:
        assert the(fill_in(self.DEFINITION), "part").value is None
        assert asked_keys(fill_in(self.DEFINITION)) == ["budget", "charges", "subventions", "nature", "part"]

    def test_zero_is_given(self) -> None:
        assert "rien" in asked_keys(fill_in(self.DEFINITION, {"budget.613": "0"}))

    @pytest.mark.parametrize("figure", ["budget", "budget.", "budget.charges_99", "budget.613", "budget.charges_74"])
    def test_there_are_no_others(self, figure: str) -> None:
        definition = scheme(asked("budget", "budget"), computed("autre", greatest=[figure]))
        assert the(fill_in(definition, dict(self.ANSWERS)), "autre").value is None
