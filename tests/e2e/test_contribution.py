"""Contribution pour modification, in two browsers and two rounds: with JavaScript and without, by the keyboard alone,
and on a narrow screen with the longest texts.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.beforehand import has_sent_an_application
from tests.e2e.contribution_job import Case, ask_and_answer_twice
from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import Agent, Applicant, look_away
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from tests.support.reflow import check_narrow, check_spaced, repeated


@pytest.mark.capability
@both_ways
def test_two_rounds(new_browser: Callable[..., BrowserContext], portal: Portal, *, javascript: bool) -> None:
    """axe with JavaScript is in a test of its own: `make test` is in a hurry."""
    look = look_away if javascript else check_axe
    applicant = Applicant(Hands(new_browser().new_page()), portal, look)
    agent = Agent(Hands(new_browser().new_page()), portal, look)
    ask_and_answer_twice(Case(agent, applicant, has_sent_an_application(applicant)))


@pytest.mark.parametrize("by_keyboard", ["applicant", "agent"])
def test_by_the_keyboard_alone(new_browser: Callable[..., BrowserContext], portal: Portal, by_keyboard: str) -> None:
    hands = {who: Keyboard if who == by_keyboard else Hands for who in ("applicant", "agent")}
    applicant = Applicant(hands["applicant"](new_browser().new_page()), portal)
    agent = Agent(hands["agent"](new_browser().new_page()), portal)
    ask_and_answer_twice(Case(agent, applicant, has_sent_an_application(applicant)))


def test_each_page_and_state_is_accessible(new_browser: Callable[..., BrowserContext], portal: Portal) -> None:
    applicant = Applicant(Hands(new_browser().new_page()), portal, look=check_axe)
    agent = Agent(Hands(new_browser().new_page()), portal, look=check_axe)
    ask_and_answer_twice(Case(agent, applicant, has_sent_an_application(applicant)))


def test_the_longest_texts_on_a_narrow_screen(new_browser: Callable[..., BrowserContext], portal: Portal) -> None:
    """Nothing is wider than 320 px, and nothing is cut."""

    def look(page: Page) -> None:
        check_narrow(page)
        check_spaced(page)

    applicant = Applicant(Hands(new_browser().new_page()), portal, look)
    agent = Agent(Hands(new_browser().new_page()), portal, look)
    number = has_sent_an_application(applicant)
    long = {"reason": repeated('« communes »"😀', 300), "new_object": repeated("Cahors_😀", 300)}
    ask_and_answer_twice(Case(agent, applicant, number, **long))
