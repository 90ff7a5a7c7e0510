"""The main job on narrow screens, with enlarged text, with more space in it, and with the longest texts.

Chromium zooms by making the window smaller: 320 × 256 is a screen of 1280 × 1024 at 400 %.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Draft
from tests.e2e.hands import Hands
from tests.e2e.main_job import do_the_main_job
from tests.e2e.people import Agent, Applicant
from tests.support.browser import check_reflow
from tests.support.portal import Portal
from webapp.accounts.forms import NAME_MAX as PERSON_NAME_MAX
from webapp.structures.rules import NAME_MAX as STRUCTURE_NAME_MAX

WIDE_WORD = "Sauvegarde😀"
# WCAG 2.2, 1.4.12. A sheet made by script is not inline style: the page's policy lets it be.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
PLAIN = "() => { document.adoptedStyleSheets = [] }"
# What a box that does not scroll hides of its text; what is hidden on purpose, or shortened to two lines, is left out.
CUT = """() => [...document.querySelectorAll("main *")]
  .filter(e => /hidden|clip/.test(getComputedStyle(e).overflow) && !e.closest(".visually-hidden, svg, input"))
  .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
  .map(e => e.outerHTML.slice(0, 120))"""


def repeated(word: str, length: int) -> str:
    """One word without a place to break it."""
    return (word * length)[:length]


def check_narrow(page: Page) -> None:
    check_reflow(page)
    check_reflow(page, height=256)


def check_spaced(page: Page) -> None:
    page.evaluate(SPACED)
    check_narrow(page)
    assert page.evaluate(CUT) == []
    page.evaluate(PLAIN)


@pytest.mark.journey_only
def test_the_longest_texts_and_more_space_between_letters(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path
) -> None:
    """Nothing is wider than 320 px, and nothing is cut."""

    def look(page: Page) -> None:
        check_narrow(page)
        check_spaced(page)

    applicant = Applicant(
        Hands(new_browser().new_page()),
        portal,
        look,
        first_name=repeated("Élisabeth😀", PERSON_NAME_MAX),
        last_name=repeated("DELATOUR", PERSON_NAME_MAX),
        structure=repeated(WIDE_WORD, STRUCTURE_NAME_MAX),
        activities=repeated(WIDE_WORD, 300),
        budget_name=repeated("budget_😀", 100) + ".pdf",
    )
    do_the_main_job(applicant, Agent(Hands(new_browser().new_page()), portal, look), tmp_path)


@pytest.mark.parametrize(
    "path", ["/aide", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/nulle-part"]
)
def test_pages_beside_the_job(path: str, page: Page) -> None:
    page.goto(path)
    check_narrow(page)
    check_spaced(page)


@pytest.mark.parametrize("step", ["criteres-d-eligibilite", "votre-dossier", "pieces", "recapitulatif"])
def test_the_steps_of_the_form(step: str, drafter: Applicant, draft: Draft) -> None:
    drafter.page.goto(f"/demandes/{draft.number}/{step}")
    check_narrow(drafter.page)
    check_spaced(drafter.page)


def test_names_that_are_too_long_come_back_as_typed(applicant: Applicant) -> None:
    too_long = repeated(WIDE_WORD, 300)
    applicant.page.goto("/creer-un-compte")
    for label in ("Nom *", "Prénom *", "Identifiant *", "Adresse électronique *"):
        applicant.hands.write(label, too_long)
    applicant.hands.press("Créer mon compte")
    applicant.is_told_to_correct(f"Saisissez {PERSON_NAME_MAX} caractères au plus (300 saisis).")
    expect(applicant.hands.field("Nom *")).to_have_value(too_long)
    check_narrow(applicant.page)
