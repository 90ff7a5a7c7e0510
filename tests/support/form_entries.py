"""What a browser would send for a form: the values already in the page, then what the person changes.

Follows HTML's "constructing the entry list"; refuses what a person could not do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from tests.support.dom import BUTTON_TYPES, Document, describe, is_control, is_submit, text_of

Value = str | bool | list[str]
Upload = tuple[str, bytes, str]
"""File name, content, media type."""
NO_FILE: Upload = ("", b"", "application/octet-stream")
"""What browsers send for a file input in which nothing was chosen."""
BOUNDARY = "----portal-client-boundary"


@dataclass(slots=True)
class Entries:
    """Names and values in the order of the page; files apart, since they travel apart."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, Upload]] = field(default_factory=list)


def find_form(doc: Document, wanted: str | None) -> Element:
    """By id, or by action; without either the page must hold exactly one form outside its header and footer."""
    forms = list(doc.all("form"))
    if wanted is None:
        found = [form for form in forms if doc.closest(form, "header", "footer", "nav") is None]
    else:
        found = [form for form in forms if wanted.removeprefix("#") == form.get("id") or wanted == form.get("action")]
    assert len(found) == 1, f"{len(found)} forms match {wanted!r}, of {[describe(form) for form in forms]}"
    return found[0]


def find_button(doc: Document, form: Element, words: str | None) -> Element | None:
    """The submit button with these words (or this `name=value`); the first one without, as Enter does."""
    buttons = [c for c in doc.controls_of(form) if is_submit(c) and c.get("disabled") is None]
    if words is None:
        return buttons[0] if buttons else None
    found = [
        b for b in buttons if words in (text_of(b) or b.get("value", ""), f"{b.get('name')}={b.get('value')}")
    ] or [b for b in buttons if text_of(b).startswith(words)]
    assert len(found) == 1, f"{len(found)} buttons match {words!r}, of {[describe(b) for b in buttons]}"
    return found[0]


def entries(
    doc: Document,
    form: Element,
    changes: Mapping[str, Value],
    files: Mapping[str, Upload | list[Upload]],
    button: Element | None,
) -> Entries:
    """`changes` and `files` are keyed by field name or by label. AssertionError for what cannot be filled."""
    controls = [control for control in doc.controls_of(form) if not _disabled(doc, control)]
    wanted: dict[str, Value] = {_name(doc, controls, key): value for key, value in changes.items()}
    chosen = {_name(doc, controls, key): value for key, value in files.items()}
    for name, value in wanted.items():
        _check([c for c in controls if c.get("name") == name and is_control(c)], name, value)
    sent = Entries()
    for control in controls:
        name = control.get("name", "")
        if not name:
            continue
        if control is button:
            sent.fields.append((name, control.get("value", "")))
        elif control.get("type") == "file":
            uploads = chosen.get(name, NO_FILE)
            sent.files += [(name, one) for one in (uploads if isinstance(uploads, list) else [uploads])]
        elif control.tag != "button" and control.get("type") not in BUTTON_TYPES:
            sent.fields += [(name, value) for value in _values(control, wanted.get(name))]
    return sent


def _disabled(doc: Document, control: Element) -> bool:
    fieldsets = [a for a in doc.ancestors(control) if a.tag == "fieldset" and a.get("disabled") is not None]
    return control.get("disabled") is not None or bool(fieldsets)


def _name(doc: Document, controls: list[Element], key: str) -> str:
    """The field's name; `key` may be its label, with or without the star."""
    if any(control.get("name") == key for control in controls):
        return key
    labelled = {
        control.get("name", "")
        for control in filter(is_control, controls)
        for label in doc.labels_of(control)
        if key in (text_of(label), text_of(label).removesuffix(" *"))
    }
    here = sorted({control.get("name", "") for control in controls})
    assert len(labelled) == 1, f"{len(labelled)} fields are called {key!r}; the form has {here}"
    return labelled.pop()


def _check(controls: list[Element], name: str, value: Value) -> None:
    assert controls, f"{name!r} cannot be filled: it is hidden"
    assert all(control.get("readonly") is None for control in controls), f"{name!r} is read-only"
    kind = controls[0].get("type", "text")
    assert kind != "file", f"{name!r} takes a file: give it in files="
    if controls[0].tag == "select":
        offered = _options(controls[0])
    elif kind in ("radio", "checkbox"):
        offered = [control.get("value", "on") for control in controls]
    else:
        assert isinstance(value, str), f"{name!r} takes text, not {value!r}"
        return
    missing = set([value] if isinstance(value, str) else value if isinstance(value, list) else []) - set(offered)
    assert not missing, f"{name!r} does not offer {sorted(missing)}, only {offered}"


def _options(select: Element) -> list[str]:
    return [option.get("value", text_of(option)) for option in select.iter("option") if option.get("disabled") is None]


def _values(control: Element, wanted: Value | None) -> list[str]:
    if control.tag == "select":
        return _selected(control, wanted)
    if control.get("type") in ("radio", "checkbox"):
        own = control.get("value", "on")
        ticked = control.get("checked") is not None if wanted is None else wanted is True or own in _several(wanted)
        return [own] if ticked else []
    if control.get("type") == "hidden":
        return [control.get("value", "")]
    present = (control.text or "") if control.tag == "textarea" else control.get("value", "")
    text = wanted if isinstance(wanted, str) else present
    return [text.replace("\r\n", "\n").replace("\n", "\r\n")]


def _selected(select: Element, wanted: Value | None) -> list[str]:
    if wanted is not None:
        return _several(wanted)
    chosen = [o.get("value", text_of(o)) for o in select.iter("option") if o.get("selected") is not None]
    return chosen or ([] if select.get("multiple") is not None else _options(select)[:1])


def _several(wanted: Value) -> list[str]:
    if isinstance(wanted, bool):
        return []
    return [wanted] if isinstance(wanted, str) else wanted


def encode(sent: Entries, enctype: str) -> tuple[str, bytes]:
    """Content type and body. AssertionError if a file was chosen in a form that would send its name only."""
    if enctype != "multipart/form-data":
        assert not any(name for _, (name, _, _) in sent.files), "files need enctype=multipart/form-data"
        return "application/x-www-form-urlencoded", urlencode(sent.fields).encode()
    body = b""
    for name, value in sent.fields:
        body += _part(f'name="{_quoted(name)}"', value.encode())
    for name, (filename, content, media_type) in sent.files:
        disposition = f'name="{_quoted(name)}"; filename="{_quoted(filename)}"\r\nContent-Type: {media_type}'
        body += _part(disposition, content)
    return f"multipart/form-data; boundary={BOUNDARY}", body + f"--{BOUNDARY}--\r\n".encode()


def _part(disposition: str, content: bytes) -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode() + content + b"\r\n"


def _quoted(name: str) -> str:
    """As HTML says for multipart names: only these three are escaped, by percent signs."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
