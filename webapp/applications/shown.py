"""The questions of a scheme as the components of our pages take them, and what was typed as it came."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from webapp.applications.rules import control_id
from webapp.core.forms import FormData, one_line
from webapp.schemes.controls import ROW, find_control
from webapp.schemes.definition import NOT_TYPED, Field, FieldType, FormStep, SchemeDefinition, Section
from webapp.schemes.filled import Filled, FilledForm, FilledSection, FilledStep
from webapp.schemes.values import suggestions

YES_NO = (("oui", "Oui"), ("non", "Non"))
ELIGIBILITY = FormStep(
    key="criteres",
    title="Critères d'éligibilité",
    sections=(Section(key="criteres", title="", fields=()),),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A control with the names that the macros of components/ read from a field of WTForms."""

    filled: Filled
    shows_missing: bool = False

    @property
    def id(self) -> str:
        return control_id(self.filled.name)

    @property
    def name(self) -> str:
        return self.filled.name

    @property
    def label(self) -> Any:
        return SimpleNamespace(text=self.filled.field.label)

    @property
    def flags(self) -> Any:
        return SimpleNamespace(required=self.filled.field.required)

    @property
    def errors(self) -> list[str]:
        said = self.filled.problem or (self.filled.missing if self.shows_missing else "")
        return [said] if said else []

    @property
    def data(self) -> str:
        return self.filled.text

    @property
    def understood(self) -> str:
        """How the portal reads what was typed, where that is not the same to the letter."""
        filled = self.filled
        if filled.problem or filled.field.type in (*AS_TYPED, *NOT_TYPED):
            return ""
        typed, shown = (_PLAIN.sub("", text.removesuffix(filled.field.unit)) for text in (filled.text, filled.shown))
        return filled.shown if typed not in (shown, shown.removesuffix(",00")) else ""

    @property
    def searched(self) -> str:
        """What stands in the field where one searches: of several answers, what is in no list."""
        if self.filled.field.type is not FieldType.CHOICES:
            return self.filled.text
        return next((line for line in self.chosen if line not in self.filled.field.choices), "")

    @property
    def proposals(self) -> tuple[str, ...]:
        """What resembles a text that is in no list."""
        return suggestions(self.filled.field, self.searched, 6) if self.filled.problem else ()

    @property
    def chosen(self) -> list[str]:
        return [line for line in self.filled.text.split("\n") if line]

    def _value(self) -> str:
        return self.filled.text

    def iter_choices(self) -> Iterator[tuple[str, str, bool, dict[str, Any]]]:
        field = self.filled.field
        choices = YES_NO if field.type is FieldType.YES_NO else tuple((choice, choice) for choice in field.choices)
        chosen = self.chosen
        return ((value, label, value in chosen, {}) for value, label in choices)


AS_TYPED = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.YES_NO, FieldType.CHOICE, FieldType.CHOICES)
_PLAIN = re.compile(r"[\s\u00a0\u202f€%]")


def typed_in(definition: SchemeDefinition, fields: FormData) -> dict[str, str]:
    """What was sent of the scheme's controls. A control with several values is kept one value a line."""
    typed = {}
    for name in fields:
        control = find_control(definition, name)
        if control and control is not ROW:  # rows come and go by their buttons
            typed[name] = _text(control, fields.getlist(name))
    return typed


def _text(control: Field, values: list[str]) -> str:
    if control.type is FieldType.CHOICES:
        return "\n".join(dict.fromkeys(value.strip() for value in values if value.strip()))
    text = next((value for value in values if value.strip()), "")
    return text if control.type is FieldType.LONG_TEXT else one_line(text) or ""


def eligibility_step(form: FilledForm) -> FilledStep:
    """The questions of eligibility as a page like the others."""
    return FilledStep(ELIGIBILITY, (FilledSection(ELIGIBILITY.sections[0], form.eligibility),))


def questions_to_correct(step: FilledStep, *, shows_missing: bool) -> list[Question]:
    """Those of the page whose sentence stands beside them, in its order: for the summary of errors."""
    questions = (Question(leaf, shows_missing) for leaf in step.leaves)
    return [question for question in questions if question.errors]


def changed_sections(before: FilledStep | None, after: FilledStep) -> list[str]:
    """Keys of the sections that no longer look as they did, whatever is typed in them."""
    looked = _looks(before) if before else {}
    looks = _looks(after)
    return [section.key for section in after.step.sections if looked.get(section.key) != looks.get(section.key)]


def _looks(step: FilledStep) -> Mapping[str, object]:
    return {
        section.section.key: [_looks_like(leaf) for one in section.fields for leaf in one.leaves]
        for section in step.sections
    }


def _looks_like(leaf: Filled) -> tuple[object, ...]:
    shown = Question(leaf).understood if leaf.field.is_answered else leaf.shown
    return leaf.name, leaf.problem, shown, *_figures(leaf)


def _figures(leaf: Filled) -> tuple[object, ...]:
    totals = leaf.budget and ([one.total for one in leaf.budget.classes], leaf.budget.imbalance)
    return tuple(row.name for row in leaf.rows), tuple(leaf.totals.items()), totals
