"""What of a form can be opened again for a contribution: its sections, and its fields one by one. Pure.

Only what was shown to the applicant in what was sent, and can be typed: a calculated value follows from the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.schemes.definition import FormStep
from webapp.schemes.filled import FilledForm, FilledSection, FilledStep
from webapp.solicitations.rules import ItemTarget


@dataclass(frozen=True, slots=True)
class EditablePart:
    """`key`: a section's, or the name of a field. `title`: as it is offered; `label`: as the applicant reads it.

    `section`, `section_title`: where a field stands; of a section, itself.
    """

    kind: ItemTarget
    key: str
    title: str
    label: str
    section: str
    section_title: str

    @property
    def value(self) -> str:
        """As a form sends it: `section:projet`, `field:objet`."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class EditableStep:
    title: str
    parts: tuple[EditablePart, ...]


def editable_steps(form: FilledForm) -> list[EditableStep]:
    """Each section, then its fields, in the order of the pages. `form`: as it was sent."""
    steps = (EditableStep(step.step.title, tuple(_parts(step))) for step in form.steps)
    return [step for step in steps if step.parts]


def editable_part(form: FilledForm, value: str) -> EditablePart | None:
    """None for what cannot be opened again."""
    parts = (part for step in editable_steps(form) for part in step.parts)
    return next((part for part in parts if part.value == value), None)


def editable_sections(form: FilledForm) -> dict[str, EditablePart]:
    """By their keys."""
    parts = (part for step in editable_steps(form) for part in step.parts)
    return {part.key: part for part in parts if part.kind is ItemTarget.SECTION}


def fields_of(form: FilledForm, part: EditablePart) -> frozenset[str]:
    """Those that are opened with the section that `part` is; none for a field."""
    if part.kind is not ItemTarget.SECTION:
        return frozenset()
    return frozenset(field.key for one in form.definition.sections if one.key == part.key for field in one.fields)


def _parts(step: FilledStep) -> Iterator[EditablePart]:
    for section in step.sections:
        yield from _parts_of(step.step, section)


def _parts_of(step: FormStep, filled: FilledSection) -> Iterator[EditablePart]:
    section = filled.section
    typed = [one.field for one in filled.fields if one.field.is_answered]
    if not typed:
        return
    whole = f"{step.title} – {section.title}" if section.title else step.title
    name = section.title or step.title
    yield EditablePart(ItemTarget.SECTION, section.key, f"Toute la partie « {name} »", whole, section.key, name)
    for field in typed:
        label = f"{step.title} – {field.label}"
        yield EditablePart(ItemTarget.FIELD, field.key, f"{name} – {field.label}", label, section.key, name)
