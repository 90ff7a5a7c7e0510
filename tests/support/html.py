"""Inspect what the portal sends: sentences about what is wrong, none when all is well.

The full validator (`tests/support/vnu.py`) knows all of HTML and takes a second; this knows our house rules and takes
milliseconds, so every page of every route test goes through it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from tests.support.dom import Document, describe, parse_fragment, parse_page, text_of
from tests.support.headers import inspect_headers
from tests.support.html_rules import autocomplete, content, document, forms, inline, references

__all__ = ["inspect_fragment", "inspect_headers", "inspect_page"]

Rule = Callable[[Document], Iterator[str]]
EVERYWHERE: tuple[Rule, ...] = (*content.RULES, *forms.RULES, *autocomplete.RULES, *inline.RULES)
PAGE: tuple[Rule, ...] = (*document.RULES, *references.PAGE_RULES, *EVERYWHERE)
FRAGMENT: tuple[Rule, ...] = (*references.FRAGMENT_RULES, *EVERYWHERE)


def inspect_page(
    html: str, *, status: int = 200, headers: Mapping[str, str] | None = None, parsed: Document | None = None
) -> list[str]:
    """A whole page, `parsed` already or not. `headers` None: they are not looked at."""
    doc = parsed or parse_page(html)
    found = [*doc.errors, *_apply(PAGE, doc)]
    if status == 422:
        found += _refusal(doc)
    if headers is not None:
        found += inspect_headers(headers, personal=bool(forms.csrf_inputs(doc)))
    return found


def inspect_fragment(html: str, *, parsed: Document | None = None) -> list[str]:
    """An answer to htmx: one root with an id, or none; beside it only `title` and `hx-partial` for other places."""
    lowered = html.lower()
    found = [f"a fragment has no {tag}>" for tag in ("<!doctype", "<html", "<head>", "<body") if tag in lowered]
    doc = parsed or parse_fragment(html)
    asides = [child for child in doc.root if child.tag in ("hx-partial", "title")]
    roots = [child for child in doc.root if isinstance(child.tag, str) and child not in asides]
    if len(roots) > 1 or any(not root.get("id") for root in roots) or not (roots or asides):
        found.append(f"a fragment has one root with an id, found {[describe(root) for root in roots]}")
    if any(aside.tag == "hx-partial" and not aside.get("hx-target", "").startswith("#") for aside in asides):
        found.append("an <hx-partial> needs hx-target=#id")
    return found + doc.errors + _apply(FRAGMENT, doc)


def _apply(rules: Iterable[Rule], doc: Document) -> list[str]:
    return [violation for rule in rules for violation in rule(doc)]


def _refusal(doc: Document) -> Iterator[str]:
    """A refused form: the title says it first, and a summary links to each field in error."""
    page_title = doc.first("title")
    if page_title is None or not text_of(page_title).startswith("Erreur :"):
        yield 'status 422: the title must begin with "Erreur :"'
    main = doc.by_id("contenu")
    alerts = [e for e in main.iter() if e.get("role") == "alert" and text_of(e)] if main is not None else []
    if not alerts:
        yield "status 422: no role=alert with words in <main>"
        return
    linked = {link.get("href", "").removeprefix("#") for alert in alerts for link in alert.iter("a")}
    for control in doc.all("input", "select", "textarea"):
        if control.get("aria-invalid") == "true" and control.get("id") not in linked:
            if control.get("type") == "radio":
                continue
            yield f"status 422: the summary does not link to {describe(control)}"
