"""Every page that links lead to, from some starting pages; never a POST."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.support.dom import parse_page

OF_AN_APPLICATION = re.compile(r"/(?:espace-agent/)?demandes/(\d+)")
MOST_PAGES = 400
"""A crawl that finds more runs in circles: a calendar, a page number without end."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    text: str


def crawl(start: Iterable[str], fetch: Callable[[str], Answer], about: str = "") -> dict[str, Answer]:
    """Answers by address (no fragment). `fetch` follows redirects; other sites and mailto: are left alone. `about`: a
    number of an application; the others, which agents see too, are left alone then.
    """
    waiting, answers = list(start), dict[str, Answer]()
    while waiting:
        address = urldefrag(waiting.pop(0)).url
        named = OF_AN_APPLICATION.match(urlsplit(address).path)
        if address in answers or (about and named and named[1] != about):
            continue
        assert len(answers) < MOST_PAGES, f"more than {MOST_PAGES} pages, the last ones {list(answers)[-5:]}"
        answer = answers[address] = fetch(address)
        if answer.content_type.startswith("text/html"):
            waiting += _links(address, answer.text)
    return answers


def _links(address: str, html: str) -> list[str]:
    hrefs = (urljoin(address, link.get("href", "")) for link in parse_page(html).all("a"))
    return [href for href in hrefs if urlsplit(href)[:2] == urlsplit(address)[:2]]
