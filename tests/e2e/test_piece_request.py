"""Demande de pièces complémentaires, label by label, in two browsers and two rounds; with and without JavaScript."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.e2e.beforehand import has_sent_an_application
from tests.e2e.hands import Hands
from tests.e2e.people import Agent, Applicant
from tests.e2e.piece_request_job import Case, ask_and_answer_twice
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal


@both_ways
def test_two_rounds(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path, *, javascript: bool
) -> None:
    applicant = Applicant(Hands(new_browser().new_page()), portal, look=check_axe)
    agent = Agent(Hands(new_browser().new_page()), portal, look=check_axe)
    number = has_sent_an_application(applicant)
    ask_and_answer_twice(Case(agent, applicant, number, tmp_path, javascript))
