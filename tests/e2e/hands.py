"""How a person acts on a page: with a mouse, or with the keyboard alone. The same journeys are told for both.

Names are those on the screen, read as assistive technologies read them. What is not in a page's content is not looked
at, unless a landmark is named.
"""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

MOST_STEPS = 150
"""Presses of Tab from one control to any other of our pages; more means that it cannot be reached."""


class Hands:
    """With a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=name)

    def link(self, name: str, landmark: str = "") -> Locator:
        """The first one of that name: a page may offer the same place twice."""
        place = self.page.get_by_role("navigation", name=landmark) if landmark else self.page.get_by_role("main")
        return place.get_by_role("link", name=name).first

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def choices(self, group: str) -> Locator:
        return self.page.get_by_role("radiogroup", name=group, exact=True)

    def press(self, button: str) -> None:
        self.press_at(self.button(button))

    def follow(self, link: str, landmark: str = "") -> None:
        self._mark()
        self.link(link, landmark).click()

    def write(self, label: str, text: str) -> None:
        self.write_in(self.field(label), text)

    def write_in(self, control: Locator, text: str) -> None:
        control.fill(text)

    def tick(self, label: str) -> None:
        self.tick_at(self.field(label))

    def tick_at(self, box: Locator) -> None:
        box.check()

    def choose(self, group: str, answer: str) -> None:
        self.choose_in(self.choices(group), answer)

    def choose_in(self, group: Locator, answer: str) -> None:
        """A question that comes above between the press and the release moves the choice away: one clicks again."""
        choice = group.get_by_label(answer, exact=True)
        choice.click()
        choice.check()

    def press_at(self, button: Locator) -> None:
        self._mark()
        button.click()

    def take_file(self, label: str, file: Path) -> None:
        self.field(label).set_input_files(file)

    def _mark(self) -> None:
        self.page.evaluate("() => { window.samePage = true }")

    def settle(self) -> None:
        """After an answer: where a part of the page was swapped, the focus is in the page and not on `<body>`."""
        if self.page.evaluate("() => window.samePage === true"):
            expect(self.page.locator("body :focus")).to_have_count(1)


class Keyboard(Hands):
    """Tab, Shift+Tab, Enter, Space and arrows. At each stop the focus must be seen."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        # From now on choosers are told to us: asking just before the press would be a race.
        page.on("filechooser", lambda chooser: None)

    def press_at(self, button: Locator) -> None:
        self._mark()
        self.go_to(button)
        self.page.keyboard.press("Space")

    def follow(self, link: str, landmark: str = "") -> None:
        self._mark()
        self.go_to(self.link(link, landmark))
        self.page.keyboard.press("Enter")

    def write_in(self, control: Locator, text: str) -> None:
        self.go_to(control)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def tick_at(self, box: Locator) -> None:
        self.go_to(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def choose_in(self, group: Locator, answer: str) -> None:
        """Tab enters a group of radios once; arrows go from one to the next and choose it."""
        wanted = group.get_by_label(answer, exact=True)
        self.go_to(group)
        for _ in range(group.get_by_role("radio").count()):
            if has_focus(wanted):
                break
            self.page.keyboard.press("ArrowDown")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        assert has_focus(wanted), f"arrows do not lead to {answer!r}"

    def take_file(self, label: str, file: Path) -> None:
        self.go_to(self.field(label))
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(file)

    def go_to(self, place: Locator) -> None:
        """By Tab, or by Shift+Tab where the place is above, until the focus is on it or in it."""
        place.wait_for()
        for _ in range(MOST_STEPS):
            if has_focus(place):
                return
            self.page.keyboard.press("Tab" if place.evaluate(IS_BELOW) else "Shift+Tab")
            assert (unseen := self.page.evaluate(UNSEEN)) == "", f"{self.page.url}: {unseen}"
        raise AssertionError(f"{self.page.url}: {place} is not reached in {MOST_STEPS} presses of Tab")


def has_focus(place: Locator) -> bool:
    return bool(place.evaluate("e => e === document.activeElement || e.contains(document.activeElement)"))


# A page that has just been loaded has no focus: all of it is below.
IS_BELOW = """place => {
  const here = document.activeElement;
  return here === document.body || !(here.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_PRECEDING);
}"""
# WCAG 2.2: 2.4.7 (focus visible) and 2.4.11 (not hidden by something else).
UNSEEN = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return "Tab leads to nothing";
  const name = here.outerHTML.slice(0, 160), style = getComputedStyle(here), box = here.getBoundingClientRect();
  if (!here.matches(":focus-visible")) return `no :focus-visible on ${name}`;
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return `no outline around ${name}`;
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth || box.width < 1)
    return `out of sight: ${name}`;
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return here.contains(top) || top?.contains(here) ? "" : `behind ${top?.outerHTML.slice(0, 80)}: ${name}`;
}"""
