"""Each scheme of the demonstration, by its screens: filled in, pieces deposited, attested, transmitted, found again."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.beforehand import has_a_structure_for, is_signed_in
from tests.e2e.filing_job import files_the_application
from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import Applicant
from tests.e2e.scheme_job import answers_to, fills_in_the_scheme
from tests.factories.catalogue import SLUGS
from tests.support.axe import check_axe
from tests.support.portal import Portal

SHORTEST = "eco-cheque-mobilite-velo-electrique"
BOTH_WAYS = [
    pytest.param(
        slug,
        javascript,
        marks=() if slug == SHORTEST and javascript else pytest.mark.journey_only,
        id=f"{slug}-{'with' if javascript else 'without'}-js",
    )
    for slug in SLUGS
    for javascript in (True, False)
]


@pytest.mark.capability
@pytest.mark.parametrize(("slug", "javascript"), BOTH_WAYS, indirect=["javascript"])
def test_a_scheme_is_filed(slug: str, page: Page, portal: Portal, tmp_path: Path) -> None:
    _files(Applicant(Hands(page), portal, look=check_axe), slug, tmp_path)


def test_a_scheme_is_filed_with_the_keyboard_alone(page: Page, portal: Portal, tmp_path: Path) -> None:
    _files(Applicant(Keyboard(page), portal), SHORTEST, tmp_path)


def _files(applicant: Applicant, slug: str, folder: Path) -> None:
    has_a_structure_for(applicant, slug)
    is_signed_in(applicant)
    number = fills_in_the_scheme(applicant, slug, answers_to(slug))
    _misses_only_pieces(applicant, number)
    applicant.page.goto(f"/demandes/{number}/pieces")
    files_the_application(applicant, slug, number, folder)


def _misses_only_pieces(applicant: Applicant, number: str) -> None:
    applicant.page.goto(f"/demandes/{number}/recapitulatif")
    applicant.sees("Récapitulatif")
    missing = applicant.page.locator("#manque a")
    links = missing.evaluate_all("all => all.map(link => link.getAttribute('href'))")
    assert [link for link in links if "/pieces" not in link] == []
    expect(missing).not_to_have_count(0)
