"""Swapped equals reloaded: apply an htmx answer to the page it came from, and compare with a fresh load."""

import difflib
from collections.abc import Iterator
from copy import deepcopy
from xml.etree.ElementTree import Element

import html5lib

from tests.support.dom import Document, parse_fragment, parse_page
from tests.support.html_rules.forms import CSRF

OUTER = ("outerMorph", "outerHTML")
BEFORE = "beforebegin"
# Hidden fields that no two renderings share: the token, and the key of a form that makes something once.
NEW_EACH_TIME = (CSRF, "key")
INNER = ("innerHTML", "innerMorph")


def swapped(page_html: str, fragment_html: str, target_id: str, how: str = "outerMorph") -> str:
    """The page as htmx leaves it: the fragment at `target_id`, each `hx-partial` at its own target, the title said.

    Raises AssertionError where a target is not in the page, since htmx would then lose the answer.
    """
    page, fragment = parse_page(page_html), parse_fragment(fragment_html)
    children = list(fragment.root)
    partials = [child for child in children if child.tag == "hx-partial"]
    titles = [child for child in children if child.tag == "title"]
    roots = [child for child in children if child not in partials and child not in titles]
    words = fragment.root.text or ""
    if roots or words.strip():
        _put(page, target_id, roots, how, text=words)
    for partial in partials:
        holder = [deepcopy(child) for child in partial]
        place = partial.get("hx-target", "").removeprefix("#")
        _put(page, place, holder, partial.get("hx-swap", "outerHTML"), text=partial.text or "")
    for title in titles:
        page_title = page.first("title")
        assert page_title is not None, "the page has no <title>"
        page_title.text = title.text
    html = html5lib.serialize(page.root, tree="etree", omit_optional_tags=False, quote_attr_values="always")
    return f"<!doctype html>{html}"


def _put(page: Document, target_id: str, new: list[Element], how: str, text: str = "") -> None:
    target = page.by_id(target_id)
    assert target is not None, f"the page has no element #{target_id} to swap"
    style = how.split(maxsplit=1)[0]
    if style in INNER:
        target[:] = new
        target.text = text
        return
    # An earlier part of the same answer may have put the target there: it is looked for anew.
    parent = next((element for element in page.root.iter() if target in list(element)), None)
    assert parent is not None, f"#{target_id} is the root of the page"
    place = list(parent).index(target)
    if style == BEFORE:
        parent[place:place] = new
        return
    assert style in OUTER, f"hx-swap={how!r}: not a swap that this helper knows"
    if new:
        new[-1].tail = target.tail
    parent[place : place + 1] = new


def assert_same_page(first: str, second: str) -> None:
    """Fails with the lines that differ. CSRF values, and elements marked `data-volatile`, may differ."""
    before, after = (list(_outline(parse_page(html).root)) for html in (first, second))
    diff = list(difflib.unified_diff(before, after, "swapped", "reloaded", lineterm="", n=2))
    assert not diff, "the two pages differ:\n" + "\n".join(diff[:80])


def _outline(element: Element, depth: int = 0) -> Iterator[str]:
    """One line for each tag and each text, so that a difference reads as a line."""
    if not isinstance(element.tag, str):
        return
    indent = "  " * depth
    if element.get("data-volatile") is not None:
        yield f"{indent}<{element.tag} data-volatile>"
        return
    values = {name: " ".join(value.split()) for name, value in element.items()}
    if values.get("name") in NEW_EACH_TIME:
        values["value"] = "…"
    yield indent + "<" + " ".join([element.tag, *(f'{name}="{values[name]}"' for name in sorted(values))]) + ">"
    yield from _text(element.text, depth + 1)
    for child in element:
        yield from _outline(child, depth + 1)
        yield from _text(child.tail, depth + 1)


def _text(text: str | None, depth: int) -> Iterator[str]:
    if words := " ".join((text or "").split()):
        yield "  " * depth + words
