"""Forms: WTForms on what the browser sent. Syntax only; rules that need the database are in use cases."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import wtforms

from webapp.core.french import number
from webapp.core.refusals import Final, Refused

MANY_LINES = (wtforms.TextAreaField, wtforms.PasswordField)
"""Of a password nothing is changed."""
LONGEST_LINE, LONGEST_TEXT = 1_000, 20_000
"""In characters, whatever the field: its own rules come after, some of which take long."""
TOO_LONG = "Saisissez {most} caractères au plus ({typed} saisis)."


class FormData:
    """Fields as the browser sent them, each name with its list of values; the shape that WTForms reads.

    `given_back`: why these fields are only shown again; an empty text for a form that is to be acted upon.
    """

    def __init__(self, fields: Mapping[str, Sequence[Any]] | None = None, *, given_back: str = "") -> None:
        self._fields = {name: list(values) for name, values in (fields or {}).items()}
        self.given_back = given_back

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Any]], *, given_back: str = "") -> "FormData":
        fields: dict[str, list[Any]] = {}
        for name, value in pairs:
            fields.setdefault(name, []).append(value)
        return cls(fields, given_back=given_back)

    def getlist(self, name: str) -> list[str]:
        """Without files: whoever sends one instead of a text has typed nothing."""
        return [value for value in self._fields.get(name, []) if isinstance(value, str)]

    def get(self, name: str, default: str = "") -> str:
        values = self.getlist(name)
        return values[0] if values else default

    def uploads(self, name: str) -> list[Any]:
        """The files that were sent, as the web keeps them."""
        return [value for value in self._fields.get(name, []) if not isinstance(value, str)]

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


def one_line(text: str | None) -> str | None:
    """What a control of one line could hold: a browser takes line breaks out of it, a program may send some."""
    return " ".join(line for line in text.splitlines() if line) if text else text


class Form(wtforms.Form):
    class Meta:
        locales = ["fr"]  # noqa: RUF012

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            field = unbound_field.bind(form=form, **options)
            if isinstance(field, wtforms.StringField) and not isinstance(field, MANY_LINES):
                field.filters = (one_line, *field.filters)
            return field

    def __init__(self, formdata: FormData | None = None, *, scope: str = "", **options: Any) -> None:
        """`scope` begins the id of each control, where a page may hold two forms with the same names."""
        super().__init__(formdata, **options)
        self.scope = scope
        for field in self if scope else ():
            field.id = f"{scope}-{field.id}"
        self.given_back = formdata.given_back if formdata is not None else ""
        if self.given_back:
            self.form_errors.append(self.given_back)

    def process(self, *args: Any, **options: Any) -> None:
        """A line that is far too long is cut before anything is worked out from it; to show it again is work too."""
        super().process(*args, **options)
        for field in self:
            longest = _longest(field)
            if longest and isinstance(field.data, str) and len(field.data) > longest:
                field.process_errors = [TOO_LONG.format(most=number(longest), typed=number(len(field.data)))]
                field.data = field.data[:longest] if longest == LONGEST_LINE else field.data

    def validate(self, *args: Any, **options: Any) -> bool:
        """Never true of a form that is given back; nothing in it is called wrong before it is sent again.

        What is far too long is told first, and alone: the rest of the form is not looked at.
        """
        if self.given_back:
            return False
        too_long = [field for field in self if _longest(field) and field.process_errors]
        for field in too_long:
            field.errors = list(field.process_errors)
        return not too_long and bool(super().validate(*args, **options))

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Round a use case: what it refuses stands beside its field afterwards, as `refuse` does. Lets Final pass."""
        try:
            yield
        except Final:
            raise
        except Refused as refusal:
            self.refuse(refusal)

    def refuse(self, refusal: Refused) -> None:
        """Puts a rule's reason beside its field, or at the top of the form when it is about the whole."""
        if self.given_back:
            return
        if refusal.field and refusal.field in self:
            self[refusal.field].errors = [*self[refusal.field].errors, refusal.reason]
        else:
            self.form_errors.append(refusal.reason)


class MomentField(wtforms.Field):
    """An instant that the page knew, which comes back with its form; None for none, and for what is not ours."""

    widget = wtforms.widgets.HiddenInput()

    def _value(self) -> str:
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            self.data = datetime.fromisoformat(valuelist[0]) if valuelist else None
        except ValueError:
            self.data = None


def at_most(most: int, sentence: str = TOO_LONG) -> Callable[[Form, Any], None]:
    """So many characters; no `maxlength`, which would cut what was typed without a word."""

    def check(form: Form, field: Any) -> None:
        typed = len(field.data or "")
        if typed > most:
            raise wtforms.ValidationError(sentence.format(most=most, typed=typed))

    return check


def in_order(form: Form, names: Sequence[str]) -> None:
    """Fields in the order of the page, in which errors are listed; needed where they come from several classes.

    Raises LookupError for a field that is not named, which would be shown and never checked, and for a name of none.
    """
    if strays := set(names) ^ {field.name for field in form}:
        raise LookupError(f"{type(form).__name__}: in its order or in its fields only: {', '.join(sorted(strays))}")
    form._fields = {name: form[name] for name in names}


def _longest(field: Any) -> int:
    """In characters; 0 for what is not typed."""
    if isinstance(field, (wtforms.HiddenField, *MANY_LINES)):
        return LONGEST_TEXT
    return LONGEST_LINE if isinstance(field, wtforms.StringField) else 0
