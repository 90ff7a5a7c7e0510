"""Chromium for end-to-end tests: how it is started, what it must never report, how heavy a page is."""

import shutil
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, Response, StorageState, WebError

LAUNCH_ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# A refused form (422) or a page that is not found is an answer; the browser's console calls it an error.
ANSWERED = "Failed to load resource: the server responded with a status of 4"
ASSETS = ("stylesheet", "script", "image", "font", "manifest")

both_ways = pytest.mark.parametrize(
    "javascript",
    [True, pytest.param(False, marks=pytest.mark.journey_only)],
    ids=["with-js", "without-js"],
    indirect=True,
)
"""Run the test twice; in `make test` with JavaScript only, since the tests of routes are a browser without it.

A test without it has JavaScript.
"""
without_js = pytest.mark.parametrize("javascript", [False], ids=["without-js"], indirect=True)


def launch_options() -> dict[str, Any]:
    """The system's Chromium if there is one, else Playwright's own."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return {"args": LAUNCH_ARGS, **({"executable_path": path} if path else {})}


@dataclass
class Watch:
    """Collects what must never happen: script errors, policy violations, broken assets, requests to other hosts."""

    host: str
    allowed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def allow(self, words: str) -> None:
        """Problems that hold these words are what the test is about."""
        self.allowed.append(words)

    def attach(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    def unexpected(self) -> list[str]:
        return [problem for problem in self.problems if not any(words in problem for words in self.allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(ANSWERED):
            self.problems.append(f"console {message.type}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"script error: {error.error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != self.host:
            self.problems.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type in ASSETS):
            self.problems.append(f"status {response.status}: {response.url}")


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes on the wire of a first load, headers included."""

    by_type: dict[str, int]
    by_url: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_type.values())

    @property
    def javascript(self) -> int:
        return self.by_type.get("Script", 0)


def weigh(browser: Browser, url: str, *, cookies: StorageState | None = None, after: str = "") -> Weight:
    """Load `url` with an empty cache, or with what the page `after` left in it."""
    context = browser.new_context(storage_state=cookies)
    page = context.new_page()
    if after:
        page.goto(after, wait_until="networkidle")
    network = context.new_cdp_session(page)
    kinds: dict[str, tuple[str, str]] = {}
    by_type: Counter[str] = Counter()
    by_url: Counter[str] = Counter()

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = (event["type"], event["response"]["url"])

    def finished(event: dict[str, Any]) -> None:
        kind, address = kinds.get(event["requestId"], ("Other", "?"))
        if sent := int(event["encodedDataLength"]):  # nothing for what is in the cache
            by_type[kind] += sent
            by_url[address] += sent

    network.on("Network.responseReceived", answered)
    network.on("Network.loadingFinished", finished)
    network.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    context.close()
    return Weight(dict(by_type), dict(by_url))
