"""The slots of "Pièces" are swapped one by one: what happens to the others, to the focus, and when the answer is no."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.documents.sample_files import PROGRAM
from tests.e2e.beforehand import has_a_complete_draft, is_signed_in
from tests.e2e.conftest import Draft
from tests.e2e.hands import Hands, has_focus
from tests.e2e.people import BUDGET, REPORT, Applicant, a_pdf
from tests.support.browser import Watch


@pytest.fixture
def at_the_slots(drafter: Applicant, draft: Draft) -> Applicant:
    drafter.page.goto(f"/demandes/{draft.number}/pieces")
    drafter.sees("Pièces")
    return drafter


def chosen(applicant: Applicant, piece: str) -> str | None:
    """The file that waits in the slot's input."""
    name: str | None = input_of(applicant, piece).evaluate("input => input.files[0]?.name")
    return name


def on_its_way(applicant: Applicant, name: str) -> Locator:
    """The row of a file that is not in its slot yet."""
    return applicant.page.locator(".upload").filter(has_text=name)


def input_of(applicant: Applicant, piece: str) -> Locator:
    return applicant.hands.field(f"Choisir un fichier pour « {piece} »")


@pytest.mark.capability
def test_a_slot_is_swapped_alone(at_the_slots: Applicant, tmp_path: Path) -> None:
    """A file chosen in another slot still waits there; what was done is announced; the focus is in the slot."""
    report, budget, program = a_pdf(tmp_path, "rapport.pdf"), a_pdf(tmp_path, "budget.pdf"), tmp_path / "facture.pdf"
    program.write_bytes(PROGRAM)
    at_the_slots.hands.take_file(f"Choisir un fichier pour « {REPORT} »", report)
    at_the_slots.tries_a_piece(BUDGET, program)
    at_the_slots.is_told_to_correct("Ce fichier n'est pas un fichier PDF, malgré son nom.")
    at_the_slots.adds_a_piece(BUDGET, budget)
    assert has_focus(at_the_slots.piece(BUDGET))
    expect(at_the_slots.page.locator("#page-status")).to_contain_text("budget.pdf")
    expect(at_the_slots.page).to_have_title(re.compile(r"^Étape 5 sur 6\s: Pièces"))
    at_the_slots.removes_a_piece(BUDGET, budget)
    assert has_focus(at_the_slots.piece(BUDGET))
    assert chosen(at_the_slots, REPORT) == "rapport.pdf"
    assert chosen(at_the_slots, BUDGET) is None


def test_no_file_chosen_is_said_beside_the_input(at_the_slots: Applicant) -> None:
    at_the_slots.hands.press(f"Ajouter le fichier à « {REPORT} »")
    at_the_slots.is_told_to_correct("Choisissez d'abord un fichier, puis « Ajouter ».")
    expect(input_of(at_the_slots, REPORT)).to_have_attribute("aria-invalid", "true")


def test_an_ended_session_keeps_the_chosen_file_on_screen(at_the_slots: Applicant, tmp_path: Path) -> None:
    """Its row does, and the alert says how to go on: sign in in another tab, then "Réessayer"."""
    report = a_pdf(tmp_path, "rapport.pdf")
    session = at_the_slots.page.context.cookies()
    at_the_slots.page.context.clear_cookies()
    at_the_slots.tries_a_piece(REPORT, report)
    expect(at_the_slots.page.locator("#page-alert")).to_contain_text("Votre session a expiré")
    expect(on_its_way(at_the_slots, "rapport.pdf").get_by_text("Envoi interrompu")).to_be_visible()
    at_the_slots.page.context.add_cookies(session)  # type: ignore[arg-type]
    at_the_slots.hands.press("Réessayer l'envoi de rapport.pdf")
    expect(at_the_slots.piece(REPORT)).to_contain_text("Déposé")
    expect(at_the_slots.page.locator("#page-alert")).to_be_empty()
    at_the_slots.removes_a_piece(REPORT, report)


def test_a_connection_that_breaks_keeps_the_chosen_file_on_screen(
    at_the_slots: Applicant, watch: Watch, tmp_path: Path
) -> None:
    watch.allow("net::ERR_INTERNET_DISCONNECTED")
    watch.allow("htmx:error: no answer")
    at_the_slots.page.context.set_offline(True)
    at_the_slots.tries_a_piece(REPORT, a_pdf(tmp_path, "rapport.pdf"))
    expect(at_the_slots.page.locator("#page-alert")).to_contain_text("Le portail n'a pas répondu")
    expect(on_its_way(at_the_slots, "rapport.pdf").get_by_text("Envoi interrompu")).to_be_visible()
    at_the_slots.page.context.set_offline(False)
    expect(at_the_slots.piece(REPORT)).to_contain_text("Déposé")  # by itself, since the connection is back
    at_the_slots.removes_a_piece(REPORT, Path("rapport.pdf"))


def test_a_piece_sent_after_the_application_says_so(applicant: Applicant, tmp_path: Path) -> None:
    """Two tabs: the application was transmitted in the other one. 409 keeps the slot as it is."""
    number = has_a_complete_draft(applicant)
    is_signed_in(applicant)
    other = Applicant(Hands(applicant.page.context.new_page()), applicant.portal)
    applicant.page.goto(f"/demandes/{number}/pieces")
    other.page.goto(f"/demandes/{number}/recapitulatif")
    other.swears()
    other.transmits()
    late = a_pdf(tmp_path, "trop-tard.pdf")
    with applicant.page.expect_response("**/pieces/*") as answer:
        applicant.tries_a_piece(BUDGET, late)
    assert answer.value.status == 409
    expect(applicant.page.get_by_role("alert").filter(has_text="déjà transmise")).to_be_visible()
    expect(on_its_way(applicant, "trop-tard.pdf").get_by_text("Envoi interrompu")).to_be_visible()
    applicant.hands.settle()
