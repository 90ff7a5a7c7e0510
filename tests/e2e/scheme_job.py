"""Filling in a scheme of the demonstration, whole: from its sheet to the page of the pieces.

The answers are those of tests/factories/answers, typed page by page in the order in which the page asks them; what an
answer makes appear is answered in its turn.
"""

import re
from datetime import date, datetime, timedelta

from playwright.sync_api import expect

from tests.e2e.people import Applicant
from tests.factories import catalogue
from webapp.core.clock import PARIS

CONTROLS = """form => [...form.elements].filter(e => e.name && e.type !== "hidden" && e.name !== "action")
  .map(e => e.name).filter((name, i, all) => all.indexOf(name) === i)"""
ROW_AND_COLUMN = re.compile(r"(?P<table>.+)\.(?P<row>[0-9]+)\.(?P<column>[a-z_]+)")
MARKER = re.compile(r".+\.[0-9]{1,2}")
AGEING = ("date_facture", "minimis.1.minimis_date")
"""What may only be so old: the real clock decides in a journey."""
Answers = dict[str, str]


def answers_to(slug: str) -> Answers:
    """By the name of each control, as a person types it; a row's own name is its number."""
    answers = {name: text for name, text in catalogue.answers_to(slug).items() if text or not MARKER.fullmatch(name)}
    return answers | {name: f"{last_month():%d/%m/%Y}" for name in answers if name in AGEING}


def last_month() -> date:
    return datetime.now(PARIS).date() - timedelta(days=30)


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
    while True:
        names = names_on(applicant)
        asked = {name: shown for name in left if (shown := name_on_page(name, names)) in names}
        for name, shown in asked.items():
            give(applicant, shown, left.pop(name))
        if asked:
            is_saved(applicant)
        elif not begins_a_row(applicant, left, names):
            return


def names_on(applicant: Applicant) -> list[str]:
    names: list[str] = applicant.page.locator("form#dossier").evaluate(CONTROLS)
    return names


def name_on_page(name: str, names: list[str]) -> str:
    """Rows are counted as they stand on the page, whatever their ids; empty for a row that is not there."""
    cell = ROW_AND_COLUMN.fullmatch(name)
    if cell is None:
        return name
    rows = rows_of(cell["table"], names)
    number = int(cell["row"])
    return f"{cell['table']}.{rows[number - 1]}.{cell['column']}" if number <= len(rows) else ""


def rows_of(table: str, names: list[str]) -> list[str]:
    cells = [name.removeprefix(f"{table}.") for name in names if name.startswith(f"{table}.")]
    return list(dict.fromkeys(cell.split(".")[0] for cell in cells))


def begins_a_row(applicant: Applicant, left: Answers, names: list[str]) -> bool:
    """For an answer to a table of this page that has too few."""
    tables = [cell["table"] for name in left if (cell := ROW_AND_COLUMN.fullmatch(name))]
    table = next((table for table in tables if rows_of(table, names)), "")
    if not table:
        return False
    button = applicant.page.locator(f'form#dossier button[value^="add:{table}.r"]')
    row = button.get_attribute("value")
    applicant.hands.press_at(button)
    # It is there once the next one is offered.
    expect(applicant.page.locator(f'form#dossier button[value="{row}"]')).to_have_count(0)
    return True


def give(applicant: Applicant, name: str, text: str) -> None:
    control = applicant.page.locator(f'form#dossier [name="{name}"]:not([type=hidden])')
    match control.first.get_attribute("type"):
        case "radio":
            group = control.first.locator("xpath=ancestor::fieldset[1]")
            applicant.hands.choose_in(group, {"oui": "Oui", "non": "Non"}.get(text, text))
        case "checkbox":
            for line in text.splitlines():
                applicant.hands.tick_at(control.and_(applicant.page.locator(f'[value="{line}"]')))
        case _:
            applicant.hands.write_in(control.last, text)


def is_saved(applicant: Applicant) -> None:
    """By itself, or without JavaScript by its button; then what the answers ask for is on the page."""
    if applicant.page.evaluate("() => 'htmx' in window"):
        applicant.page.keyboard.press("Tab")
        expect(applicant.page.locator("#saving")).to_have_attribute("data-state", "saved")
    else:
        applicant.hands.press("Enregistrer mes réponses")
        applicant.reads("Vos réponses sont enregistrées.")
