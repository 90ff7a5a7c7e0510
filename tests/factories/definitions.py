"""Small forms, written as a scheme's file writes them, and filled in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from webapp.schemes.conditions import Condition
from webapp.schemes.definition import Field, SchemeDefinition
from webapp.schemes.engine import fill
from webapp.schemes.filled import Fact, Filled, FilledForm

TODAY = date(2026, 11, 26)
_AROUND = {
    "title": "Une aide",
    "theme": "Vie associative",
    "families": ["association"],
    "summary": "Une aide.",
    "campaign": {"opens": "2026-01-01T00:00:00", "closes": "2026-12-31T00:00:00"},
    "service": {
        "slug": "service",
        "name": "Service",
        "address": "1 place de la Région",
        "email": "service@region.example",
        "phone": "05 61 00 00 00",
    },
    "sheet": {"purpose": "Aider.", "beneficiaries": "Tous.", "amount": "100 €", "calendar": "Toute l'année."},
    "intro": {"text": "Prévoyez dix minutes."},
    "sworn_statement": {"text": "Je certifie."},
}
Part = dict[str, Any]


def asked(key: str, kind: str = "text", **options: Any) -> Part:
    """A field; its label is its key with a capital."""
    return {"key": key, "type": kind, "label": key.replace("_", " ").capitalize(), **options}


def computed(key: str, **formula: Any) -> Part:
    """An amount, unless `result` says otherwise; `hidden` and `when` go to the field."""
    field = {name: formula.pop(name) for name in ("result", "hidden", "when", "unit") if name in formula}
    return asked(key, "computed", formula=formula, **field)


def table(key: str, *columns: Part, **options: Any) -> Part:
    return asked(key, "table", columns=list(columns), **options)


def section(key: str, *fields: Part, **options: Any) -> Part:
    return {"key": key, "title": key.capitalize(), "fields": list(fields), **options}


def step(key: str, *sections: Part, **options: Any) -> Part:
    return {"key": key, "title": key.capitalize(), "sections": list(sections), **options}


def question(key: str, expected: str = "oui") -> Part:
    return {
        "key": key,
        "label": key.capitalize(),
        "expected": expected,
        "reason": "Cette aide est réservée aux autres.",
    }


def scheme(*fields: Part, **parts: Any) -> SchemeDefinition:
    """`fields` in one section of one step, unless `steps` are given."""
    steps = parts.pop("steps", None) or [step("dossier", section("section", *fields))]
    return msgspec.convert(_AROUND | {"steps": steps} | parts, SchemeDefinition)


def field_of(part: Part) -> Field:
    return msgspec.convert(part, Field)


def condition(**written: Any) -> Condition:
    """`is_`, `all_`, `any_` and `not_` are what the file calls is, all, any and not."""
    return msgspec.convert({key.rstrip("_"): value for key, value in written.items()}, Condition)


def fill_in(
    definition: SchemeDefinition,
    answers: Mapping[str, str] | None = None,
    facts: Mapping[str, Fact] | None = None,
    today: date = TODAY,
) -> FilledForm:
    return fill(definition, answers or {}, facts or {}, today)


def the(form: FilledForm, key: str) -> Filled:
    """A field that this form asks."""
    filled = form.field(key)
    assert filled is not None, f"{key} is not asked"
    return filled


def asked_keys(form: FilledForm) -> list[str]:
    return [filled.field.key for filled in form.fields]
