"""What a newer revision changes, said to who fills in a draft: nothing for the same, and each single change by name."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.schemes.conditions import Condition
from webapp.schemes.definition import (
    Field,
    FieldType,
    FormStep,
    Piece,
    Rule,
    SchemeDefinition,
    Section,
    StructureFact,
    Template,
    from_content,
    from_toml,
    to_content,
)
from webapp.schemes.differences import revision_changes
from webapp.schemes.field_changes import SAID, field_changes
from webapp.schemes.formulas import Formula

replace = msgspec.structs.replace
WHEN = Condition(of="nature", is_="Renouvellement")
FORM = """
title = "Aide au vélo"
theme = "Mobilités"
families = ["association"]
summary = "Pour rouler."
facts = ["siret"]
requested_amount = "montant"
[campaign]
opens = 2026-01-01T00:00:00
closes = 2026-12-31T18:00:00
[service]
slug = "velo"
name = "Service vélo"
address = "1 place de la Région, 31000 TOULOUSE"
email = "velo@region.example"
phone = "05 61 00 00 00"
[sheet]
purpose = "Rouler"
beneficiaries = "Tous"
amount = "La moitié"
calendar = "Toute l'année"
[intro]
text = "Prévoyez une heure."
[[eligibility]]
key = "siege"
label = "Le siège est dans la région"
expected = "oui"
reason = "Aide réservée à la région."
[[eligibility]]
key = "cloture"
label = "Un exercice est clos"
expected = "oui"
reason = "Il faut un exercice clos."
[[steps]]
key = "projet"
title = "Votre projet"
[[steps.sections]]
key = "demande"
title = "Votre demande"
fields = [
  { key = "nature", type = "choice", label = "Nature", choices = ["Première demande", "Renouvellement"] },
  { key = "montant", type = "amount", label = "Montant", minimum = 1, maximum = 10000 },
  { key = "objet", type = "text", label = "Objet", max_length = 200 },
]
[[steps.sections]]
key = "moyens"
title = "Vos moyens"
fields = [
  { key = "salaries", type = "integer", label = "Salariés", unit = "personnes" },
  { key = "aide", type = "computed", label = "Aide", formula = { rate = "50", of = "montant", cap = 20000 } },
]
[[steps]]
key = "budget"
title = "Votre budget"
[[steps.sections]]
key = "depenses"
title = "Vos dépenses"
fields = [
  { key = "depenses", type = "table", label = "Dépenses", rows_max = 10, totals = ["ht"], columns = [
    { key = "poste", type = "text", label = "Poste" },
    { key = "ht", type = "amount", label = "Montant HT" },
  ] },
]
[[rules]]
field = "montant"
check = { of = "montant", at_most = 5000 }
message = "Le montant dépasse {aide}."
[[pieces]]
key = "rib"
label = "RIB"
required = true
document = "rib"
[[pieces]]
key = "statuts"
label = "Statuts"
[sworn_statement]
text = "Je certifie."
republican_commitment = "31 décembre 2021"
"""
OLD = from_toml(FORM)


def said(new: SchemeDefinition, old: SchemeDefinition = OLD) -> list[tuple[str, str]]:
    """Each change with its step; spaces that do not break are plain ones."""
    return [
        (change.step, change.sentence.replace("\u00a0", " ").replace("\u202f", " "))
        for change in revision_changes(old, new)
    ]


def with_field(key: str, **changed: Any) -> SchemeDefinition:
    return _mapped_fields(lambda field: [replace(field, **changed) if field.key == key else field])


def without_field(key: str) -> SchemeDefinition:
    return _mapped_fields(lambda field: [] if field.key == key else [field])


def after_field(key: str, more: Field) -> SchemeDefinition:
    return _mapped_fields(lambda field: [field, more] if field.key == key else [field])


def _mapped_fields(change: Callable[[Field], list[Field]]) -> SchemeDefinition:
    def section(one: Section) -> Section:
        return replace(one, fields=tuple(more for field in one.fields for more in change(field)))

    steps = tuple(replace(step, sections=tuple(map(section, step.sections))) for step in OLD.steps)
    return replace(OLD, steps=steps)


def with_first(part: str, **changed: Any) -> SchemeDefinition:
    first, *others = getattr(OLD, part)
    return replace(OLD, **{part: (replace(first, **changed), *others)})


def with_section(**changed: Any) -> SchemeDefinition:
    first, *others = OLD.steps[0].sections
    return with_first("steps", sections=(replace(first, **changed), *others))


RULE = Rule(field="objet", check=Condition(of="objet", given=True), message="Précisez l'objet.")
LONG = Field(key="long", type=FieldType.TEXT, label="Trajet", required=True)
PROJECT, BUDGET, PIECES, ELIGIBILITY, SCHEME = (
    *("Votre projet", "Votre budget"),
    *("Pièces", "Critères d'éligibilité", "L'aide"),
)
CASES: list[tuple[SchemeDefinition, str, str]] = [
    (after_field("objet", LONG), PROJECT, "Nouvelle question obligatoire : « Trajet »."),
    (
        without_field("salaries"),
        PROJECT,
        "Question retirée : « Salariés ». Votre réponse est gardée, mais ne sera plus envoyée.",
    ),
    (with_field("objet", label="But"), PROJECT, "« Objet » devient « But »."),
    (with_field("objet", required=True), PROJECT, "« Objet » : la réponse devient obligatoire."),
    (
        with_field("nature", choices=("Première demande", "Suite")),
        PROJECT,
        "« Nature » : réponses qui ne sont plus possibles : « Renouvellement ».",
    ),
    (with_field("montant", maximum=20_000), PROJECT, "« Montant » : le maximum passe de 10 000,00 € à 20 000,00 €."),
    (with_field("montant", maximum=None), PROJECT, "« Montant » : il n'y a plus de maximum."),
    (with_field("salaries", minimum=2), PROJECT, "« Salariés » : le minimum est maintenant de 2 personnes."),
    (
        with_field("aide", formula=Formula(rate="40", of="montant", cap=20_000)),
        PROJECT,
        "« Aide » : le taux passe de 50 % à 40 %.",
    ),
    (
        with_field("aide", formula=Formula(rate="50", of="montant", cap=15_000)),
        PROJECT,
        "« Aide » : le plafond passe de 20 000,00 € à 15 000,00 €.",
    ),
    (with_field("aide", formula=Formula(sum=("montant",))), PROJECT, "« Aide » : le calcul change."),
    (with_field("depenses", rows_max=20), BUDGET, "« Dépenses » : le nombre de lignes est maintenant de 0 à 20."),
    (
        with_field("depenses", columns=(OLD.fields_by_key["depenses"].columns[0], replace(LONG, label="TTC"))),
        BUDGET,
        "« Dépenses » : colonne retirée « Montant HT ». Votre réponse est gardée, mais ne sera plus envoyée.",
    ),
    (
        with_first("rules", message="Demandez moins que {aide}."),
        PROJECT,
        "Règle qui change : Demandez moins que « Aide ».",
    ),
    (replace(OLD, rules=(*OLD.rules, RULE)), PROJECT, "Nouvelle règle : Précisez l'objet."),
    (replace(OLD, rules=()), PROJECT, "Règle retirée : Le montant dépasse « Aide »."),
    (with_first("steps", title="Le projet"), "Le projet", "L'étape « Votre projet » devient « Le projet »."),
    (with_first("steps", when=WHEN), PROJECT, "L'étape n'est plus demandée dans les mêmes cas."),
    (replace(OLD, steps=OLD.steps[:1]), BUDGET, "Cette étape est retirée."),
    (
        replace(OLD, steps=(*OLD.steps, FormStep(key="fin", title="Fin", sections=()))),
        "Fin",
        "Cette étape est nouvelle.",
    ),
    (replace(OLD, steps=OLD.steps[::-1]), SCHEME, "L'ordre des étapes change."),
    (with_section(title="La demande"), PROJECT, "La partie « Votre demande » devient « La demande »."),
    (with_first("eligibility", expected="non"), ELIGIBILITY, "il faut maintenant répondre « non »."),
    (replace(OLD, eligibility=OLD.eligibility[:1]), ELIGIBILITY, "Question retirée : « Un exercice est clos »."),
    (
        replace(OLD, pieces=(*OLD.pieces, Piece(key="devis", label="Devis", required=True))),
        PIECES,
        "Nouvelle pièce obligatoire : « Devis ».",
    ),
    (
        replace(OLD, pieces=OLD.pieces[:1]),
        PIECES,
        "Pièce retirée : « Statuts ». Votre fichier est gardé, mais ne sera plus envoyé.",
    ),
    (with_first("pieces", required=False), PIECES, "« RIB » : la pièce devient facultative."),
    (
        replace(OLD, campaign=replace(OLD.campaign, closes=datetime(2027, 1, 15, 18))),  # noqa: DTZ001  (a file's time)
        SCHEME,
        "La date limite de dépôt passe du 31 décembre 2026 à 18:00 au 15 janvier 2027 à 18:00.",
    ),
    (
        replace(OLD, sworn_statement=replace(OLD.sworn_statement, text="Je jure.")),
        "Attestation",
        "Le texte de l'attestation sur l'honneur change.",
    ),
]


@pytest.mark.parametrize(("new", "step", "sentence"), CASES, ids=[sentence[:60] for _, _, sentence in CASES])
def test_a_change_is_said_where_it_is(new: SchemeDefinition, step: str, sentence: str) -> None:
    assert [one for one in said(new) if one[0] == step and sentence in one[1]], said(new)


def test_the_same_revision_changes_nothing_stored_or_not() -> None:
    assert revision_changes(OLD, OLD) == []
    stored = from_content(msgspec.json.decode(msgspec.json.encode(to_content(OLD))))
    assert revision_changes(OLD, stored) == []


def test_a_question_that_moves_to_another_step_is_said_there_and_its_answer_not_lost() -> None:
    objet = OLD.fields_by_key["objet"]
    first, second = without_field("objet").steps
    moved = replace(second, sections=(replace(second.sections[0], fields=(*second.sections[0].fields, objet)),))
    assert said(replace(OLD, steps=(first, moved))) == [(BUDGET, "« Objet » se trouve maintenant dans cette étape.")]


def test_a_question_that_moves_within_its_step_is_said() -> None:
    first, second = OLD.steps[0].sections
    objet = first.fields[-1]
    sections = (replace(first, fields=first.fields[:-1]), replace(second, fields=(objet, *second.fields)))
    assert said(with_first("steps", sections=sections)) == [(PROJECT, "L'ordre des questions change.")]


# One other value for each attribute of a field, in whatever type it has: a new attribute fails here until it is said.
OTHER_FIELD: dict[str, Any] = {
    "type": FieldType.LONG_TEXT,
    "label": "Autre",
    "hint": "Autre",
    "text": "Autre",
    "required": True,
    "when": WHEN,
    "choices": ("Autre",),
    "minimum": 7,
    "maximum": 8,
    "max_length": 9,
    "unit": "kWh",
    "columns": (LONG,),
    "rows_min": 2,
    "rows_max": 3,
    "row_name": "une ligne",
    "totals": ("poste",),
    "formula": Formula(count="depenses"),
    "result": FieldType.INTEGER,
    "hidden": True,
    "fact": StructureFact.SIRET,
}


def test_each_attribute_of_a_field_is_spoken_of_once() -> None:
    spoken = [attribute for _, attributes in SAID for attribute in attributes]
    assert sorted([*spoken, "key", "label", "columns"]) == sorted(Field.__struct_fields__)
    assert sorted([*OTHER_FIELD, "key"]) == sorted(Field.__struct_fields__)


@given(st.sampled_from(sorted(OTHER_FIELD)), st.sampled_from(OLD.fields))
def test_each_attribute_of_a_field_that_changes_is_said(attribute: str, field: Field) -> None:
    changed = msgspec.structs.replace(field)
    msgspec.structs.force_setattr(changed, attribute, OTHER_FIELD[attribute])  # what no file could say alone
    sentences = list(field_changes(field, changed))
    assert sentences
    assert all(sentence.endswith(".") for sentence in sentences)


# Parts of a definition that are structs of plain texts: one other value for each attribute, by its type.
PARTS = ["sheet", "intro", "service", "sworn_statement", "campaign"]
ATTRIBUTES = [(part, name) for part in PARTS for name in getattr(OLD, part).__struct_fields__]


@pytest.mark.parametrize(("part", "name"), ATTRIBUTES, ids=[".".join(one) for one in ATTRIBUTES])
def test_each_part_that_changes_is_said(part: str, name: str) -> None:
    before = getattr(getattr(OLD, part), name)
    after: Any = ("autre",) if isinstance(before, tuple) else f"{before} autre"
    if part == "campaign":
        after = (before or OLD.campaign.closes) + timedelta(days=1)
    assert said(replace(OLD, **{part: replace(getattr(OLD, part), **{name: after})}))


OTHER_PART: dict[str, dict[str, Any]] = {
    "eligibility": {"label": "Autre", "hint": "Autre", "expected": "non", "reason": "Autre."},
    "steps": {"title": "Autre", "text": "Autre", "when": WHEN, "sections": ()},
    "pieces": {
        "label": "Autre",
        "hint": "Autre",
        "required": False,
        "when": WHEN,
        "template": Template(file="autre.ods", label="Autre"),
        "document": "autre",
        "valid_months": 6,
        "valid_this_year": True,
        "bank_account": True,
    },
    "rules": {"field": "objet", "check": WHEN, "message": "Autre.", "when": WHEN},
}


@pytest.mark.parametrize("part", sorted(OTHER_PART))
def test_each_attribute_of_a_question_a_step_a_piece_a_rule_is_said(part: str) -> None:
    attributes = set(getattr(OLD, part)[0].__struct_fields__) - {"key"}
    assert attributes == set(OTHER_PART[part])
    for attribute, other in OTHER_PART[part].items():
        assert said(with_first(part, **{attribute: other})), attribute
    for attribute in set(Section.__struct_fields__) - {"key"}:
        assert said(with_section(**{attribute: {"fields": (), "when": WHEN}.get(attribute, "Autre")})), attribute


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("title", "Autre"),
        ("theme", "Autre"),
        ("families", ("company",)),
        ("summary", "Autre"),
        ("facts", ()),
        ("requested_amount", ""),
        ("requested_amount", "aide"),
        ("eligibility", OLD.eligibility[::-1]),
        ("pieces", OLD.pieces[::-1]),
    ],
)
def test_each_part_of_the_scheme_that_changes_is_said(part: str, other: Any) -> None:
    assert said(replace(OLD, **{part: other}))


def test_no_part_of_a_definition_is_forgotten_above() -> None:
    alone = {"title", "theme", "families", "summary", "facts", "requested_amount"}
    assert alone | set(PARTS) | set(OTHER_PART) == set(SchemeDefinition.__struct_fields__)


@given(st.permutations(range(len(OLD.fields))), st.integers(0, len(OLD.fields)))
def test_whatever_is_kept_of_the_fields_each_loss_is_named_once(order: list[int], kept: int) -> None:
    keys = {OLD.fields[index].key for index in order[:kept]}
    lost = [field for field in OLD.fields if field.key not in keys]
    new = _mapped_fields(lambda field: [field] if field.key in keys else [])
    sentences = [sentence for _, sentence in said(new)]
    for field in lost:
        assert sum(f"retirée : « {field.label} »" in sentence for sentence in sentences) == 1
    back = [sentence for _, sentence in said(OLD, new)]
    for field in lost:
        assert sum(f": « {field.label} »." in sentence for sentence in back) == 1
