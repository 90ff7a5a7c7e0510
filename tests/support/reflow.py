"""A page on a narrow screen, and with more space between its letters: nothing is wider than the screen, nothing is cut.

WCAG 2.2, 1.4.10 and 1.4.12.
"""

from playwright.sync_api import Page

NARROW = 320
"""CSS pixels."""
FIND_WIDE = """() => {
  const root = document.scrollingElement;
  const boxed = e => /(auto|scroll|hidden)/.test(getComputedStyle(e).overflowX);
  const scrolls = e => e && e !== root && (boxed(e) || scrolls(e.parentElement));
  const wide = [...document.body.querySelectorAll("*")]
    .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(e.parentElement))
    .map(e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.className ? "." + e.className : ""));
  return [root.scrollWidth, wide.slice(0, 8)];
}"""
# A sheet made by script is not inline style: the page's policy lets it be.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
PLAIN = "() => { document.adoptedStyleSheets = [] }"
# What a box that does not scroll hides of its text; what is hidden on purpose, or shortened to two lines, is left out.
CUT = """() => [...document.querySelectorAll("main *")]
  .filter(e => /hidden|clip/.test(getComputedStyle(e).overflow) && !e.closest(".visually-hidden, svg, input"))
  .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
  .map(e => e.outerHTML.slice(0, 120))"""


def check_reflow(page: Page, *heights: int) -> None:
    """At 320 px the page must scroll one way only; what is wider scrolls inside its own box. `heights`: 640 without."""
    before = page.viewport_size
    found: list[tuple[int, list[str]]] = []
    for height in heights or (640,):
        page.set_viewport_size({"width": NARROW, "height": height})
        found.append(page.evaluate(FIND_WIDE))
    if before is not None:
        page.set_viewport_size(before)
    for width, wide in found:
        assert width <= NARROW, f"{page.url} is {width} px wide at {NARROW} px, because of {wide}"


def repeated(word: str, length: int) -> str:
    """One word without a place to break it."""
    return (word * length)[:length]


def check_narrow(page: Page) -> None:
    """Also on a screen of 1280 × 1024 at 400 %."""
    check_reflow(page, 640, 256)


def check_spaced(page: Page) -> None:
    page.evaluate(SPACED)
    check_narrow(page)
    assert page.evaluate(CUT) == []
    page.evaluate(PLAIN)
