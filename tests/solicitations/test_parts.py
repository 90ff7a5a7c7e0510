"""What a contribution may open again: what was shown and typed, section by section, field by field."""

from datetime import date

from tests.factories.applications import GOOD_ANSWERS, RICH_FILE, definition, with_fields
from webapp.schemes.definition import Field, FieldType, from_toml
from webapp.schemes.engine import fill
from webapp.schemes.filled import FilledForm
from webapp.solicitations.parts import editable_part, editable_sections, editable_steps, fields_of

TODAY = date(2026, 11, 23)


def small() -> FilledForm:
    return fill(definition(), GOOD_ANSWERS, {}, TODAY)


def rich(**answers: str) -> FilledForm:
    return fill(from_toml(RICH_FILE.read_text(encoding="utf-8")), answers, {}, TODAY)


def values(form: FilledForm) -> list[str]:
    return [part.value for step in editable_steps(form) for part in step.parts]


def test_each_section_then_its_fields_in_the_order_of_the_form() -> None:
    assert values(small())[:5] == [
        "section:demande",
        "field:nature",
        "field:montant_sollicite",
        "section:association",
        "field:objet",
    ]


def test_the_applicant_reads_the_step_and_the_words_of_the_form() -> None:
    part = editable_part(rich(), "field:titre")
    assert part is not None
    assert part.label.startswith("Votre projet – ")
    section = editable_part(rich(), "section:presentation")
    assert section is not None
    assert section.label == "Votre projet – Présentation"


def test_what_was_not_shown_is_not_opened() -> None:
    hidden = {"section:emplois", "field:salaries", "section:postes", "field:postes"}
    assert hidden.isdisjoint(values(rich(emploi="non")))
    assert hidden <= set(values(rich(emploi="oui")))


def test_what_is_calculated_or_only_said_is_not_opened() -> None:
    said = Field(key="note", type=FieldType.EXPLANATION, label="À savoir", text="Rien.")
    form = fill(with_fields(said), GOOD_ANSWERS, {}, TODAY)
    assert not {"field:note", "section:en_plus"} & set(values(form))
    assert "field:total" not in values(rich())
    assert "field:depenses" in values(rich())


def test_a_section_and_a_field_of_the_same_key_are_two_parts() -> None:
    assert {"section:budget", "field:budget"} <= set(values(rich()))


def test_a_section_holds_its_fields_and_a_field_holds_none() -> None:
    form = small()
    section, field = editable_part(form, "section:demande"), editable_part(form, "field:nature")
    assert section is not None
    assert field is not None
    assert fields_of(form, section) == {"nature", "montant_sollicite"}
    assert fields_of(form, field) == frozenset()


def test_sections_are_told_by_their_keys() -> None:
    assert {key: part.value for key, part in editable_sections(small()).items()} == {
        "demande": "section:demande",
        "association": "section:association",
    }


def test_what_is_no_part_is_none() -> None:
    for value in ("", "section:", "piece:statuts", "field:demande", "section:objet", "field:total", "é" * 300):
        assert editable_part(rich(), value) is None
