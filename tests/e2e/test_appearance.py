"""Dark screens, forced colours and paper. What they look like is for people; here is what can be measured."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import Draft
from tests.e2e.hands import Hands
from tests.e2e.main_job import do_the_main_job
from tests.e2e.people import Agent, Applicant
from tests.support.axe import check_axe
from tests.support.portal import Portal

# Forced colours drop backgrounds and shadows: what is to be pressed or filled in keeps an edge.
WITHOUT_EDGE = """() => [...document.querySelectorAll("main .button:not(.button-plain), main input, main textarea")]
  .filter(e => e.checkVisibility() && !["hidden", "radio", "checkbox"].includes(e.type))
  .filter(e => getComputedStyle(e).borderTopStyle === "none" || parseFloat(getComputedStyle(e).borderTopWidth) < 1)
  .map(e => e.outerHTML.slice(0, 120))"""
GROUND = "() => getComputedStyle(document.body).backgroundColor"


def test_the_main_job_in_the_dark(new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path) -> None:
    """axe measures each contrast again."""
    pages = (new_browser().new_page(), new_browser().new_page())
    for page in pages:
        page.emulate_media(color_scheme="dark")
    applicant, agent = pages
    do_the_main_job(Applicant(Hands(applicant), portal, check_axe), Agent(Hands(agent), portal, check_axe), tmp_path)


def test_dark_pages_are_dark_and_readable(drafter: Applicant, draft: Draft) -> None:
    page = drafter.page
    page.goto(f"/demandes/{draft.number}/votre-dossier")
    light = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(GROUND) != light
    for step in ("votre-dossier", "pieces", "recapitulatif"):
        page.goto(f"/demandes/{draft.number}/{step}")
        check_axe(page)


def test_forced_colours_keep_edges(drafter: Applicant, draft: Draft) -> None:
    page = drafter.page
    page.emulate_media(forced_colors="active")
    for path in ("", "/criteres-d-eligibilite", "/votre-dossier", "/pieces", "/recapitulatif"):
        page.goto(f"/demandes/{draft.number}{path}")
        assert page.evaluate(WITHOUT_EDGE) == [], page.url
        check_axe(page)


def test_paper_has_the_content_and_no_menus(drafter: Applicant, draft: Draft) -> None:
    page = drafter.page
    page.emulate_media(media="print")
    page.goto(f"/demandes/{draft.number}/recapitulatif")
    expect(page.get_by_role("heading", level=1, name="Récapitulatif")).to_be_visible()
    expect(page.get_by_text(draft.number).first).to_be_visible()
    expect(page.locator("nav.site-nav")).to_be_hidden()
    expect(page.get_by_role("button", name="Transmettre")).to_be_hidden()
    assert page.pdf().startswith(b"%PDF-")


def test_a_printed_application_is_a_white_sheet_without_menus(drafter: Applicant, draft: Draft) -> None:
    page = drafter.page
    page.goto(f"/demandes/{draft.number}/impression")
    check_axe(page)
    page.emulate_media(color_scheme="dark")
    check_axe(page)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(GROUND) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    expect(page.locator(".paper-each").get_by_text("Brouillon, non transmis")).to_be_visible()
    expect(page.get_by_role("link", name="Télécharger ma demande (PDF)")).to_be_hidden()
    expect(page.get_by_role("table", name="Pièces")).to_be_visible()
    assert page.pdf().startswith(b"%PDF-")
