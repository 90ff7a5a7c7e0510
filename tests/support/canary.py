"""Everything that a person reaches by following links: pages, papers, archives, lists to download."""

import io
import re
from collections.abc import Iterable
from urllib.parse import urljoin
from zipfile import ZipFile

from pypdf import PdfReader

from tests.support.client import PortalClient
from tests.support.crawl import OF_AN_APPLICATION

MOST = 400
"""Pages; more is a link that leads round and round."""


async def crawled(browser: PortalClient, first: Iterable[str], *, about: str) -> dict[str, str]:
    """Text by address; of a PDF what it says, of an archive its names and what its papers say. `about`: the number of
    the application; pages of others, which other tests have left in this database, are not opened.
    """
    seen: dict[str, str] = {}
    waiting = list(first)
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in seen or not address.startswith("/") or address.startswith("//"):
            continue
        if (named := OF_AN_APPLICATION.match(address)) and named[1] != about:
            continue
        answer = await browser.http.get(address, follow_redirects=True)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        seen[address] = _said(kind, answer.content)
        if kind == "text/html":
            waiting += [
                urljoin(address, link.replace("&amp;", "&"))
                for link in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', answer.text)
            ]
        assert len(seen) < MOST
    return seen


def _said(kind: str, content: bytes) -> str:
    if kind == "application/zip":
        with ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            papers = [archive.read(name) for name in names if "/" not in name and name.endswith(".pdf")]
        return "\n".join([*names, *map(_of_pdf, papers)])
    if kind == "application/pdf":
        return _of_pdf(content)
    return content.decode(errors="replace")


def _of_pdf(content: bytes) -> str:
    """Nothing of the files that tests deposit, which are a PDF by their first bytes only."""
    if b"startxref" not in content:
        return ""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
