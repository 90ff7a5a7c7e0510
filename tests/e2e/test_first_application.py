"""The main job, label by label, with JavaScript and without; axe on each page and each state on the way."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.hands import Hands
from tests.e2e.main_job import do_the_main_job
from tests.e2e.people import Agent, Applicant
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal


@pytest.mark.capability
@both_ways
def test_from_a_new_account_to_the_agent_in_charge(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path
) -> None:
    applicant = Applicant(Hands(new_browser().new_page()), portal, look=check_axe)
    agent = Agent(Hands(new_browser().new_page()), portal, look=check_axe)
    do_the_main_job(applicant, agent, tmp_path)
