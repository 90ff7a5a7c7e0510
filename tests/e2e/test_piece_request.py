"""Demande de pièces complémentaires, label by label, in two browsers and two rounds: with JavaScript and without, by
the keyboard alone, and on a narrow screen with the longest texts.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.beforehand import has_sent_an_application
from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import Agent, Applicant, look_away
from tests.e2e.piece_request_job import Case, ask_and_answer_twice
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from tests.support.reflow import check_narrow, check_spaced, repeated
from webapp.solicitations.composing_form import LABEL_MAX


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


@pytest.mark.journey_only
def test_the_applicant_answers_by_the_keyboard_alone(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path
) -> None:
    applicant = Applicant(Keyboard(new_browser().new_page()), portal)
    agent = Agent(Hands(new_browser().new_page()), portal)
    number = has_sent_an_application(applicant)
    ask_and_answer_twice(Case(agent, applicant, number, tmp_path))


@pytest.mark.journey_only
def test_the_agent_asks_and_judges_by_the_keyboard_alone(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path
) -> None:
    applicant = Applicant(Hands(new_browser().new_page()), portal)
    agent = Agent(Keyboard(new_browser().new_page()), portal)
    number = has_sent_an_application(applicant)
    ask_and_answer_twice(Case(agent, applicant, number, tmp_path))


@pytest.mark.journey_only
def test_each_page_and_state_is_accessible(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path
) -> None:
    applicant = Applicant(Hands(new_browser().new_page()), portal, look=check_axe)
    agent = Agent(Hands(new_browser().new_page()), portal, look=check_axe)
    number = has_sent_an_application(applicant)
    ask_and_answer_twice(Case(agent, applicant, number, tmp_path))


@pytest.mark.journey_only
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
