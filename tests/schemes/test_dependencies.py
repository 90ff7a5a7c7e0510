"""The order in which fields are worked out, and those that wait for one another."""

import random

import pytest

from tests.factories.definitions import Part, asked, computed, question, scheme, section, step, table
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.dependencies import Cycle, evaluation_order


def _comes_after(definition: SchemeDefinition, later: str, earlier: str) -> bool:
    order = evaluation_order(definition)
    return order.index(later) > order.index(earlier)


B = asked("b", "integer")
IF_B = {"of": "b", "is": 1}


@pytest.mark.parametrize(
    "a",
    [
        pytest.param(asked("a", when=IF_B), id="condition"),
        pytest.param(asked("a", when={"not": {"any": [{"of": "x", "is": {"value_of": "b"}}]}}), id="operand"),
        pytest.param(asked("a", "integer", minimum={"value_of": "b"}), id="minimum"),
        pytest.param(asked("a", "integer", maximum={"value_of": "b"}), id="maximum"),
        pytest.param(computed("a", sum=[1, "b"]), id="sum"),
        pytest.param(computed("a", rate="b", of="x"), id="rate"),
        pytest.param(computed("a", rate=5, of="b"), id="of"),
        pytest.param(computed("a", rate=5, of="x", cap="b"), id="cap"),
        pytest.param(computed("a", count="b"), id="count"),
        pytest.param(table("a", computed("c", sum=["b"])), id="column's formula"),
        pytest.param(table("a", asked("c", when=IF_B)), id="column's condition"),
        pytest.param(table("a", asked("c", "integer", maximum={"value_of": "b"})), id="column's bound"),
    ],
)
def test_a_field_comes_after_all_that_it_needs(a: Part) -> None:
    x = asked("x", "integer")
    assert _comes_after(scheme(a, x, B), "a", "b")
    assert _comes_after(scheme(B, x, a), "a", "b")


def test_so_does_all_that_stands_in_a_section_or_a_step() -> None:
    conditional = section("un", asked("a"), when=IF_B)
    assert _comes_after(scheme(steps=[step("un", conditional, section("deux", B))]), "a", "b")
    pages = [step("un", section("un", asked("a")), when=IF_B), step("deux", section("deux", B))]
    assert _comes_after(scheme(steps=pages), "a", "b")


def test_a_column_is_a_part_of_its_table() -> None:
    assert _comes_after(scheme(computed("a", sum=["b.ht"]), table("b", asked("ht", "amount"))), "a", "b")


def test_a_column_of_the_same_name_is_nearer_than_a_field() -> None:
    definition = scheme(table("t", asked("b", "amount"), computed("c", sum=["b", "t.b"])), computed("b", sum=["t.b"]))
    assert _comes_after(definition, "b", "t")


def test_facts_questions_and_unknown_names_are_waited_for_by_nobody() -> None:
    when = {"all": [{"fact": "rna", "given": True}, {"of": "region", "is": "oui"}, {"of": "nobody", "is": 1}]}
    assert evaluation_order(scheme(asked("a", when=when), eligibility=[question("region")])) == ("a",)


@pytest.mark.parametrize(
    ("fields", "keys"),
    [
        pytest.param([computed("a", sum=["a"])], {"a"}, id="itself"),
        pytest.param([asked("a", "integer", when={"of": "a", "is": 1})], {"a"}, id="itself, in its condition"),
        pytest.param([computed("a", sum=["b"]), computed("b", sum=["a"])], {"a", "b"}, id="two"),
        pytest.param(
            [
                asked("a", when={"of": "b", "is": 1}),
                computed("b", sum=["c"]),
                table("c", asked("d", when={"of": "a", "is": "x"})),
            ],
            {"a", "b", "c"},
            id="three, through a column",
        ),
        pytest.param(
            [computed("a", sum=["t.c"]), table("t", computed("c", sum=["a"]))], {"a", "t"}, id="a table's own sum"
        ),
        pytest.param([table("t", asked("c"), when={"of": "t.c", "given": True})], {"t"}, id="a table's own column"),
    ],
)
def test_fields_that_wait_for_one_another_are_named(fields: list[Part], keys: set[str]) -> None:
    with pytest.raises(Cycle) as raised:
        evaluation_order(scheme(asked("outside"), *fields))
    assert set(raised.value.keys) == keys
    assert raised.value.keys[0] == raised.value.keys[-1]
    assert str(raised.value) == " → ".join(raised.value.keys)


def test_what_depends_on_its_own_section_or_step_is_named() -> None:
    for part in (
        step("un", section("un", B, when=IF_B)),
        step("un", section("un", B), when=IF_B),
    ):
        with pytest.raises(Cycle, match="b → b"):
            evaluation_order(scheme(steps=[part]))


def test_a_long_chain_is_followed_in_whatever_order_it_is_written() -> None:
    chain = [asked("f0", "integer"), *(computed(f"f{n}", sum=[f"f{n - 1}"]) for n in range(1, 2_000))]
    random.Random(6).shuffle(chain)
    assert evaluation_order(scheme(*chain)) == tuple(f"f{n}" for n in range(2_000))
