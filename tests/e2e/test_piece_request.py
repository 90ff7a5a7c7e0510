"""Demande de pièces complémentaires, label by label, in two browsers and two rounds: with JavaScript and without, by
the keyboard alone, and on a narrow screen with the longest texts.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.beforehand import has_been_asked, has_sent_an_application, is_signed_in
from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import BUDGET, Agent, Applicant, a_pdf, look_away
from tests.e2e.piece_request_job import CANNOT, Case, ask_and_answer_twice
from tests.e2e.slow_line import a_heavy_csv, slow_down
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from tests.support.reflow import NARROW, check_narrow, check_spaced, repeated
from webapp.solicitations.composing_form import LABEL_MAX
from webapp.solicitations.rules import SolicitationKind, SolicitationState


@pytest.mark.capability
@both_ways
def test_two_rounds(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path, *, javascript: bool
) -> None:
    """axe with JavaScript is in a test of its own: `make test` is in a hurry."""
    look = look_away if javascript else check_axe
    applicant = Applicant(Hands(new_browser().new_page()), portal, look)
    agent = Agent(Hands(new_browser().new_page()), portal, look)
    number = has_sent_an_application(applicant)
    ask_and_answer_twice(Case(agent, applicant, number, tmp_path, javascript))


def test_the_applicant_answers_by_the_keyboard_alone(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path
) -> None:
    applicant = Applicant(Keyboard(new_browser().new_page()), portal)
    agent = Agent(Hands(new_browser().new_page()), portal)
    number = has_sent_an_application(applicant)
    ask_and_answer_twice(Case(agent, applicant, number, tmp_path))


def test_the_agent_asks_and_judges_by_the_keyboard_alone(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path
) -> None:
    applicant = Applicant(Hands(new_browser().new_page()), portal)
    agent = Agent(Keyboard(new_browser().new_page()), portal)
    number = has_sent_an_application(applicant)
    ask_and_answer_twice(Case(agent, applicant, number, tmp_path))


def test_each_page_and_state_is_accessible(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path
) -> None:
    applicant = Applicant(Hands(new_browser().new_page()), portal, look=check_axe)
    agent = Agent(Hands(new_browser().new_page()), portal, look=check_axe)
    number = has_sent_an_application(applicant)
    ask_and_answer_twice(Case(agent, applicant, number, tmp_path))


def test_the_longest_texts_on_a_narrow_screen(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path
) -> None:
    """Nothing is wider than 320 px, and nothing is cut."""

    def look(page: Page) -> None:
        check_narrow(page)
        check_spaced(page)

    applicant = Applicant(Hands(new_browser().new_page()), portal, look)
    agent = Agent(Hands(new_browser().new_page()), portal, look)
    number = has_sent_an_application(applicant)
    longest = Case(
        agent,
        applicant,
        number,
        tmp_path,
        lease=repeated("Bail😀", LABEL_MAX),
        reason=repeated('« illisible »"😀', 300),
        budget_name=repeated("budget_😀", 50) + ".pdf",
    )
    ask_and_answer_twice(longest)


def test_a_file_of_a_reply_shows_its_progress_and_can_be_cancelled(applicant: Applicant, tmp_path: Path) -> None:
    number = has_sent_an_application(applicant)
    request = has_been_asked(applicant, number)[SolicitationKind.PIECE_REQUEST, SolicitationState.OPEN]
    is_signed_in(applicant)
    applicant.page.goto(f"/demandes/{number}/sollicitations/{request}")
    applicant.sees("Répondre")
    slow_down(applicant.page)
    place = applicant.hands.field(f"Choisir un fichier pour « {BUDGET} »")
    place.set_input_files([a_heavy_csv(tmp_path, "lourd.csv"), a_pdf(tmp_path, "ensuite.pdf")])
    applicant.hands.press(f"Ajouter le fichier à « {BUDGET} »")
    on_its_way = applicant.page.locator(".upload").filter(has_text="lourd.csv")
    expect(on_its_way.get_by_role("progressbar", name="Envoi de lourd.csv")).to_be_visible()
    applicant.page.set_viewport_size({"width": NARROW, "height": 800})
    check_narrow(applicant.page)
    check_axe(applicant.page)
    applicant.hands.press("Annuler l'envoi de lourd.csv")
    expect(applicant.page.locator(".upload")).to_have_count(0)
    item = applicant.page.get_by_role("region", name=BUDGET)
    expect(item).to_contain_text("ensuite.pdf")
    expect(item).not_to_contain_text("lourd.csv")


def test_what_was_typed_is_there_after_the_session_has_ended(applicant: Applicant) -> None:
    """The explanation of a reply stays on the screen; signed in again in another tab, it is sent."""
    number = has_sent_an_application(applicant)
    request = has_been_asked(applicant, number)[SolicitationKind.PIECE_REQUEST, SolicitationState.OPEN]
    is_signed_in(applicant)
    applicant.page.goto(f"/demandes/{number}/sollicitations/{request}")
    applicant.hands.press("Retirer rib.pdf")
    item = applicant.page.get_by_role("region", name=BUDGET)
    applicant.hands.press_at(item.locator("summary").filter(has_text="Je ne peux pas"))
    applicant.hands.write("Pourquoi vous ne pouvez pas fournir cette pièce", CANNOT)
    applicant.page.context.clear_cookies()
    applicant.hands.press("Enregistrer mon explication")
    expect(applicant.page.locator("#page-alert")).to_contain_text("Votre session a expiré")
    expect(applicant.hands.field("Pourquoi vous ne pouvez pas fournir cette pièce")).to_have_value(CANNOT)
