"""The subject and the text part of a mail, read out of its HTML. Why: docs/decisions/2026-11-26-one-file-for-a-mail.md.

A paragraph stays one line, however long: mail programs wrap. An item of a list is a line. A link is its words where
they stand, and its address alone on a line below: there mail programs find it, and no full stop sticks to it.
"""

import re
from html.parser import HTMLParser

from webapp.core.french import NO_BREAK_SPACE

PARAGRAPHS = {"p", "ul", "blockquote"}
UNSAID = {"title", "style", "script"}
FOR_EYES = ("class", "html-only")  # on a paragraph: words about what only the HTML shows, such as a button
_TEMPLATE_LINE_END = re.compile(r"[ \t]*\n[ \t]*")


def subject_and_text(html: str) -> tuple[str, str]:
    """The subject as one line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join(reader.title.split()), reader.text.strip("\n") + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.text = ""
        self._words = ""
        self._addresses: list[str] = []
        self._gap = ""
        self._inside = ""
        """Unsaid, for eyes only, or a quote, whose white space is what somebody typed."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._inside:
            return
        if tag in PARAGRAPHS:
            self._end("\n\n")
        if tag in UNSAID or tag == "blockquote" or FOR_EYES in attrs:
            self._inside = tag
        elif tag == "br":
            self._words = self._words.rstrip(" ") + "\n"
        elif tag == "a":
            self._addresses.append(dict(attrs)["href"] or "")

    def handle_data(self, data: str) -> None:
        match self._inside:
            case "title":
                self.title += data
            case "blockquote":
                self._words += data
            case "":
                self._words += _TEMPLATE_LINE_END.sub(" ", data)

    def handle_endtag(self, tag: str) -> None:
        if tag in PARAGRAPHS or tag == "li":
            self._end("\n" if tag == "li" else "\n\n")
        if tag == self._inside:
            self._inside = ""

    def _end(self, gap: str) -> None:
        """Of a paragraph or a line; `gap` stands before the next one."""
        words = self._words if self._inside else self._words.strip(" ").replace("\n ", "\n")
        if self._addresses and words[-1:] not in ".:!?":
            words += NO_BREAK_SPACE + ":"
        if words:
            self.text += "\n".join([self._gap + words, *self._addresses])
        self._gap = gap
        self._words, self._addresses = "", []
