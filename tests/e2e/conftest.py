"""End-to-end tests: the real product, the real Chromium. A pytest process of its own: see `make test`."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.support.browser import Watch, launch_options
from tests.support.portal import Portal, running


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "journey_only: too long for `make test`; `make journeys` runs it")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **launch_options()}


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One for each xdist worker; tests make accounts of their own and do not share them."""
    with running(tmp_path_factory.mktemp("portal")) as portal:
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
def context(new_context: CreateContextCallback, portal: Portal, javascript: bool, watch: Watch) -> BrowserContext:
    context = new_context(java_script_enabled=javascript, locale="fr-FR", timezone_id="Europe/Paris")
    watch.attach(context)
    return context
