"""Ids are unique, and what points to an id finds it."""

from collections.abc import Iterator
from urllib.parse import unquote

from tests.support.dom import Document, describe

# Attributes that hold ids, separated by spaces.
ID_ATTRIBUTES = (
    "for", "form", "list", "headers", "popovertarget", "aria-labelledby", "aria-describedby", "aria-controls",
    "aria-owns", "aria-details", "aria-errormessage", "aria-activedescendant",
)  # fmt: skip
SELECTOR_ATTRIBUTES = ("hx-target", "hx-select", "hx-include", "hx-indicator")


def unique_ids(doc: Document) -> Iterator[str]:
    for name, count in doc.id_counts.items():
        if count > 1:
            yield f"id {name!r} is used {count} times"
        if not name or name.split() != [name]:
            yield f"id {name!r} is empty or has a space"


def label_targets(doc: Document) -> Iterator[str]:
    """Of a fragment too: a label and its control are swapped together."""
    for label in doc.all("label"):
        if (name := label.get("for")) is not None and name not in doc.id_counts:
            yield f"{describe(label)} is for={name!r}, which is nowhere"


def id_references(doc: Document) -> Iterator[str]:
    for element in doc.all():
        for attribute in ID_ATTRIBUTES:
            if attribute == "for" and element.tag == "label":
                continue
            for name in element.get(attribute, "").split():
                if name not in doc.id_counts:
                    yield f"{describe(element)} has {attribute}={name!r}, which is nowhere"
        for attribute in SELECTOR_ATTRIBUTES:
            selector = element.get(attribute, "")
            if selector.startswith("#") and selector[1:] not in doc.id_counts:
                yield f"{describe(element)} has {attribute}={selector!r}, which is nowhere"


def anchors(doc: Document) -> Iterator[str]:
    for link in doc.all("a"):
        href = link.get("href", "")
        if len(href) > 1 and href.startswith("#") and unquote(href[1:]) not in doc.id_counts:
            yield f"{describe(link)} leads to an id that is nowhere"


PAGE_RULES = (unique_ids, label_targets, id_references, anchors)
FRAGMENT_RULES = (unique_ids, label_targets)
