"""Links, images and tables."""

from collections.abc import Iterator

from tests.support.dom import SVG, Document, describe, text_of


def links(doc: Document) -> Iterator[str]:
    for link in doc.all("a"):
        href = link.get("href")
        if not href or href == "#" or href.strip().lower().startswith("javascript:"):
            yield f"{describe(link)} has no real href"
        if not text_of(link):
            yield f"{describe(link)} has no words"


def nested_interactive(doc: Document) -> Iterator[str]:
    for inner in doc.all("a", "button", "input", "select", "textarea", "details"):
        if (outer := doc.closest(inner, "a", "button")) is not None:
            yield f"{describe(inner)} stands inside {describe(outer)}"


def images(doc: Document) -> Iterator[str]:
    for image in doc.all("img"):
        if image.get("alt") is None:
            yield f"{describe(image)} has no alt"
    for drawing in doc.all(f"{SVG}svg"):
        named = drawing.get("aria-label") or drawing.get("aria-labelledby") or drawing.findtext(f"{SVG}title")
        if drawing.get("aria-hidden") != "true" and not (drawing.get("role") == "img" and named):
            yield f"{describe(drawing)} needs aria-hidden=true, or role=img and a title"


def tables(doc: Document) -> Iterator[str]:
    for table in doc.all("table"):
        caption = table.find("caption")
        if caption is None or not text_of(caption):
            yield f"{describe(table)} has no caption"
        heads = list(table.iter("th"))
        if not heads:
            yield f"{describe(table)} has no th"
        for head in heads:
            if head.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                yield f"{describe(head)} has no scope"
            if not text_of(head):
                yield f"{describe(table)} has an empty th"


def focus_order(doc: Document) -> Iterator[str]:
    for element in doc.all():
        if element.get("tabindex", "0") not in ("0", "-1"):
            yield f"{describe(element)} changes the focus order by tabindex"


RULES = (links, nested_interactive, images, tables, focus_order)
