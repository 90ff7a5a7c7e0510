"""axe-core on a page: WCAG 2 A and AA up to 2.2, best practices, and the RGAA's own rules."""

from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, Page

from tests.support.headers import CSP

VENDORED = Path(__file__).parents[1] / "vendor" / "axe-core"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4")
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in CSP.items()),
}
_twins: WeakKeyDictionary[Browser, Page] = WeakKeyDictionary()
RUN = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.map(v => `${v.id} (${v.impact}): ${v.help}\\n` +
    v.nodes.slice(0, 5).map(n => `    ${n.target.join(" ")}  ${n.html.slice(0, 160)}`).join("\\n"));
}"""


def check_axe(page: Page) -> None:
    """Fails with axe's sentences, in French.

    The page's own policy stays on: the script comes by the debugger. axe cannot run where JavaScript is off, so such a
    page is shown once more, as it is now, in a context with JavaScript, the same one for all: its style stays loaded.
    """
    scripting_off = page.evaluate('matchMedia("(scripting: none)").matches')
    violations = _in_a_twin(page) if scripting_off else _violations(page)
    assert not violations, f"axe on {page.url}:\n" + "\n".join(violations)


def _violations(page: Page) -> list[str]:
    if page.evaluate("typeof axe") == "undefined":  # reading it again takes as long as running it
        locale = (VENDORED / "locales" / "fr.json").read_text()
        page.evaluate((VENDORED / "axe.min.js").read_text())
        page.evaluate(f"axe.configure({{locale: {locale}}})")
    found: list[str] = page.evaluate(RUN, list(TAGS))
    return found


def _in_a_twin(page: Page) -> list[str]:
    """Also right for an answer to a POST, which a second GET would not show."""
    browser = page.context.browser
    assert browser is not None
    twin = _twins.get(browser) or _twins.setdefault(browser, browser.new_context().new_page())
    parts = urlsplit(page.url)
    origin = f"{parts.scheme}://{parts.netloc}/"
    if twin.url != origin:
        twin.route(origin, lambda route: route.fulfill(body="<!doctype html>", headers=HEADERS))
        twin.goto(origin)
        twin.unroute(origin)  # while there is a route, nothing is cached
    twin.set_content(page.content())
    return _violations(twin)
