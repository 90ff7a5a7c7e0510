"""What is open to changes when some fields are reopened: those, and what their rules tie to them."""

import msgspec

from tests.factories.definitions import Part, asked, computed, fill_in, scheme
from webapp.schemes.conditions import Condition
from webapp.schemes.definition import Piece, Rule, SchemeDefinition
from webapp.schemes.reopening import only_reopened, reopened


def _opened(definition: SchemeDefinition, *keys: str) -> set[str]:
    return set(reopened(definition, frozenset(keys)).fields)


def _with_rules(*fields: Part, rules: tuple[Rule, ...] = (), pieces: tuple[Piece, ...] = ()) -> SchemeDefinition:
    return msgspec.structs.replace(scheme(*fields), rules=rules, pieces=pieces)


def _rule(field: str, check: dict[str, object], when: dict[str, object] | None = None) -> Rule:
    return Rule(
        field=field,
        check=msgspec.convert(check, Condition),
        message="Corrigez.",
        when=msgspec.convert(when, Condition) if when else None,
    )


def test_a_field_alone_is_open_alone() -> None:
    assert _opened(scheme(asked("nom"), asked("cout", "amount")), "nom") == {"nom"}


def test_what_is_asked_only_then_is_open_but_not_what_decides_whether_it_is_asked() -> None:
    form = scheme(asked("emploi", "yes_no"), asked("contrat", when={"of": "emploi", "is": "oui"}))
    assert _opened(form, "emploi") == {"emploi", "contrat"}
    assert _opened(form, "contrat") == {"contrat"}


def test_what_is_computed_from_it_and_what_that_decides_are_open() -> None:
    form = scheme(
        asked("cout", "amount"),
        computed("moitie", rate=50, of="cout"),
        asked("convention", when={"of": "moitie", "more_than": 23_000}),
    )
    assert _opened(form, "cout") == {"cout", "moitie", "convention"}


def test_all_that_a_rule_compares_is_open_with_what_it_is_computed_from() -> None:
    fields = (
        asked("cout", "amount"),
        asked("autre"),
        computed("plafond", rate=50, of="cout"),
        asked("demande", "amount"),
    )
    form = _with_rules(*fields, rules=(_rule("demande", {"of": "demande", "at_most": {"value_of": "plafond"}}),))
    for key in ("demande", "cout"):
        assert _opened(form, key) == {"demande", "plafond", "cout"}
    assert _opened(form, "autre") == {"autre"}


def test_what_switches_a_rule_on_opens_what_it_compares_and_is_not_opened_by_it() -> None:
    rule = _rule("demande", {"of": "demande", "at_most": 20_000}, when={"of": "innovante", "is": "non"})
    form = _with_rules(asked("innovante", "yes_no"), asked("demande", "amount"), rules=(rule,))
    assert _opened(form, "innovante") == {"innovante", "demande"}
    assert _opened(form, "demande") == {"demande"}


def test_a_piece_that_depends_on_it_is_open() -> None:
    mandate = Piece(key="pouvoir", label="Pouvoir", when=msgspec.convert({"of": "signe", "is": "non"}, Condition))
    form = _with_rules(asked("signe", "yes_no"), asked("nom"), pieces=(mandate, Piece(key="statuts", label="Statuts")))
    assert reopened(form, frozenset({"signe"})).pieces == {"pouvoir"}
    assert reopened(form, frozenset({"nom"})).pieces == set()


def test_fields_that_the_scheme_does_not_have_are_passed_over() -> None:
    assert _opened(scheme(asked("nom")), "disparu") == set()


def test_the_form_is_left_with_what_can_be_changed_and_its_explanations() -> None:
    form = scheme(asked("note", "explanation", text="Lisez."), asked("nom"), asked("cout", "amount"))
    parts = reopened(form, frozenset({"cout"}))
    left = only_reopened(fill_in(form, {"nom": "Chorale", "cout": "12"}), parts)
    assert [filled.field.key for filled in left.fields] == ["note", "cout"]
    assert [field.key for step in left.steps for section in step.step.sections for field in section.fields] == [
        "note",
        "cout",
    ]
    assert not left.eligibility
    assert not left.pieces
