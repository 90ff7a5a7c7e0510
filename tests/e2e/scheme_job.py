"""Filling in a scheme of the demonstration, whole: from its sheet to the page of the pieces.

The answers are those of tests/factories/answers, typed page by page in the order in which the page asks them; what an
answer makes appear is answered in its turn.
"""

import re
import tomllib
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.e2e.people import Applicant

ANSWERS = Path(__file__).parents[1] / "factories" / "answers"
CONTROLS = """form => [...form.elements].filter(e => e.name && e.type !== "hidden" && e.name !== "action")
  .map(e => e.name).filter((name, i, all) => all.indexOf(name) === i)"""
ROW_AND_COLUMN = re.compile(r"(?P<table>.+)\.(?P<row>[0-9]+)\.(?P<column>[a-z_]+)")
MARKER = re.compile(r".+\.[0-9]{1,2}")
Answers = dict[str, str]


def answers_to(slug: str) -> Answers:
    """By the name of each control, as a person types it; a row's own name is its number."""
    answers: Answers = tomllib.loads((ANSWERS / f"{slug}.toml").read_text(encoding="utf-8"))["answers"]
    return {name: text for name, text in answers.items() if text or not MARKER.fullmatch(name)}


def fills_in_the_scheme(applicant: Applicant, slug: str, answers: Answers) -> str:
    """The public number of the draft."""
    applicant.page.goto(f"/aides/{slug}")
    applicant.hands.press("Commencer ma demande")
    applicant.sees("Préambule")
    number = re.search(r"/demandes/(\d{8})/", applicant.page.url)
    assert number, applicant.page.url
    left = dict(answers)
    while not applicant.page.url.endswith("/pieces"):
        if applicant.page.locator("form#dossier").count():
            fills_in_the_page(applicant, left)
        goes_on(applicant)
    assert not left, f"never asked: {sorted(left)}"
    return number[1]


def goes_on(applicant: Applicant) -> None:
    here = applicant.page.url
    if applicant.hands.button("Continuer").count():
        applicant.hands.press("Continuer")
    else:
        applicant.hands.follow("Continuer")
    expect(applicant.page).not_to_have_url(here)
    applicant.hands.settle()
    applicant.look(applicant.page)


def fills_in_the_page(applicant: Applicant, left: Answers) -> None:
    """Until it asks nothing that is in `left`, from which what was given is taken out."""
    while asked := what_is_asked(applicant, left):
        for name in asked:
            give(applicant, name, left.pop(name))
        is_saved(applicant)


def what_is_asked(applicant: Applicant, left: Answers) -> list[str]:
    on_page: list[str] = applicant.page.locator("form#dossier").evaluate(CONTROLS)
    tables = {name.rsplit(".", 2)[0] for name in on_page if name.count(".") >= 2}
    return [name for name in left if name in on_page or table_of(name) in tables]


def table_of(name: str) -> str:
    cell = ROW_AND_COLUMN.fullmatch(name)
    return cell["table"] if cell else ""


def give(applicant: Applicant, name: str, text: str) -> None:
    control = control_of(applicant, name)
    match control.first.get_attribute("type"):
        case "radio":
            group = control.first.locator("xpath=ancestor::fieldset[1]")
            applicant.hands.choose_in(group, {"oui": "Oui", "non": "Non"}.get(text, text))
        case "checkbox":
            for line in text.splitlines():
                applicant.hands.tick_at(control.and_(applicant.page.locator(f'[value="{line}"]')))
        case _:
            applicant.hands.write_in(control.last, text)


def control_of(applicant: Applicant, name: str) -> Locator:
    """Rows are counted as they stand on the page; one that is not there yet is asked for."""
    form = applicant.page.locator("form#dossier")
    cell = ROW_AND_COLUMN.fullmatch(name)
    if cell is None:
        return form.locator(f'[name="{name}"]:not([type=hidden])')
    column = form.locator(f'[name^="{cell["table"]}."][name$=".{cell["column"]}"]:not([type=hidden])')
    names: list[str] = column.evaluate_all("all => [...new Set(all.map(e => e.name))]")
    if len(names) < int(cell["row"]):
        applicant.hands.press_at(form.locator(f'button[value^="add:{cell["table"]}.r"]'))
        expect(column).to_have_count(column.count() + 1) if not names else expect(column).not_to_have_count(len(names))
        names = column.evaluate_all("all => [...new Set(all.map(e => e.name))]")
    return form.locator(f'[name="{names[int(cell["row"]) - 1]}"]:not([type=hidden])')


def is_saved(applicant: Applicant) -> None:
    """By itself, or without JavaScript by its button; then what the answers ask for is on the page."""
    if applicant.page.evaluate("() => 'htmx' in window"):
        applicant.page.keyboard.press("Tab")
        expect(applicant.page.locator("#saving")).to_have_attribute("data-state", "saved")
    else:
        applicant.hands.press("Enregistrer mes réponses")
        applicant.is_told_that_it_worked("Vos réponses sont enregistrées.")
