"""A parsed page or fragment, with the few questions that the test tools ask of it. No rule lives here."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as PARSE_MESSAGES

SOFT_HYPHEN = "\u00ad"
SVG = "{http://www.w3.org/2000/svg}"
BUTTON_TYPES = ("submit", "button", "reset", "image")
# Elements that only parse inside their own parent; a fragment that begins with one is parsed there.
CONTAINERS = {
    "tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "thead": "table", "tfoot": "table",
    "caption": "table", "option": "select", "optgroup": "select",
}  # fmt: skip


class Document:
    """`root` is the html element of a page, or an invisible holder of a fragment's elements."""

    def __init__(self, root: Element, errors: list[str]) -> None:
        self.root = root
        self.errors = errors
        for template in root.iter("template"):  # what it holds is not in the page until a script copies it
            template[:], template.text = [], None
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self.id_counts = Counter(element.get("id", "") for element in self.all() if element.get("id") is not None)

    def all(self, *tags: str) -> Iterator[Element]:
        """Elements in document order, without comments; every tag if none is named."""
        for element in self.root.iter():
            if isinstance(element.tag, str) and (not tags or element.tag in tags):
                yield element

    def first(self, *tags: str) -> Element | None:
        return next(self.all(*tags), None)

    def by_id(self, name: str) -> Element | None:
        return next((element for element in self.all() if element.get("id") == name), None)

    def parent(self, element: Element) -> Element | None:
        return self._parents.get(element)

    def ancestors(self, element: Element) -> Iterator[Element]:
        """From the parent up to the root."""
        while (parent := self._parents.get(element)) is not None:
            yield parent
            element = parent

    def closest(self, element: Element, *tags: str) -> Element | None:
        return next((ancestor for ancestor in self.ancestors(element) if ancestor.tag in tags), None)

    def form_of(self, control: Element) -> Element | None:
        """The form that sends this control: the one it names by `form=`, else the one around it."""
        if (owner := control.get("form")) is not None:
            return self.by_id(owner)
        return self.closest(control, "form")

    def controls_of(self, form: Element) -> list[Element]:
        """Everything the form can send, buttons included, in document order."""
        return [c for c in self.all("input", "select", "textarea", "button") if self.form_of(c) is form]

    def labels_of(self, control: Element) -> list[Element]:
        around = self.closest(control, "label")
        name = control.get("id")
        named = [label for label in self.all("label") if name and label.get("for") == name]
        return named + ([around] if around is not None and around not in named else [])


def parse_page(html: str) -> Document:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    return Document(parser.parse(html), _errors(parser))


def parse_fragment(html: str) -> Document:
    """Parsed in the container that its first element needs, as the browser's `template` would hold it."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    first = html.lstrip().removeprefix("<").split(">", 1)[0].split()
    root = parser.parseFragment(html, container=CONTAINERS.get(first[0].lower() if first else "", "div"))
    return Document(root, _errors(parser))


def _errors(parser: html5lib.HTMLParser) -> list[str]:
    return [
        f"line {line}, column {column}: {PARSE_MESSAGES[code] % data}" for (line, column), code, data in parser.errors
    ]


def is_control(element: Element) -> bool:
    """Something a person fills: needs a label."""
    if element.tag == "input":
        return element.get("type", "text").lower() not in ("hidden", *BUTTON_TYPES)
    return element.tag in ("select", "textarea")


def is_submit(element: Element) -> bool:
    if element.tag == "button":
        return element.get("type", "submit").lower() == "submit"
    return element.tag == "input" and element.get("type", "").lower() in ("submit", "image")


def text_of(element: Element) -> str:
    """What a person reads in it: white space collapsed, images by their alt, comments and drawings left out, and the
    places where a long word may be cut.
    """
    return " ".join("".join(_texts(element)).replace(SOFT_HYPHEN, "").split())


def _texts(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag == f"{SVG}svg":
        return
    if element.tag == "img":
        yield element.get("alt", "")
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def describe(element: Element) -> str:
    """A short name for messages: `<input#id name=…>`."""
    identity = f"#{element.get('id')}" if element.get("id") else ""
    hint = next((f" {key}={element.get(key)}" for key in ("name", "href", "action", "src") if element.get(key)), "")
    words = text_of(element)[:40]
    return f"<{str(element.tag).removeprefix(SVG)}{identity}{hint}>" + (f" “{words}”" if words else "")
