"""The bank details in the step "Pièces", in a browser: mistakes, masked once saved, changed, beside a chosen file."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.beforehand import has_a_draft, is_signed_in
from tests.e2e.people import REPORT, Applicant, a_pdf
from tests.factories.applications import MASKED_IBAN
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.reflow import check_narrow

IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.mark.capability
@both_ways
def test_they_are_typed_corrected_masked_and_changed(applicant: Applicant, javascript: bool, tmp_path: Path) -> None:
    number = has_a_draft(applicant)
    is_signed_in(applicant)
    page, hands = applicant.page, applicant.hands
    page.goto(f"/demandes/{number}/pieces")
    block = page.get_by_role("region", name="Coordonnées bancaires")
    hands.take_file(f"Choisir un fichier pour « {REPORT} »", a_pdf(tmp_path, "rapport.pdf"))

    hands.write("Titulaire du compte *", "TRÉSORERIE DE L'ASSOCIATION")
    hands.write("IBAN *", IBAN[:-1] + "8")
    hands.write("BIC *", "GEBABEBB")
    hands.press("Enregistrer les coordonnées bancaires")
    applicant.is_told_to_correct("Vérifiez l'IBAN : un de ses caractères ne correspond pas.")
    expect(hands.field("IBAN *")).to_have_value(IBAN[:-1] + "8")
    check_narrow(page)
    check_axe(page)

    hands.write("IBAN *", IBAN)
    hands.write("BIC *", "agrifrpp")
    hands.press("Enregistrer les coordonnées bancaires")
    expect(block).to_contain_text(MASKED_IBAN)
    hands.settle()
    expect(hands.field("IBAN *")).to_have_count(0)
    check_narrow(page)
    check_axe(page)
    chosen = page.get_by_label(f"Choisir un fichier pour « {REPORT} »").evaluate("input => input.files.length")
    assert chosen == int(javascript)  # the part is swapped alone

    hands.follow("Modifier les coordonnées bancaires")
    expect(hands.field("IBAN *")).to_have_value(IBAN)
    hands.write("Titulaire du compte *", "TRÉSOR PUBLIC")
    hands.press("Enregistrer les coordonnées bancaires")
    expect(block).to_contain_text("TRÉSOR PUBLIC")
    hands.settle()
