"""The browser tools on small pages served by interception: each check is seen to fail."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.e2e.hands import Keyboard
from tests.support.axe import check_axe
from tests.support.browser import Watch, both_ways
from tests.support.reflow import check_reflow
from tests.support_tests.samples import HEADERS

HOST = "localhost:1"
ADDRESS = f"http://{HOST}/"
PAGE = """<!doctype html><html lang="fr"><head><title>Aides</title></head><body>
<header><a href="#contenu">Aller au contenu</a></header><main id="contenu"><h1>Aides</h1><p>Voici.</p></main>
</body></html>"""


@pytest.fixture
def shown(javascript: bool, browser: Browser) -> Iterator[tuple[Page, Watch]]:
    context = browser.new_context(java_script_enabled=javascript)
    watch = Watch(HOST)
    watch.attach(context)
    yield context.new_page(), watch
    context.close()


def show(page: Page, html: str) -> None:
    def answer(route: Route) -> None:
        if route.request.url == ADDRESS:
            route.fulfill(body=html, headers=HEADERS)
        elif route.request.url.endswith("ring.css"):
            route.fulfill(body=":focus { outline: 3px solid } .bare:focus { outline: 0 }", content_type="text/css")
        else:
            route.fulfill(status=404 if "missing" in route.request.url else 200, body="", content_type="image/png")

    page.route("**/*", answer)
    page.goto(ADDRESS)


@both_ways
def test_axe_finds_nothing_on_a_good_page(shown: tuple[Page, Watch]) -> None:
    page, watch = shown
    show(page, PAGE)
    check_axe(page)
    assert watch.unexpected() == []


@both_ways
@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ('<p><img src="/x.png"></p>', "image-alt"),
        ('<input name="q">', "label"),
    ],
)
def test_axe_tells_a_bad_page_in_french(bad: str, rule: str, shown: tuple[Page, Watch]) -> None:
    page, _ = shown
    show(page, PAGE.replace("<p>Voici.</p>", bad))
    with pytest.raises(AssertionError, match=rf"{rule} \(\w+\): \w"):
        check_axe(page)


@both_ways
def test_reflow_tells_what_is_too_wide(shown: tuple[Page, Watch]) -> None:
    page, _ = shown
    show(page, PAGE)
    check_reflow(page)
    show(page, PAGE.replace("<p>Voici.</p>", '<p id="large"><img alt="" width="600" height="10" src="/x.png"></p>'))
    with pytest.raises(AssertionError, match=r"is 6\d\d px wide at 320 px, because of .*img"):
        check_reflow(page)


RING = '<link rel="stylesheet" href="/ring.css">'


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ('<button tabindex="-1">Aller</button>', "Tab leads to nothing"),
        ('<button class="bare">Aller</button>', "no outline around <button"),
    ],
)
def test_the_keyboard_tells_what_it_cannot_reach_or_see(bad: str, words: str, shown: tuple[Page, Watch]) -> None:
    page, _ = shown
    show(page, PAGE.replace("<p>Voici.</p>", f"{RING}<p><button>Aller</button></p>"))
    Keyboard(page).press("Aller")
    show(page, PAGE.replace("<p>Voici.</p>", f"{RING}<p>{bad}</p>"))
    with pytest.raises(AssertionError, match=words):
        Keyboard(page).press("Aller")


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ('<p style="color:red">x</p>', "style"),
        ('<link rel="stylesheet" href="/missing.css">', "status 404"),
        ('<img alt="" src="http://elsewhere.test/x.png">', "another host"),
    ],
)
def test_the_watch_tells_what_a_page_must_not_do(bad: str, words: str, shown: tuple[Page, Watch]) -> None:
    page, watch = shown
    show(page, PAGE.replace("<p>Voici.</p>", bad))
    assert any(words in problem for problem in watch.unexpected()), watch.problems


def test_the_watch_hears_scripts_that_fail(browser: Browser) -> None:
    context = browser.new_context()
    watch = Watch(HOST)
    watch.attach(context)
    page = context.new_page()
    show(page, PAGE)
    with page.expect_event("pageerror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('cassé') }) }")
    assert any("cassé" in problem for problem in watch.unexpected())
    watch.allow("cassé")
    assert watch.unexpected() == []
    context.close()
