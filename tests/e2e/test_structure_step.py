"""What an aid needs to know of a structure is asked in the step "Votre structure", and kept by the structure."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.beforehand import has_a_needy_draft, is_signed_in
from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import Applicant
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from tests.support.reflow import check_narrow

PHONE = "04 67 58 96 63"
STEP = "Votre structure"
PRESIDENT = "Madame Nouvelle ASSOCIATION"


def notice(applicant: Applicant) -> Locator:
    return applicant.page.locator("#missing-facts")


def here(applicant: Applicant) -> Locator:
    """The line of this step in the stepper."""
    return applicant.page.locator("#stepper [aria-current=step]")


def saves(applicant: Applicant, what: str) -> None:
    applicant.hands.press(f"Enregistrer {what}")
    expect(applicant.page.get_by_role("button", name=f"Enregistrer {what}")).to_have_count(0)
    applicant.sees(STEP)


def completes_what_is_missing(applicant: Applicant) -> None:
    """From the summary, which leads to what is missing."""
    number = has_a_needy_draft(applicant)
    is_signed_in(applicant)
    applicant.page.goto(f"/demandes/{number}/recapitulatif")
    applicant.sees("Récapitulatif")
    applicant.hands.follow("Complétez un numéro de téléphone.")
    applicant.sees(STEP)
    expect(notice(applicant)).to_contain_text("Il manque, pour cette aide :")
    expect(here(applicant)).to_contain_text("2 à compléter")

    applicant.hands.follow("Complétez un numéro de téléphone.")
    phone = applicant.hands.field("Téléphone (nécessaire pour cette aide)")
    expect(phone).to_be_focused()
    applicant.hands.write("Téléphone (nécessaire pour cette aide)", "04 67")
    applicant.hands.press("Enregistrer l'identification")
    applicant.is_told_to_correct("Vérifiez")
    applicant.hands.write("Téléphone (nécessaire pour cette aide)", PHONE)
    saves(applicant, "l'identification")
    expect(here(applicant)).to_contain_text("1 à compléter")
    expect(notice(applicant)).not_to_contain_text("téléphone")

    applicant.hands.follow("Ajoutez le représentant légal.")
    applicant.hands.choose("Civilité *", "Madame")
    applicant.hands.write("Nom *", "Association")
    applicant.hands.write("Prénom *", "Nouvelle")
    saves(applicant, "ce représentant")
    expect(notice(applicant)).to_have_text("")
    expect(here(applicant)).not_to_contain_text("à compléter")
    applicant.reads(PHONE, PRESIDENT, "Représentant légal")
    applicant.page.goto("/structure")
    applicant.sees("Ma structure")
    applicant.reads(PHONE, PRESIDENT, "Représentant légal")


@pytest.mark.capability
@both_ways
def test_an_association_completes_what_the_aid_needs_in_place(page: Page, portal: Portal) -> None:
    completes_what_is_missing(Applicant(Hands(page), portal, look=check_axe))


def test_by_keyboard_alone(page: Page, portal: Portal) -> None:
    completes_what_is_missing(Applicant(Keyboard(page), portal))


def test_on_narrow_screens(page: Page, portal: Portal) -> None:
    completes_what_is_missing(Applicant(Hands(page), portal, look=check_narrow))
