"""What the content security policy refuses, and htmx that would not work without JavaScript."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tests.support.dom import Document, describe

REQUESTS = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", "hx-action", "hx-boost")
FORBIDDEN = ("base", "iframe", "object", "embed", "applet", "style")


def scripts(doc: Document) -> Iterator[str]:
    for script in doc.all("script"):
        if not script.get("src") or (script.text or "").strip():
            yield f"{describe(script)} is inline"
    for element in doc.all(*FORBIDDEN):
        yield f"{describe(element)} is refused by our policy"
    for meta in doc.all("meta"):
        if meta.get("http-equiv", "").lower() == "refresh":
            yield "<meta http-equiv=refresh> moves the page on its own"


def same_origin_assets(doc: Document) -> Iterator[str]:
    for element in doc.all("script", "img", "link", "source", "audio", "video"):
        address = element.get("href") if element.tag == "link" else element.get("src")
        if address and (urlsplit(address).scheme or urlsplit(address).netloc):
            yield f"{describe(element)} is loaded from elsewhere"


def attributes(doc: Document) -> Iterator[str]:
    for element in doc.all():
        for name, value in element.items():
            if name == "style":
                yield f"{describe(element)} has an inline style"
            if name.startswith("on"):
                yield f"{describe(element)} has an inline handler {name}"
            if name.startswith("hx-on"):
                yield f"{describe(element)} has {name}, which needs eval"
            if value.strip().lower().startswith("javascript:") or (name.startswith("hx-") and value.startswith("js:")):
                yield f"{describe(element)} has script in {name}"
            if name.partition(":")[0] == "hx-trigger" and "[" in value:
                yield f"{describe(element)} has a trigger filter, which needs eval"


def enhancement(doc: Document) -> Iterator[str]:
    """htmx only speeds up what plain HTML already does, at the same address."""
    for element in doc.all():
        for name, value in element.items():
            request = name.partition(":")[0]
            if request not in REQUESTS:
                continue
            if request in ("hx-put", "hx-patch", "hx-delete", "hx-action", "hx-boost"):
                yield f"{describe(element)} has {name}: HTML alone knows get and post only"
            elif not _works_without(doc, element):
                yield f"{describe(element)} has {name} and does nothing without JavaScript"
            elif (plain := _plain_address(element, request)) is not None and value and value != plain:
                yield f"{describe(element)} has {name}={value!r}, another address than without JavaScript: {plain!r}"


def _works_without(doc: Document, element: Element) -> bool:
    if element.tag == "form":
        return bool(element.get("action"))
    if element.tag == "a":
        return bool(element.get("href"))
    # The wrapper of a field that is saved by itself stands outside the form, its controls name the form.
    return doc.closest(element, "form") is not None or any(control.get("form") for control in element.iter())


def _plain_address(element: Element, request: str) -> str | None:
    if element.tag == "a" and request == "hx-get":
        return element.get("href", "").partition("#")[0]  # where to look in the page: a part of it needs no such thing
    if element.tag == "form" and request == f"hx-{element.get('method', 'get').lower()}":
        return element.get("action")
    return None


RULES = (scripts, same_origin_assets, attributes, enhancement)
