"""Forms: WTForms on what the browser sent. Syntax only; rules that need the database are in use cases."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import wtforms

from webapp.core.refusals import Refused


class FormData:
    """Fields as the browser sent them, each name with its list of values; the shape that WTForms reads."""

    def __init__(self, fields: Mapping[str, Sequence[Any]] | None = None) -> None:
        self._fields = {name: list(values) for name, values in (fields or {}).items()}

    def getlist(self, name: str) -> list[Any]:
        return self._fields.get(name, [])

    def get(self, name: str, default: str = "") -> Any:
        values = self._fields.get(name)
        return values[0] if values else default

    def items(self) -> Iterator[tuple[str, Any]]:
        """Each (name, value), names repeated."""
        return ((name, value) for name, values in self._fields.items() for value in values)

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


def squeeze(text: str | None) -> str | None:
    """NFC, with no space at the ends: what a phone's keyboard adds is not what the person meant."""
    return unicodedata.normalize("NFC", text).strip() if text else text


class Form(wtforms.Form):
    class Meta:
        locales = ["fr"]  # noqa: RUF012

    def refuse(self, refusal: Refused) -> None:
        """Puts a rule's reason beside its field, or at the top of the form when it is about the whole."""
        if refusal.field and refusal.field in self:
            self[refusal.field].errors = [*self[refusal.field].errors, refusal.reason]
        else:
            self.form_errors.append(refusal.reason)
