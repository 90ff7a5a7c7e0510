"""What a form asks, and what is wrong or missing in it: hidden answers, bounds, rules, computed values, facts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.definitions import (
    Part,
    asked,
    asked_keys,
    computed,
    fill_in,
    question,
    scheme,
    section,
    step,
    table,
    the,
)
from webapp.schemes.filled import Fact
from webapp.schemes.printed import printed

IF_JOB = {"of": "emploi", "is": "oui"}
NAMED = Fact("ASSOCIATION NOUVELLE", "ASSOCIATION NOUVELLE")


CHAIN = scheme(
    asked("emploi", "yes_no"),
    asked("contrat", "yes_no", when=IF_JOB),
    asked("duree", "integer", when={"of": "contrat", "is": "oui"}, required=True),
    computed("mois", sum=["duree"]),
)
CHAIN_ANSWERS = {"emploi": "oui", "contrat": "oui", "duree": "12"}


class TestHidden:
    """What is hidden counts as not given, and its answer waits for the day when it is asked again."""

    def test_a_field_is_asked_where_its_condition_holds(self) -> None:
        assert asked_keys(fill_in(CHAIN)) == ["emploi", "mois"]
        assert asked_keys(fill_in(CHAIN, {"emploi": "oui"})) == ["emploi", "contrat", "mois"]
        assert asked_keys(fill_in(CHAIN, CHAIN_ANSWERS)) == ["emploi", "contrat", "duree", "mois"]

    def test_what_depends_on_a_hidden_answer_is_hidden_too(self) -> None:
        form = fill_in(CHAIN, CHAIN_ANSWERS | {"emploi": "non"})
        assert asked_keys(form) == ["emploi", "mois"]
        assert the(form, "mois").value == 0

    def test_the_answer_comes_back_with_its_question(self) -> None:
        answers = CHAIN_ANSWERS | {"emploi": "non"}
        fill_in(CHAIN, answers)
        assert the(fill_in(CHAIN, answers | {"emploi": "oui"}), "duree").text == "12"

    def test_nothing_of_it_is_missing_nor_printed(self) -> None:
        form = fill_in(CHAIN, CHAIN_ANSWERS | {"emploi": "non", "duree": ""})
        assert form.steps[0].to_do == 0
        assert [label for filled in form.fields for label, _ in printed(filled)] == ["Emploi", "Mois"]

    def test_a_wrong_answer_decides_nothing(self) -> None:
        definition = scheme(asked("age", "integer", maximum=99), asked("suite", when={"of": "age", "at_least": 18}))
        assert asked_keys(fill_in(definition, {"age": "20"})) == ["age", "suite"]
        assert asked_keys(fill_in(definition, {"age": "120"})) == ["age"]
        assert asked_keys(fill_in(definition, {"age": "vingt"})) == ["age"]

    def test_a_section_is_hidden_whole(self) -> None:
        sections = [
            section("un", asked("emploi", "yes_no")),
            section("deux", asked("contrat", "yes_no"), asked("nom"), when=IF_JOB),
        ]
        definition = scheme(steps=[step("dossier", *sections)])
        assert asked_keys(fill_in(definition, {"contrat": "oui"})) == ["emploi"]
        form = fill_in(definition, {"emploi": "oui"})
        assert [one.section.key for one in form.steps[0].sections] == ["un", "deux"]

    def test_a_step_is_hidden_whole_and_its_answers_are_not_given(self) -> None:
        definition = scheme(
            steps=[
                step("un", section("un", asked("emploi", "yes_no"), computed("double", sum=["salaire", "salaire"]))),
                step("deux", section("deux", asked("salaire", "amount")), when=IF_JOB),
            ]
        )
        answers = {"salaire": "100"}
        assert [one.step.key for one in fill_in(definition, answers).steps] == ["un"]
        assert the(fill_in(definition, answers), "double").value == 0
        form = fill_in(definition, answers | {"emploi": "oui"})
        assert [one.step.key for one in form.steps] == ["un", "deux"]
        assert the(form, "double").value == 200

    def test_a_step_or_a_section_without_a_field_to_show_is_not_there(self) -> None:
        first = step("un", section("un", asked("emploi", "yes_no")), section("vide", asked("a", when=IF_JOB)))
        form = fill_in(scheme(steps=[first, step("deux", section("deux", asked("b", when=IF_JOB)))]))
        assert [[one.section.key for one in filled.sections] for filled in form.steps] == [["un"]]

    def test_a_hidden_computed_value_serves_and_is_not_shown(self) -> None:
        definition = scheme(
            computed("plafond", least=["cout", 500], hidden=True),
            asked("cout", "amount"),
            asked("montant", "amount", maximum={"value_of": "plafond"}),
        )
        form = fill_in(definition, {"cout": "300", "montant": "301"})
        assert asked_keys(form) == ["cout", "montant"]
        assert the(form, "montant").problem == "Indiquez un montant d'au plus 300,00\u00a0€."

    def test_a_piece_is_asked_for_where_its_condition_holds(self) -> None:
        pieces = [{"key": "contrat", "label": "Contrat", "when": IF_JOB}, {"key": "rib", "label": "RIB"}]
        definition = scheme(asked("emploi", "yes_no"), pieces=pieces)
        assert [piece.key for piece in fill_in(definition).pieces] == ["rib"]
        assert [piece.key for piece in fill_in(definition, {"emploi": "oui"}).pieces] == ["contrat", "rib"]


class TestOrder:
    def test_a_form_is_shown_in_its_own_order_and_worked_out_in_that_of_its_needs(self) -> None:
        definition = scheme(
            computed("total", sum=["sous_total", 1]),
            computed("sous_total", sum=["cout", 10]),
            asked("cout", "amount"),
        )
        form = fill_in(definition, {"cout": "100"})
        assert asked_keys(form) == ["total", "sous_total", "cout"]
        assert [filled.value for filled in form.fields] == [111, 110, 100]

    def test_a_condition_may_be_about_a_later_field(self) -> None:
        definition = scheme(asked("precision", when=IF_JOB), asked("emploi", "yes_no"))
        assert asked_keys(fill_in(definition, {"emploi": "oui"})) == ["precision", "emploi"]


class TestEligibility:
    DEFINITION = scheme(asked("suite", when={"of": "siege", "is": "oui"}), eligibility=[question("siege")])

    def test_the_expected_answer_is_right_and_another_gets_the_reason(self) -> None:
        [right] = fill_in(self.DEFINITION, {"siege": "oui"}).eligibility
        [wrong] = fill_in(self.DEFINITION, {"siege": "non"}).eligibility
        assert (right.problem, wrong.problem) == ("", "Cette aide est réservée aux autres.")

    def test_no_answer_is_missing_and_not_wrong(self) -> None:
        [asked_again] = fill_in(self.DEFINITION).eligibility
        assert (asked_again.problem, asked_again.missing) == ("", "Répondez par oui ou par non : « Siege ».")

    def test_conditions_may_be_about_it(self) -> None:
        assert asked_keys(fill_in(self.DEFINITION, {"siege": "oui"})) == ["suite"]
        assert asked_keys(fill_in(self.DEFINITION, {"siege": "non"})) == []


class TestBounds:
    @pytest.mark.parametrize(
        ("bounds", "typed", "words"),
        [
            ({"minimum": 10}, "9,99", "au moins 10,00"),
            ({"minimum": 10}, "10", ""),
            ({"maximum": "10.5"}, "10,51", "au plus 10,50"),
            ({"maximum": {"value_of": "cout"}}, "100,01", "au plus 100,00"),
            ({"maximum": {"value_of": "cout"}}, "100", ""),
            ({"maximum": {"value_of": "faux"}}, "100", ""),
            ({"maximum": {"value_of": "cache"}}, "100", ""),
            ({}, "-1", "sans le signe moins"),
            ({"minimum": -5}, "-1", ""),
        ],
    )
    def test_of_an_amount(self, bounds: Part, typed: str, words: str) -> None:
        definition = scheme(
            asked("cout", "amount"),
            asked("faux", "amount"),
            asked("cache", "amount", when={"of": "cout", "more_than": 100}),
            asked("montant", "amount", **bounds),
        )
        answers = {"cout": "100", "faux": "cinq", "cache": "5", "montant": typed}
        problem = the(fill_in(definition, answers), "montant").problem
        assert (words in problem) if words else (problem == "")

    def test_of_a_day_from_another_and_from_today(self) -> None:
        definition = scheme(
            asked("debut", "date", minimum={"today": {"months": 1}}),
            asked("fin", "date", minimum={"value_of": "debut"}),
        )
        answers = {"debut": "27/12/2026", "fin": "26/12/2026"}
        form = fill_in(definition, answers, today=date(2026, 11, 27))
        assert [filled.problem for filled in form.fields] == ["", "Indiquez une date au plus tôt le 27 décembre 2026."]
        form = fill_in(definition, answers, today=date(2026, 11, 28))
        assert "au plus tôt le 28 décembre 2026" in the(form, "debut").problem
        assert the(form, "fin").problem == "", "a wrong day is no bound"

    def test_what_is_wrong_is_kept_as_it_was_typed(self) -> None:
        filled = the(fill_in(scheme(asked("montant", "amount", maximum=5)), {"montant": " 12 000 "}), "montant")
        assert (filled.text, filled.value, filled.worth) == (" 12 000 ", 12_000, None)


class TestRequired:
    def test_only_what_is_required_is_missing(self) -> None:
        form = fill_in(scheme(asked("nom", required=True), asked("sigle")), {"nom": " \u00a0"})
        assert [filled.missing for filled in form.fields] == ["Complétez « Nom ».", ""]

    def test_a_wrong_answer_is_wrong_and_not_missing(self) -> None:
        filled = the(fill_in(scheme(asked("age", "integer", required=True)), {"age": "vieux"}), "age")
        assert (filled.missing, bool(filled.problem)) == ("", True)

    def test_a_fact_of_the_structure(self) -> None:
        definition = scheme(asked("raison", "fact", fact="name", required=True), asked("rna", "fact", fact="rna"))
        assert [filled.missing for filled in fill_in(definition).fields] == [
            "Complétez « Raison » dans « Votre structure ».",
            "",
        ]
        known = the(fill_in(definition, facts={"name": NAMED}), "raison")
        assert (known.shown, known.missing) == ("ASSOCIATION NOUVELLE", "")

    def test_a_condition_may_be_about_a_fact_by_its_name_or_by_its_field(self) -> None:
        definition = scheme(
            asked("raison", "fact", fact="name"),
            asked("a", when={"fact": "name", "given": True}),
            asked("b", when={"of": "raison", "is": "ASSOCIATION NOUVELLE"}),
        )
        assert asked_keys(fill_in(definition)) == ["raison"]
        assert asked_keys(fill_in(definition, facts={"name": NAMED})) == ["raison", "a", "b"]

    def test_an_answer_to_what_is_not_asked_in_the_form_is_no_fact(self) -> None:
        definition = scheme(asked("a", when={"fact": "name", "given": True}))
        assert asked_keys(fill_in(definition, {"name": "x", "fact:name": "x", "raison": "x"})) == []


WHOLE_ADDRESS = {"siege.street": "3 rue du Port", "siege.postal_code": "46000", "siege.commune": "Cahors"}
OPTIONAL_ADDRESS = scheme(asked("siege", "address"), asked("suite", when={"of": "siege", "given": True}))


class TestPostalAddress:
    def test_is_shown_in_one_line(self) -> None:
        answers = WHOLE_ADDRESS | {"siege.delivery_point": "Bâtiment B", "siege.locality": "Regourd"}
        filled = the(fill_in(OPTIONAL_ADDRESS, answers), "siege")
        assert filled.shown == "Bâtiment B, 3 rue du Port, Regourd, 46000 Cahors"
        assert filled.value == filled.shown

    def test_its_required_lines_are_missed_each(self) -> None:
        form = fill_in(scheme(asked("siege", "address", required=True)), {"siege.locality": "Regourd"})
        assert [leaf.name for leaf in the(form, "siege").leaves if leaf.missing] == list(WHOLE_ADDRESS)

    def test_one_that_nobody_asked_for_may_be_blank_but_not_half(self) -> None:
        assert fill_in(OPTIONAL_ADDRESS).steps[0].to_do == 0
        form = fill_in(OPTIONAL_ADDRESS, {"siege.street": "3 rue du Port"})
        assert [leaf.field.label for leaf in the(form, "siege").leaves if leaf.missing] == ["Code postal", "Commune"]
        assert asked_keys(form) == ["siege"], "half an address is not given"
        assert asked_keys(fill_in(OPTIONAL_ADDRESS, WHOLE_ADDRESS)) == ["siege", "suite"]

    def test_a_line_is_not_longer_than_the_post_prints(self) -> None:
        filled = the(fill_in(OPTIONAL_ADDRESS, WHOLE_ADDRESS | {"siege.street": "a" * 39}), "siege")
        assert [leaf.name for leaf in filled.leaves if leaf.problem] == ["siege.street"]
        assert filled.value is None


class TestComputed:
    def test_is_worth_what_is_shown(self) -> None:
        """Who checks the second with a calculator starts from the first."""
        definition = scheme(
            asked("part", "amount"),
            asked("tout", "amount"),
            computed("taux", ratio=["part", "tout"], result="percentage"),
            computed("retour", rate="taux", of="tout"),
        )
        form = fill_in(definition, {"part": "1", "tout": "3"})
        assert [the(form, key).shown for key in ("taux", "retour")] == ["33,33\u00a0%", "1,00\u00a0€"]
        assert the(form, "taux").value == Decimal("33.33")

    def test_is_nothing_while_it_cannot_be_told(self) -> None:
        filled = the(fill_in(scheme(asked("part", "amount"), computed("taux", ratio=["part", 0]))), "taux")
        assert (filled.value, filled.shown, filled.problem, filled.missing) == (None, "", "", "")

    def test_a_wrong_amount_is_not_counted(self) -> None:
        definition = scheme(asked("a", "amount"), asked("b", "amount"), computed("total", sum=["a", "b"]))
        assert the(fill_in(definition, {"a": "12,50", "b": "beaucoup"}), "total").value == Decimal("12.5")
        assert the(fill_in(definition, {"a": "12,50", "b": "-3"}), "total").value == Decimal("12.5")

    @pytest.mark.parametrize(("typed", "whole"), [("0,5", 1), ("1,5", 2), ("2,5", 3), ("2,49", 2)])
    def test_a_whole_number_is_rounded_as_at_school(self, typed: str, whole: int) -> None:
        definition = scheme(asked("a", "decimal"), computed("entier", sum=["a"], result="integer"))
        assert the(fill_in(definition, {"a": typed}), "entier").value == whole

    def test_of_absurd_figures_the_form_still_answers(self) -> None:
        powers = [computed("p0", rate="taux", of="taux")]
        powers += [computed(f"p{n}", rate="taux", of=f"p{n - 1}") for n in range(1, 30)]
        form = fill_in(scheme(asked("taux", "percentage"), *powers), {"taux": "999 999 999 999"})
        assert the(form, "p29").value is None

    def test_the_requested_amount_is_a_field_or_a_computed_value(self) -> None:
        fields = asked("cout", "amount"), computed("aide", rate="50", of="cout", cap=200)
        answers = {"cout": "300"}
        assert fill_in(scheme(*fields, requested_amount="cout"), answers).requested_amount == 300
        assert fill_in(scheme(*fields, requested_amount="aide"), answers).requested_amount == 150
        assert fill_in(scheme(*fields, requested_amount="aide"), {"cout": "5000"}).requested_amount == 200
        assert fill_in(scheme(*fields), answers).requested_amount is None
        assert fill_in(scheme(*fields, requested_amount="aide")).requested_amount is None


RULED = asked("cout", "amount"), asked("aide", "amount"), asked("libre")
AT_MOST_THE_COST = {"of": "aide", "at_most": {"value_of": "cout"}}


def _rule(**parts: Any) -> Part:
    return {"field": "aide", "check": AT_MOST_THE_COST, "message": "Trop : {aide} pour {cout}."} | parts


def _problem(answers: dict[str, str], *rules: Part, key: str = "aide") -> str:
    return the(fill_in(scheme(*RULED, rules=list(rules)), answers), key).problem


class TestRules:
    def test_the_message_stands_beside_its_field_with_values_as_people_read_them(self) -> None:
        answers = {"cout": "1000", "aide": "1200"}
        assert _problem(answers, _rule()) == "Trop : 1\u202f200,00\u00a0€ pour 1\u202f000,00\u00a0€."
        assert _problem(answers | {"aide": "1000"}, _rule()) == ""

    @pytest.mark.parametrize("answers", [{"aide": "5"}, {"cout": "5"}, {"aide": "5", "cout": "cher"}, {}])
    def test_a_rule_about_what_is_not_given_says_nothing(self, answers: dict[str, str]) -> None:
        assert _problem(answers, _rule()) == ""
        assert _problem(answers, _rule(check={"not": AT_MOST_THE_COST})) == ""

    def test_a_rule_holds_only_in_its_case(self) -> None:
        rule = _rule(when={"of": "libre", "is": "oui"})
        answers = {"cout": "1", "aide": "2"}
        assert _problem(answers, rule) == ""
        assert _problem(answers | {"libre": "oui"}, rule) != ""

    def test_beside_a_field_that_is_hidden_nothing_is_said(self) -> None:
        fields = asked("cout", "amount"), asked("aide", "amount", when={"of": "cout", "more_than": 10})
        form = fill_in(scheme(*fields, rules=[_rule()]), {"cout": "5", "aide": "9"})
        assert form.steps[0].to_do == 0

    def test_what_is_wrong_by_itself_keeps_its_own_sentence(self) -> None:
        assert "sans le signe moins" in _problem({"cout": "-9", "aide": "-5"}, _rule(field="cout"), key="cout")

    def test_the_first_rule_is_said_and_none_makes_another_silent(self) -> None:
        answers = {"cout": "1", "aide": "2", "libre": "x"}
        rules = [
            _rule(message="Une."),
            _rule(message="Deux."),
            _rule(field="cout", message="Trois."),
        ]
        assert _problem(answers, *rules) == "Une."
        assert _problem(answers, *rules, key="cout") == "Trois."

    def test_a_broken_rule_asks_for_no_other_piece(self) -> None:
        piece = {"key": "devis", "label": "Devis", "when": {"of": "aide", "at_least": 2}}
        form = fill_in(scheme(*RULED, rules=[_rule()], pieces=[piece]), {"cout": "1", "aide": "2"})
        assert the(form, "aide").problem != ""
        assert [one.key for one in form.pieces] == ["devis"]

    def test_what_people_type_is_not_read_as_a_placeholder(self) -> None:
        rule = _rule(message="{libre} {0} {nobody} {cout!r}")
        answers = {"cout": "1", "aide": "2", "libre": "{cout} {libre}"}
        assert _problem(answers, rule) == "{cout} {libre} {0}  {cout!r}"


def test_a_column_is_worth_its_sum_outside_of_its_table() -> None:
    definition = scheme(
        table("depenses", asked("ht", "amount"), asked("objet")),
        asked("a", when={"of": "depenses.ht", "more_than": 100}),
        asked("b", when={"of": "depenses", "at_least": 2}),
        asked("c", when={"of": "depenses.objet", "given": True}),
        computed("nombre", count="depenses", result="integer"),
    )
    form = fill_in(definition, {"depenses.1.ht": "60", "depenses.r2.ht": "60", "depenses.r2.objet": "x"})
    assert asked_keys(form) == ["depenses", "a", "b", "nombre"]
    assert the(form, "nombre").value == 2
    assert asked_keys(fill_in(definition)) == ["depenses", "nombre"]


def test_words_are_shown_and_ask_for_nothing() -> None:
    form = fill_in(scheme(asked("titre", "heading"), asked("note", "explanation", text="Lisez.")), {"titre": "x"})
    assert [(filled.text, filled.value, filled.missing) for filled in form.fields] == [("", None, "")] * 2
