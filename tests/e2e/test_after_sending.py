"""After "Transmettre", if one changes one's mind: taken back, once one has read what that means; or begun again."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.beforehand import has_sent_an_application, is_signed_in
from tests.e2e.hands import Hands
from tests.e2e.people import SCHEME, Applicant
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal

WORDS = "Le local est vendu 😀, l'« école » aussi."


@pytest.mark.capability
@both_ways
def test_an_application_is_withdrawn_and_begun_again(page: Page, portal: Portal) -> None:
    applicant = Applicant(Hands(page), portal, look=check_axe)
    number = has_sent_an_application(applicant)
    is_signed_in(applicant)
    _withdraws(applicant, number)
    _begins_again(applicant, number)


def _withdraws(applicant: Applicant, number: str) -> None:
    applicant.page.goto(f"/demandes/{number}")
    applicant.sees(f"{SCHEME} ({number})")
    applicant.hands.follow("Retirer ma demande")
    applicant.sees(f"Retirer la demande {number}")
    applicant.reads("vous ne pouvez pas revenir en arrière")
    applicant.hands.write("Précisions", WORDS)
    applicant.hands.press("Retirer cette demande")
    applicant.is_told_to_correct("Choisissez une raison, ou « Je ne souhaite pas le dire ».")
    expect(applicant.hands.field("Précisions")).to_have_value(WORDS)
    applicant.hands.choose("Pourquoi retirez-vous cette demande ? *", "Le projet est abandonné")
    applicant.hands.press("Retirer cette demande")
    applicant.sees(f"{SCHEME} ({number})")
    applicant.is_told_that_it_worked(f"La demande {number} est retirée. La Région en est informée.")
    applicant.reads("Retirée", "Le projet est abandonné", WORDS)
    applicant.portal.wait_for_mail(applicant.email, f"Demande {number} : ")
    expect(applicant.hands.link("Retirer ma demande")).to_have_count(0)


def _begins_again(applicant: Applicant, number: str) -> None:
    """With the answers and the files of the first one."""
    applicant.hands.follow("Dupliquer cette demande")
    applicant.sees(f"Dupliquer la demande {number}")
    applicant.reads("8 réponses", "2 fichiers")
    applicant.hands.press("Commencer la nouvelle demande")
    applicant.sees("Critères d'éligibilité")
    applicant.page.goto("/demandes?statut=en-cours-de-saisie")
    applicant.sees("Mes demandes d'aide")
    applicant.hands.follow("Reprendre")
    applicant.sees("Récapitulatif")
    expect(applicant.page.locator("#manque")).to_have_count(0)
