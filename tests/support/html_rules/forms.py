"""Forms that work without JavaScript, and that everybody can fill."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tests.support.dom import BUTTON_TYPES, Document, describe, is_control, is_submit, text_of

CSRF = "csrf_token"


def csrf_inputs(doc: Document) -> list[Element]:
    return [element for element in doc.all("input") if element.get("name") == CSRF]


def addresses(doc: Document) -> Iterator[str]:
    for form in doc.all("form"):
        action, method = form.get("action", ""), form.get("method", "")
        if method not in ("get", "post"):
            yield f"{describe(form)} needs method get or post, has {method!r}"
        if not action or urlsplit(action).scheme or urlsplit(action).netloc:
            yield f"{describe(form)} needs an action on this site, has {action!r}"
        if not any(is_submit(control) for control in doc.controls_of(form)):
            yield f"{describe(form)} has no button that sends it"


def csrf(doc: Document) -> Iterator[str]:
    for form in doc.all("form"):
        tokens = [c for c in doc.controls_of(form) if c.get("name") == CSRF]
        hidden = [c for c in tokens if c.get("type") == "hidden" and c.get("value")]
        if form.get("method") == "post" and len(hidden) != 1:
            yield f"{describe(form)} needs one hidden {CSRF} with a value, has {len(hidden)}"
        if form.get("method") == "get" and tokens:
            yield f"{describe(form)} would put {CSRF} in the address"


def uploads(doc: Document) -> Iterator[str]:
    for control in doc.all("input"):
        form = doc.form_of(control)
        if control.get("type") == "file" and form is not None and form.get("enctype") != "multipart/form-data":
            yield f"{describe(form)} has a file input and no enctype=multipart/form-data"


def labels(doc: Document) -> Iterator[str]:
    for control in filter(is_control, doc.all()):
        named = any(text_of(label) for label in doc.labels_of(control))
        if not named and not control.get("aria-label") and not control.get("aria-labelledby"):
            yield f"{describe(control)} has no label"
        if not control.get("name"):
            yield f"{describe(control)} has no name: it is never sent"


def groups(doc: Document) -> Iterator[str]:
    choices = [c for c in doc.all("input") if c.get("type") in ("radio", "checkbox")]
    sizes = Counter((c.get("name"), doc.form_of(c)) for c in choices)
    for choice in choices:
        alone = choice.get("type") == "checkbox" and sizes[(choice.get("name"), doc.form_of(choice))] == 1
        if not alone and _legend(doc, choice) is None:
            yield f"{describe(choice)} is one of several: it needs a fieldset with a legend"


def _legend(doc: Document, control: Element) -> Element | None:
    fieldset = doc.closest(control, "fieldset")
    first = next(iter(fieldset), None) if fieldset is not None else None
    return first if first is not None and first.tag == "legend" and text_of(first) else None


def required(doc: Document) -> Iterator[str]:
    """What must be filled is said in the label's words, and to assistive technology; both or neither."""
    for control in filter(is_control, doc.all()):
        if control.get("type") == "radio":
            naming = [legend] if (legend := _legend(doc, control)) is not None else []
        else:
            naming = doc.labels_of(control)
        starred = any(text_of(element).endswith(" *") for element in naming)
        must = control.get("required") is not None or control.get("aria-required") == "true"
        if must and not starred:
            yield f'{describe(control)} is required: its label or legend must end with " *"'
        if starred and not must and control.get("type") not in ("radio", "file"):
            yield f'{describe(control)} has a label with " *" and is not required'


def errors(doc: Document) -> Iterator[str]:
    for control in doc.all():
        fieldset = doc.closest(control, "fieldset")
        explained = [control] if fieldset is None else [control, fieldset]
        if control.get("aria-invalid") == "true" and not any(e.get("aria-describedby") for e in explained):
            yield f"{describe(control)} is invalid and no aria-describedby says why"


def buttons(doc: Document) -> Iterator[str]:
    for button in doc.all("button"):
        if not text_of(button):
            yield f"{describe(button)} has no words"
        if doc.form_of(button) is None and not button.get("form") and button.get("type") != "button":
            yield f"{describe(button)} sends nothing: give it a form, or type=button"
    for button in doc.all("input"):
        if button.get("type") in BUTTON_TYPES and not (button.get("value") or button.get("alt")):
            yield f"{describe(button)} has no words"


RULES = (addresses, csrf, uploads, labels, groups, required, errors, buttons)
