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
from tests.support.portal import Portal
from tests.support.reflow import check_narrow, check_spaced, repeated
from webapp.accounts.forms import NAME_MAX as PERSON_NAME_MAX
from webapp.structures.rules import NAME_MAX as STRUCTURE_NAME_MAX

WIDE_WORD = "Sauvegarde😀"


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
    "path",
    [
        *("/aide", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/nulle-part"),
        *("/creer-un-compte", "/creer-un-compte/courriel-envoye", "/activation/un-jeton"),
    ],
)
def test_pages_beside_the_job(path: str, page: Page) -> None:
    page.goto(path)
    check_narrow(page)
    check_spaced(page)


@pytest.mark.parametrize("step", ["criteres-d-eligibilite", "votre-dossier", "pieces", "recapitulatif", "impression"])
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
