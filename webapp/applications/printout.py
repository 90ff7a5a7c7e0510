"""The whole application on paper: the page to print and the PDF are both made from these facts.

Their shape is in the header of `webapp/adapters/pdf/application.typ`. Of an application that is sent they say what was
sent, since they read the ApplicationPage and nothing else; of a draft, what is kept at this instant.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any

from webapp.applications import texts
from webapp.applications.queries import ApplicationPage, PieceSlot
from webapp.applications.receipt import Letterhead
from webapp.applications.rules import Step
from webapp.core import french
from webapp.core.clock import PARIS
from webapp.schemes.shapes import answers, shapes
from webapp.structures.snapshots import content_of


def printout_facts(
    application: ApplicationPage, letterhead: Letterhead, now: datetime, received: Iterable[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Plain JSON. `now` dates a draft; what was sent has the date of its submission, so that it stays the same.
    `received`: rows of pieces that came afterwards.
    """
    card = application.card
    labels = texts.STEPS_OF_A_PERSON if card.is_of_a_person else texts.STEPS
    eligibility = shapes(application.form.eligibility)
    return {
        "portal": {key: value for key, value in asdict(letterhead).items() if not key.startswith("court_")},
        "number": card.reference,
        "scheme": card.title,
        "mark": "" if card.submitted_at else texts.NOT_SENT_MARK,
        "at": (application.version_at or card.submitted_at or now).astimezone(PARIS).replace(microsecond=0).isoformat(),
        "head": [{"label": label, "value": value} for label, value in _head(application) if value],
        "steps": [
            *([{"title": labels[Step.ELIGIBILITY], "sections": [_section("", eligibility)]}] if eligibility else []),
            {"title": labels[Step.STRUCTURE], "sections": list(_structure(application))},
            *_steps(application),
            *_bank_account(application),
        ],
        "pieces": [*(piece for slot in application.slots for piece in _pieces(slot)), *received],
    }


def _head(application: ApplicationPage) -> Iterator[tuple[str, str]]:
    card = application.card
    yield "Aide demandée", card.title
    for label, fact in (("Demandeur", "name"), ("Type de tiers", "family"), ("Siret", "siret")):
        yield label, application.facts[fact].shown if fact in application.facts else ""
    yield "Créée le", french.long_date_time(card.created_at)
    yield "Déposée le", french.long_date_time(card.submitted_at) if card.submitted_at else ""
    yield "Version", str(application.version) if application.version > 1 else ""
    yield "Modifiée le", french.long_date_time(application.amended_at) if application.amended_at else ""
    yield "Service chargé de cette aide", application.service.name


def _structure(application: ApplicationPage) -> Iterator[dict[str, Any]]:
    for block, lines in groupby(
        (application.pinned or content_of(application.structure))["lines"], lambda line: str(line["block"])
    ):
        yield _section(block, [answers((line["label"], line["value"]) for line in lines)])


def _steps(application: ApplicationPage) -> Iterator[dict[str, Any]]:
    """Of "Votre dossier"; a section that has the title of its step says it once."""
    for step in application.form.steps:
        yield {
            "title": step.step.title,
            "sections": [
                _section("" if one.section.title == step.step.title else one.section.title, shapes(one.fields))
                for one in step.sections
            ],
        }


def _bank_account(application: ApplicationPage) -> Iterator[dict[str, Any]]:
    if account := application.bank_account:
        yield {"title": texts.BANK_ACCOUNT, "sections": [_section("", [answers(account.lines)])]}


def _section(title: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "parts": parts}


def _pieces(slot: PieceSlot) -> Iterator[dict[str, Any]]:
    """A slot without a file is said too: whoever reads knows that nothing was forgotten by the printer."""
    for file in slot.files:
        yield {"label": slot.piece.label, "file": file.filename, "size": file.size, "sha256": file.sha256}
    if not slot.files:
        yield {"label": slot.piece.label, "file": "", "size": 0, "sha256": ""}
