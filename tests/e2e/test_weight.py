"""How many bytes a page costs: the first one of a visit, and those after it."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Draft
from tests.support.browser import weigh
from tests.support.portal import Portal

FIRST_LOAD = 60_000
"""Bytes on the wire, headers and font included (issue: 60 KB compressed)."""
JAVASCRIPT = 25_000
QUESTIONS_LOAD, QUESTIONS_JAVASCRIPT = 70_000, 27_000
"""Of a step of a form, which nobody sees first in a visit: what lays it out and what saves it come with it alone."""
PIECES_LOAD, PIECES_JAVASCRIPT = 75_000, 31_000
"""Of "Pièces", which has no answer to save, but files to send."""


@pytest.mark.capability
@pytest.mark.parametrize("path", ["/", "/aides", "/creer-un-compte", "/aide"])
def test_the_first_page_of_a_visit(path: str, browser: Browser, portal: Portal) -> None:
    weight = weigh(browser, portal.url + path)
    assert weight.by_type.get("Font", 0) > 10_000, f"the font is not weighed: {weight.by_url}"
    assert weight.javascript > 10_000, f"htmx is not weighed: {weight.by_url}"
    assert weight.total <= FIRST_LOAD, weight.by_url
    assert weight.javascript <= JAVASCRIPT, weight.by_url


@pytest.mark.capability
def test_the_pages_of_an_applicant(draft: Draft, browser: Browser, portal: Portal) -> None:
    """Each as the first of a visit, then once more: only HTML is transferred."""
    dashboard = f"{portal.url}/espace-personnel"
    pieces, questions = (f"{portal.url}/demandes/{draft.number}/{end}" for end in ("pieces", "votre-dossier/demande"))
    most = {
        dashboard: (FIRST_LOAD, JAVASCRIPT),
        questions: (QUESTIONS_LOAD, QUESTIONS_JAVASCRIPT),
        pieces: (PIECES_LOAD, PIECES_JAVASCRIPT),
    }
    for path, (total, javascript) in most.items():
        weight = weigh(browser, path, cookies=draft.cookies)
        assert weight.total <= total, (path, weight.by_url)
        assert weight.javascript <= javascript, (path, weight.by_url)
        again = weigh(browser, path, cookies=draft.cookies, after=path)
        assert list(again.by_url) == [path], again.by_url
