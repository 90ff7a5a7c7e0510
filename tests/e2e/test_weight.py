"""How many bytes a page costs: the first one of a visit, and those after it."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Draft
from tests.support.browser import weigh
from tests.support.portal import Portal

FIRST_LOAD = 60_000
"""Bytes on the wire, headers and font included (issue: 60 KB compressed)."""
JAVASCRIPT = 25_000


@pytest.mark.parametrize("path", ["/", "/aides", "/creer-un-compte", "/aide"])
def test_the_first_page_of_a_visit(path: str, browser: Browser, portal: Portal) -> None:
    weight = weigh(browser, portal.url + path)
    assert weight.by_type.get("Font", 0) > 10_000, f"the font is not weighed: {weight.by_url}"
    assert weight.javascript > 10_000, f"htmx is not weighed: {weight.by_url}"
    assert weight.total <= FIRST_LOAD, weight.by_url
    assert weight.javascript <= JAVASCRIPT, weight.by_url


def test_the_pages_of_an_applicant(draft: Draft, browser: Browser, portal: Portal) -> None:
    """Each as the first of a visit, then each as the second: only HTML is transferred."""
    dashboard = f"{portal.url}/espace-personnel"
    for path in ("/espace-personnel", f"/demandes/{draft.number}/votre-dossier", f"/demandes/{draft.number}/pieces"):
        weight = weigh(browser, portal.url + path, cookies=draft.cookies)
        assert weight.total <= FIRST_LOAD, (path, weight.by_url)
        assert weight.javascript <= JAVASCRIPT, (path, weight.by_url)
        again = weigh(browser, portal.url + path, cookies=draft.cookies, after=dashboard)
        assert list(again.by_url) == [portal.url + path], again.by_url
