"""What a whole page must have: language, title, headings, landmarks, skip link."""

from collections.abc import Iterator

from tests.support.dom import Document, describe, text_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FOCUSABLE = ("a", "button", "input", "select", "textarea", "summary")
REQUIRED_SENTENCE = "Les champs marqués d'un * sont obligatoires."


def language(doc: Document) -> Iterator[str]:
    if doc.root.get("lang") != "fr":
        yield f'<html lang="fr"> is needed, found lang={doc.root.get("lang")!r}'


def title(doc: Document) -> Iterator[str]:
    titles = [text_of(element) for element in doc.all("title")]
    if len(titles) != 1 or not titles[0]:
        yield f"one <title> with words is needed, found {titles}"


def viewport(doc: Document) -> Iterator[str]:
    content = next((meta.get("content", "") for meta in doc.all("meta") if meta.get("name") == "viewport"), "")
    if "width=device-width" not in content:
        yield "no <meta name=viewport> with width=device-width: the page cannot fit a phone"
    if "user-scalable" in content or "maximum-scale" in content:
        yield "<meta name=viewport> forbids zoom"


def headings(doc: Document) -> Iterator[str]:
    found = list(doc.all(*HEADINGS))
    if (count := sum(heading.tag == "h1" for heading in found)) != 1:
        yield f"one h1 is needed, found {count}"
    level = 0
    for heading in found:
        # The error summary stands before the h1: it is read out at once, and is no part of the outline.
        if any(ancestor.get("role") == "alert" for ancestor in doc.ancestors(heading)):
            continue
        depth = int(str(heading.tag)[1])
        if depth > level + 1:
            yield f"heading level skipped from h{level} to {describe(heading)}"
        if not text_of(heading):
            yield f"empty heading {describe(heading)}"
        level = depth


def landmarks(doc: Document) -> Iterator[str]:
    mains = list(doc.all("main"))
    if [main.get("id") for main in mains] != ["contenu"]:
        yield f'one <main id="contenu"> is needed, found {[describe(main) for main in mains]}'
    for tag in ("header", "footer"):
        outside = [e for e in doc.all(tag) if doc.closest(e, "main", "article", "section", "aside", "nav") is None]
        if len(outside) != 1:
            yield f"one page <{tag}> is needed, found {len(outside)}"
    names = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in doc.all("nav")]
    if len(names) > 1 and (None in names or len(set(names)) != len(names)):
        yield f"several <nav> need each its own name, found {names}"


def skip_link(doc: Document) -> Iterator[str]:
    first = next((element for element in doc.all(*FOCUSABLE) if element.get("type") != "hidden"), None)
    if first is None or first.get("href") != "#contenu":
        found = describe(first) if first is not None else "nothing"
        yield f"the first thing to focus must be a link to #contenu, found {found}"


def page_alert(doc: Document) -> Iterator[str]:
    """An htmx request that fails says so in #page-alert; without it the failure would be silent."""
    uses_htmx = any(name.startswith("hx-") for element in doc.all() for name in element.attrib)
    alert = doc.by_id("page-alert")
    if uses_htmx and (alert is None or alert.get("role") != "alert"):
        yield 'the page uses htmx: it needs <div id="page-alert" role="alert"> for failures'


def required_sentence(doc: Document) -> Iterator[str]:
    """The star of a required field is explained before it is met."""
    must = any(e.get("required") is not None or e.get("aria-required") == "true" for e in doc.all())
    if must and REQUIRED_SENTENCE not in text_of(doc.root):
        yield f"a page with required fields says: {REQUIRED_SENTENCE}"


RULES = (language, title, viewport, headings, landmarks, skip_link, page_alert, required_sentence)
