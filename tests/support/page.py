"""A page or a fragment as the test client received it: what a person reads there, and where it came from."""

from dataclasses import dataclass, field
from functools import cached_property

import httpx

from tests.support.dom import Document, describe, parse_fragment, parse_page, text_of
from tests.support.swaps import assert_same_page, swapped


@dataclass(frozen=True, slots=True)
class Hop:
    """One answer on the way: a redirect that was followed."""

    status: int
    location: str


@dataclass
class Page:
    response: httpx.Response
    history: list[Hop] = field(default_factory=list)
    """The redirects that led here, the first one first."""

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def html(self) -> str:
        return self.response.text

    @property
    def path(self) -> str:
        """Path and query of the address bar."""
        return self.response.request.url.raw_path.decode()

    @cached_property
    def document(self) -> Document:
        return parse_page(self.html)

    @property
    def text(self) -> str:
        """All that `main` says, white space collapsed; all that a fragment says."""
        main = self.document.first("main")
        return text_of(main if main is not None else self.document.root)

    @property
    def title(self) -> str:
        element = self.document.first("title")
        return text_of(element) if element is not None else ""

    @property
    def h1(self) -> str:
        element = self.document.first("h1")
        return text_of(element) if element is not None else ""

    @property
    def acting_for(self) -> str:
        """The line of the header, without the link to change it."""
        lines = [text_of(element) for element in self.document.all("p") if element.get("class") == "acting-for"]
        return lines[0].removeprefix("Vous agissez pour ") if lines else ""

    def action(self, ending: str) -> str:
        """Of the last form whose action ends so."""
        found = [form.get("action", "") for form in self.document.all("form")]
        return [action for action in found if action.endswith(ending)][-1]

    @property
    def errors(self) -> dict[str, str]:
        """The error summary: id of each field in error, and the sentence that links to it."""
        alerts = (e for e in self.document.all() if e.get("role") == "alert")
        links = (link for alert in alerts for link in alert.iter("a"))
        return {link.get("href", "").removeprefix("#"): text_of(link) for link in links}

    def link(self, words: str) -> str:
        """The href of the one link with these words (its whole text, else its beginning)."""
        links = list(self.document.all("a"))
        found = [a for a in links if text_of(a) == words] or [a for a in links if text_of(a).startswith(words)]
        hrefs = {a.get("href", "") for a in found}
        assert len(hrefs) == 1, f"{len(hrefs)} links say {words!r}, of {[describe(a) for a in links]}"
        return hrefs.pop()

    def button_words(self) -> list[str]:
        return [text_of(button) for button in self.document.all("button")]


@dataclass
class Swap(Page):
    """An answer to htmx: a fragment on its way to `target` of `page`."""

    page: Page = field(kw_only=True)
    target: str = field(kw_only=True)
    how: str = field(kw_only=True)

    @cached_property
    def document(self) -> Document:
        return parse_fragment(self.html)

    @property
    def result(self) -> str:
        """HTML of the page after the swap. Raises AssertionError if htmx would swap nothing."""
        assert self.response.content, f"status {self.status} with no content: nothing to swap"
        return swapped(self.page.html, self.html, self.target, self.how)

    def assert_equals(self, reloaded: Page) -> None:
        """Swapped equals reloaded: the page after the swap is the page that a fresh load gives."""
        assert_same_page(self.result, reloaded.html)
