"""Two versions of one block side by side, for the person who came second to choose field by field."""

from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.fields import SelectFieldBase

from webapp.core.forms import Form
from webapp.editing import texts
from webapp.editing.saving import Earlier, Overtaken


@dataclass(frozen=True, slots=True)
class Choice:
    """What a field would send in each version, and how it reads. `mine_is_chosen`: what the form proposes."""

    name: str
    label: str
    mine: str
    theirs: str
    mine_shown: str
    theirs_shown: str
    mine_is_chosen: bool


@dataclass(frozen=True, slots=True)
class TwoVersions:
    """`same`: the fields that go with the form without a question."""

    choices: tuple[Choice, ...]
    same: tuple[tuple[str, str], ...]
    version: int
    earlier: Earlier


def compare(mine: Form, theirs: Form, base: Form, overtaken: Overtaken) -> TwoVersions:
    """The three forms are of one kind; `base` is what both persons began with."""
    choices, same = [], []
    for field in mine:
        name = field.name
        ours, other = _text(field), _text(theirs[name])
        if isinstance(field, HiddenField):
            same += [(name, ours or other)] if name != "version" else []
        elif ours == other:
            same.append((name, ours))
        else:
            chosen = ours != _text(base[name])
            shown = _shown(field, ours), _shown(theirs[name], other)
            choices.append(Choice(name, field.label.text, ours, other, *shown, mine_is_chosen=chosen))
    return TwoVersions(tuple(choices), tuple(same), overtaken.version, overtaken.earlier)


def _text(field: Any) -> str:
    """As the browser would send it."""
    if isinstance(field, BooleanField):
        return "y" if field.data else ""
    if isinstance(field, SelectFieldBase):
        return field.data or ""
    return str(field._value())


def _shown(field: Any, text: str) -> str:
    if isinstance(field, BooleanField):
        return texts.YES_NO[text]
    if isinstance(field, SelectFieldBase):
        return next((label for value, label, *_ in field.iter_choices() if value == text), texts.EMPTY)
    return text or texts.EMPTY
