"""End-to-end tests: the real product, the real Chromium. A pytest process of its own: see `make test`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.e2e.beforehand import has_a_draft, is_signed_in, publish_a_small_scheme
from tests.e2e.hands import Hands
from tests.e2e.people import Applicant
from tests.support.browser import Watch, launch_options
from tests.support.client import new_address
from tests.support.portal import Portal, running


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "capability: the one journey that shows it; `make test` runs it too")
    config.addinivalue_line("markers", "journey_only: a variation of it, for `make journeys` alone")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **launch_options()}


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One for each xdist worker; tests make accounts of their own and do not share them."""
    with running(tmp_path_factory.mktemp("portal")) as portal:
        publish_a_small_scheme(portal)
        yield portal


@pytest.fixture(scope="session")
def base_url(portal: Portal) -> str:
    """What relative addresses in tests begin with."""
    return portal.url


@pytest.fixture
def javascript(request: pytest.FixtureRequest) -> bool:
    """On, unless `both_ways` or `without_js` (tests/support/browser.py) says otherwise."""
    return bool(getattr(request, "param", True))


@pytest.fixture
def watch(portal: Portal) -> Iterator[Watch]:
    """What the browser reported; the test fails at its end for anything that it did not allow."""
    watch = Watch(urlsplit(portal.url).netloc)
    yield watch
    assert watch.unexpected() == []


@pytest.fixture
def new_browser(
    new_context: CreateContextCallback, portal: Portal, javascript: bool, watch: Watch
) -> Callable[..., BrowserContext]:
    """One more person's browser, with the given cookies or none."""

    def open_browser(cookies: StorageState | None = None) -> BrowserContext:
        context = new_context(
            java_script_enabled=javascript,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",  # what is measured or pressed is not on its way from one look to another
            storage_state=cookies,
            extra_http_headers={"X-Forwarded-For": new_address()},
        )
        watch.attach(context)
        return context

    return open_browser


@pytest.fixture
def context(new_browser: Callable[..., BrowserContext]) -> BrowserContext:
    return new_browser()


@pytest.fixture
def applicant(page: Page, portal: Portal) -> Applicant:
    """Somebody who has no account yet."""
    return Applicant(Hands(page), portal)


@dataclass(frozen=True, slots=True)
class Draft:
    """An application of a new association, where nothing is answered, and the cookies of its applicant."""

    number: str
    cookies: StorageState


@pytest.fixture(scope="session")
def draft(browser: Browser, portal: Portal) -> Draft:
    """For tests that look, or that leave it as good as it was: one for each xdist worker."""
    page = browser.new_page(base_url=portal.url)
    applicant = Applicant(Hands(page), portal)
    number = has_a_draft(applicant)
    is_signed_in(applicant)
    cookies = page.context.storage_state()
    page.close()
    return Draft(number, cookies)


@pytest.fixture
def drafter(draft: Draft, new_browser: Callable[..., BrowserContext], portal: Portal) -> Applicant:
    """The applicant of that draft, in a browser of the test's own."""
    return Applicant(Hands(new_browser(draft.cookies).new_page()), portal)
