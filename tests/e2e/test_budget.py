"""The budget of an association: what lacks is said in words as one types, and each funder has its line."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.beforehand import has_a_draft_of, is_signed_in
from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import Applicant
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from tests.support.reflow import check_reflow

SLUG = "fonctionnement-general-association"
RENT = "613 – Locations"
REGION = "742 – Région"
TOWNS = "744 – Communes et intercommunalités"


def _opens_a_budget(applicant: Applicant) -> Applicant:
    number = has_a_draft_of(applicant, SLUG)
    is_signed_in(applicant)
    applicant.page.goto(f"/demandes/{number}/votre-dossier/budget")
    applicant.sees("Budget")
    return applicant


def _is_counted(applicant: Applicant) -> None:
    """By itself, or without JavaScript by its button."""
    if applicant.page.evaluate("() => 'htmx' in window"):
        applicant.page.keyboard.press("Tab")
    else:
        applicant.hands.press("Enregistrer mes réponses")


def _balances(applicant: Applicant) -> None:
    applicant.hands.write(RENT, "1 250")
    _is_counted(applicant)
    applicant.reads("Il manque 1 250,00 € de produits.")
    applicant.hands.write(REGION, "2 000,50")
    _is_counted(applicant)
    applicant.reads("Il manque 750,50 € de charges.")
    applicant.hands.write(RENT, "2000,5")
    _is_counted(applicant)
    applicant.reads("Le budget est équilibré : 2 000,50 € de charges et de produits.")


@both_ways
def test_what_lacks_is_said_as_one_types(page: Page, portal: Portal) -> None:
    applicant = _opens_a_budget(Applicant(Hands(page), portal))
    _balances(applicant)
    check_axe(page)


@pytest.mark.capability
def test_a_budget_is_filled_in_by_the_keyboard(page: Page, portal: Portal) -> None:
    _balances(_opens_a_budget(Applicant(Keyboard(page), portal)))


@both_ways
def test_each_funder_has_a_line(page: Page, portal: Portal) -> None:
    applicant = _opens_a_budget(Applicant(Hands(page), portal))
    towns = page.get_by_role("group", name=TOWNS, exact=True)
    towns.get_by_label("Financeur").fill("Commune de Cahors")
    towns.get_by_label("Montant").fill("6 000")
    applicant.hands.press("Ajouter un financeur Communes et intercommunalités")
    expect(towns.get_by_label("Financeur")).to_have_count(2)
    towns.get_by_label("Financeur").last.fill("Commune de Figeac")
    towns.get_by_label("Montant").last.fill("3 000")
    towns.get_by_label("Montant").last.blur()
    _is_counted(applicant)
    applicant.reads("Il manque 9 000,00 € de charges.")
    applicant.hands.press("Retirer Communes et intercommunalités, ligne 2")
    applicant.reads("Il manque 6 000,00 € de charges.")
    expect(towns.get_by_label("Financeur")).to_have_value("Commune de Cahors")


def test_who_takes_a_funder_out_goes_on_from_the_same_line(page: Page, portal: Portal) -> None:
    applicant = _opens_a_budget(Applicant(Keyboard(page), portal))
    applicant.hands.press("Ajouter un financeur Communes et intercommunalités")
    towns = page.get_by_role("group", name=TOWNS, exact=True)
    expect(towns.get_by_label("Financeur").last).to_be_focused()
    applicant.hands.press("Retirer Communes et intercommunalités, ligne 2")
    expect(applicant.hands.button("Ajouter un financeur Communes et intercommunalités")).to_be_focused()


def test_a_budget_fits_a_narrow_screen(page: Page, portal: Portal) -> None:
    _opens_a_budget(Applicant(Hands(page), portal))
    check_reflow(page)
