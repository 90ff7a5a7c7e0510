"""The main job where the browser has JavaScript but htmx never arrives: an extension, a proxy, a broken download."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.e2e.hands import Hands
from tests.e2e.main_job import do_the_main_job
from tests.e2e.people import Agent, Applicant
from tests.support.browser import Watch
from tests.support.portal import Portal


def test_the_main_job(new_browser: Callable[..., BrowserContext], portal: Portal, watch: Watch, tmp_path: Path) -> None:
    watch.allow("net::ERR_BLOCKED_BY_CLIENT")
    people = (new_browser(), new_browser())
    for context in people:
        context.route("**/htmx.min.js", lambda route: route.abort("blockedbyclient"))
    applicant, agent = (context.new_page() for context in people)
    do_the_main_job(Applicant(Hands(applicant), portal), Agent(Hands(agent), portal), tmp_path)
    assert applicant.evaluate("() => typeof htmx") == "undefined"
    applicant.goto("/structure")
    applicant.get_by_role("link", name="Créer un nouveau représentant").click()
    for button in ("Afficher les lignes de cette présentation", "Afficher les communes de ce code postal"):
        expect(applicant.get_by_role("button", name=button)).to_be_visible()
