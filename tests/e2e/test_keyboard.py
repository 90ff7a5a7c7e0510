"""The main job by the keyboard alone. Hands check at each stop of Tab that the focus is seen, and after each swap that
it is still in the page.
"""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.hands import Keyboard, has_focus
from tests.e2e.main_job import do_the_main_job
from tests.e2e.people import Agent, Applicant
from tests.support.portal import Portal


def test_the_main_job(new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path) -> None:
    applicant = Applicant(Keyboard(new_browser().new_page()), portal)
    agent = Agent(Keyboard(new_browser().new_page()), portal)
    do_the_main_job(applicant, agent, tmp_path)


def test_an_error_is_reached_corrected_and_sent_with_enter(page: Page, portal: Portal) -> None:
    """The link of the summary leads to the field, and Enter in the field sends the form."""
    visitor = Applicant(Keyboard(page), portal)
    visitor.opens_the_portal()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    visitor.hands.press("Se connecter")
    visitor.is_told_to_correct("Saisissez votre identifiant ou votre adresse.", "Saisissez votre mot de passe.")
    visitor.hands.follow("Saisissez votre identifiant ou votre adresse.")
    identifier = visitor.hands.field("Identifiant ou adresse électronique")
    expect(identifier).to_be_focused()
    page.keyboard.type("personne")
    page.keyboard.press("Enter")
    visitor.is_told_to_correct("Saisissez votre mot de passe.")
    expect(identifier).to_have_value("personne")


def test_the_password_can_be_shown(page: Page, portal: Portal) -> None:
    visitor = Applicant(Keyboard(page), portal)
    visitor.opens_the_portal()
    visitor.hands.write("Mot de passe", "un cheval bleu")
    visitor.hands.press("Afficher : Mot de passe")
    expect(visitor.hands.field("Mot de passe")).to_have_attribute("type", "text")
    expect(visitor.hands.button("Afficher : Mot de passe")).to_have_attribute("aria-pressed", "true")


def test_the_account_menu_opens_closes_and_signs_out(page: Page, portal: Portal) -> None:
    """Escape gives the focus back to the button; so does nothing else: leaving the menu closes it."""
    hands = Keyboard(page)
    agent = Agent(hands, portal)
    agent.comes_to_work()
    opener = page.locator("summary").filter(has_text="Claire Vidal")
    out = page.get_by_role("button", name="Se déconnecter")
    hands.go_to(opener)
    page.keyboard.press("Enter")
    hands.go_to(page.get_by_role("banner").get_by_role("link", name="Mon compte"))
    page.keyboard.press("Escape")
    expect(out).to_be_hidden()
    assert has_focus(opener)
    page.keyboard.press("Space")
    hands.go_to(page.get_by_role("navigation", name="Navigation principale").get_by_role("link").last)
    expect(out).to_be_hidden()
    hands.go_to(opener)
    page.keyboard.press("Enter")
    hands.go_to(out)
    page.keyboard.press("Enter")
    agent.sees("Bienvenue")
    agent.is_told_that_it_worked("La déconnexion a bien eu lieu.")
