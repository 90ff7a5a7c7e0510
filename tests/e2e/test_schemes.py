"""Each scheme of the demonstration, filled in by its screens to a complete draft."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.beforehand import has_a_structure_for, is_signed_in
from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import Applicant
from tests.e2e.scheme_job import answers_to, fills_in_the_scheme
from tests.factories.catalogue import SLUGS
from tests.support.browser import both_ways
from tests.support.portal import Portal

SHORTEST = "eco-cheque-mobilite-velo-electrique"
SCHEMES = [pytest.param(slug, marks=() if slug == SHORTEST else pytest.mark.journey_only) for slug in SLUGS]


@both_ways
@pytest.mark.parametrize("slug", SCHEMES)
def test_a_scheme_is_filled_in_until_only_pieces_are_missing(slug: str, page: Page, portal: Portal) -> None:
    _fills_in(Applicant(Hands(page), portal), slug)


@pytest.mark.journey_only
def test_a_scheme_is_filled_in_with_the_keyboard_alone(page: Page, portal: Portal) -> None:
    _fills_in(Applicant(Keyboard(page), portal), SHORTEST)


def _fills_in(applicant: Applicant, slug: str) -> None:
    has_a_structure_for(applicant, slug)
    is_signed_in(applicant)
    number = fills_in_the_scheme(applicant, slug, answers_to(slug))
    applicant.page.goto(f"/demandes/{number}/recapitulatif")
    missing = applicant.page.locator("#manque a")
    links = missing.evaluate_all("all => all.map(link => link.getAttribute('href'))")
    assert [link for link in links if "/pieces" not in link] == []
    expect(missing).not_to_have_count(0)
