"""A draft that serves no more: deleted by its applicant, who is told before what is lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.beforehand import has_a_complete_draft, is_signed_in
from tests.e2e.hands import Hands
from tests.e2e.people import SCHEME, Applicant
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal


@pytest.mark.capability
@both_ways
def test_a_draft_is_kept_then_deleted(page: Page, portal: Portal) -> None:
    applicant = Applicant(Hands(page), portal)
    number = has_a_complete_draft(applicant)
    is_signed_in(applicant)
    applicant.look = check_axe
    page.goto("/demandes")
    applicant.sees("Mes demandes d'aide")
    applicant.reads("Conservée jusqu'au")
    applicant.hands.follow(f"Supprimer la demande {number}")
    applicant.sees(f"Supprimer la demande {number}")
    applicant.reads("8 réponses", "2 fichiers")
    applicant.hands.follow("Garder ma demande")
    applicant.sees(f"{SCHEME} ({number})")

    applicant.hands.follow("Supprimer cette demande")
    applicant.sees(f"Supprimer la demande {number}")
    applicant.hands.press("Supprimer cette demande")
    applicant.sees("Mes demandes d'aide")
    applicant.is_told_that_it_worked(f"La demande {number} est supprimée.")
    expect(page.get_by_role("main")).to_contain_text("Aucune demande pour le moment")
    page.goto(f"/demandes/{number}")
    applicant.sees("Page introuvable")
