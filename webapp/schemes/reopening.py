"""What can be changed when the Region reopens some fields of a form: those, and all that a rule ties to them. Pure.

The form must hold together again once they are changed. So what they decide is open too: what is asked only then, what
is bounded by them or computed from them; and where a rule compares several answers, all of them, with what they are
computed from. What is tied to those in turn is open as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from msgspec.structs import replace

from webapp.schemes.conditions import FACT, Condition
from webapp.schemes.definition import WORDS_ONLY, Field, FormStep, Rule, SchemeDefinition, Section
from webapp.schemes.dependencies import key_of, names_needed
from webapp.schemes.filled import FilledForm, FilledSection, FilledStep


@dataclass(frozen=True, slots=True)
class Reopened:
    """`asked`: the fields that the Region named; `fields`: those and what is tied to them; `pieces`: keys of slots."""

    asked: frozenset[str]
    fields: frozenset[str]
    pieces: frozenset[str]

    def holds(self, name: str) -> bool:
        """Of a control: see controls.py."""
        return key_of(name) in self.fields

    def opens_bank_account(self, definition: SchemeDefinition) -> bool:
        """It is given beside the piece that proves it."""
        return any(piece.bank_account and piece.key in self.pieces for piece in definition.pieces)


@lru_cache(maxsize=256)
def reopened(definition: SchemeDefinition, asked: frozenset[str]) -> Reopened:
    """`asked`: keys of fields; those that the scheme does not have are passed over."""
    needs = {
        field.key: {key_of(name) for name in names_needed(step, section, field)}
        for step in definition.steps
        for section in step.sections
        for field in section.fields
    }
    rules = [(set(_compared(rule, definition)), _fields_in(rule.when)) for rule in definition.rules]
    found = set(asked) & needs.keys()
    while True:
        more = {key for key, names in needs.items() if names & found}
        more |= {key for keys, when in rules if (keys | when) & found for key in keys}
        if more <= found:
            break
        found |= more
    pieces = {piece.key for piece in definition.pieces if _fields_in(piece.when) & found}
    return Reopened(asked.intersection(needs), frozenset(found), frozenset(pieces))


def _compared(rule: Rule, definition: SchemeDefinition) -> Iterator[str]:
    """The fields that a rule speaks of, and what those of them that are computed are made of."""
    waiting = [rule.field, *_fields_in(rule.check)]
    seen: set[str] = set()
    while waiting:
        key = waiting.pop()
        field = definition.fields_by_key.get(key)
        if field is None or key in seen:
            continue
        seen.add(key)
        yield key
        if field.formula:
            waiting += [key_of(name) for name in field.formula.names]


def _fields_in(condition: Condition | None) -> set[str]:
    return {key_of(name) for name in condition.names if not name.startswith(FACT)} if condition else set()


def only_reopened(form: FilledForm, open_parts: Reopened) -> FilledForm:
    """The form without what cannot be changed; explanations stay with what they explain."""
    steps = (_step(step, open_parts) for step in form.steps)
    pieces = tuple(piece for piece in form.pieces if piece.key in open_parts.pieces)
    return FilledForm(form.definition, (), tuple(step for step in steps if step.sections), pieces)


def _step(filled: FilledStep, open_parts: Reopened) -> FilledStep:
    sections = tuple(
        section for section in filled.step.sections if any(_is_open(field, open_parts) for field in section.fields)
    )
    step: FormStep = replace(filled.step, sections=tuple(_section(section, open_parts) for section in sections))
    kept = {section.key: section for section in step.sections}
    return FilledStep(
        step,
        tuple(
            FilledSection(kept[one.section.key], fields)
            for one in filled.sections
            if one.section.key in kept
            and (fields := tuple(field for field in one.fields if _stays(field.field, open_parts)))
        ),
    )


def _section(section: Section, open_parts: Reopened) -> Section:
    return replace(section, fields=tuple(field for field in section.fields if _stays(field, open_parts)))


def _is_open(field: Field, open_parts: Reopened) -> bool:
    return field.key in open_parts.fields


def _stays(field: Field, open_parts: Reopened) -> bool:
    return field.type in WORDS_ONLY or _is_open(field, open_parts)
