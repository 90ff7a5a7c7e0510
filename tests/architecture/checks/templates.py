"""Templates: what they may hold, that each is used, and how partials and mails are named."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.architecture.checks.tree import Tree

FOLDER = "webapp/templates/"
ANY = (FOLDER + "**/*.html", FOLDER + "**/*.svg")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
FIRST_TAG = re.compile(r"<([a-z][a-z0-9-]*)\b([^>]*)")
NAMED = re.compile(r"""["']([\w./-]+)["']""")
# Mail readers know no stylesheet but one inside the mail.
MAILS = (FOLDER + "layouts/mail.html", FOLDER + "emails/", FOLDER + "components/mail.html")
FORBIDDEN_CODE = {
    r"\|\s*safe\b": "|safe",
    r"\{%-?\s*autoescape": "autoescape",
    r"request\.(htmx|is_htmx|fragment_id|headers)": "knowledge of htmx: page or partial is decided in web/page.py",
}
FORBIDDEN_MARKUP = {
    r"<script\b(?![^>]*\bsrc=)": "an inline script",
    r"\son[a-z]+\s*=": "an inline handler",
    r"\bhx-on\b": "hx-on, which needs eval",
    r"javascript:": "javascript:",
}
STYLE = {r"\sstyle\s*=": "an inline style", r"<style\b": "a style element"}
MAIL_ELEMENTS = {"p", "br", "ul", "li", "blockquote", "strong", "a"}  # those that adapters/mail_text.py turns into text


def nothing_inline(tree: Tree) -> Iterator[str]:
    """Our policy refuses inline code; what it would let through is an injection waiting for its day."""
    for name in tree.matching(*ANY):
        code = COMMENT.sub("", tree.read(name))
        markup = EXPRESSION.sub("…", STATEMENT.sub("", code))
        refused = FORBIDDEN_MARKUP if name.startswith(MAILS) else FORBIDDEN_MARKUP | STYLE
        yield from (f"{name} has {what}" for pattern, what in FORBIDDEN_CODE.items() if re.search(pattern, code))
        yield from (f"{name} has {what}" for pattern, what in refused.items() if re.search(pattern, markup))


def every_template_is_used(tree: Tree) -> Iterator[str]:
    """A template that nothing names is dead. An f-string names what it may become: `f"errors/{kind}.html"`."""
    named: set[str] = set()
    computed: list[str] = []
    for name in tree.matching(*ANY):
        statements = " ".join(STATEMENT.findall(COMMENT.sub("", tree.read(name))))
        named.update(NAMED.findall(statements))
    for name in tree.matching("webapp/**/*.py"):
        for node in ast.walk(tree.parsed(name)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
            elif isinstance(node, ast.JoinedStr) and "/" in (pattern := _pattern(node)):
                computed.append(pattern)
    for name in tree.matching(*ANY):
        own = name.removeprefix(FOLDER)
        mail = own.removeprefix("emails/").removesuffix(".html")
        if own not in named and mail not in named and not any(re.fullmatch(c, own) for c in computed):
            yield f"{name} is named nowhere"


def _pattern(text: ast.JoinedStr) -> str:
    """A computed part is one segment of a path."""
    return "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else "[^/]+" for p in text.values)


def partials_are_found_by_their_id(tree: Tree) -> Iterator[str]:
    """`#email-change-form` in a page or a test is `email_change_form.html`: one word finds everything."""
    for name in tree.matching(FOLDER + "partials/**/*.html"):
        expected = PurePosixPath(name).stem.replace("_", "-")
        source = STATEMENT.sub("", COMMENT.sub("", tree.read(name)))
        first = FIRST_TAG.search(source)
        found = re.search(r'\bid="([^"]*)"', first[2]) if first else None
        own = found[1] if found else ""
        if own != expected and not own.startswith(expected + "-{{"):
            yield f"{name}: the root element needs id={expected!r}, has {own!r}"
        if PurePosixPath(name).parent.parent.name != "partials":
            yield f"{name}: partials lie in partials/<domain>/"


def mails_become_text(tree: Tree) -> Iterator[str]:
    """A mail without its text part is junk to filters and nothing to some readers; it is made of these elements."""
    for name in tree.matching(FOLDER + "emails/**/*"):
        if not re.fullmatch(r"emails/\w+/\w+\.html", name.removeprefix(FOLDER)):
            yield f"{name}: a mail is emails/<domain>/<mail>.html"
        elements = {element for element, _ in FIRST_TAG.findall(COMMENT.sub("", tree.read(name)))}
        yield from (f"{name} has <{element}>, which no text is made of" for element in sorted(elements - MAIL_ELEMENTS))


CHECKS = (nothing_inline, every_template_is_used, partials_are_found_by_their_id, mails_become_text)
