"""The whole application on paper: the page to print, the PDF, and that both say the same, to each who may read it."""

import asyncio
import io
import threading
from collections.abc import Mapping
from typing import Any

import pytest
from pypdf import PdfReader

from tests.factories.accounts import actor_of
from tests.factories.applications import GOOD_ANSWERS, make_draft, make_rich_scheme
from tests.routes.people import Applications, Person
from tests.support.traces import actions_on
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.core.work import Work

DRAFT = "Brouillon, non transmis"


def words(text: str) -> str:
    return " ".join(text.split())


def pages_of(content: bytes) -> list[str]:
    return [words(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


async def test_a_draft_says_on_each_sheet_that_it_is_not_sent(applicant: Person, applications: Applications) -> None:
    draft = await applications.complete(applicant)
    base = f"/demandes/{draft.reference}"
    answer = await applicant.browser.http.get(f"{base}/demande.pdf")

    assert f"brouillon-de-demande-{draft.reference}.pdf" in answer.headers["Content-Disposition"]
    sheets = pages_of(answer.content)
    assert all(DRAFT in sheet and draft.reference in sheet for sheet in sheets)
    assert all(f"Page {number} sur {len(sheets)}" in sheet for number, sheet in enumerate(sheets, 1))
    page = await applicant.browser.get(f"{base}/impression", status=200)
    assert page.title.startswith(DRAFT)
    assert page.text.count(DRAFT) == 2, "on the screen, and on each sheet"


async def test_what_is_sent_is_dated_by_its_submission_and_is_no_draft(
    applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    base = f"/demandes/{sent.reference}"
    first, second = [(await applicant.browser.http.get(f"{base}/demande.pdf")) for _ in range(2)]

    assert first.content == second.content
    assert f'filename="demande-{sent.reference}.pdf"' in first.headers["Content-Disposition"]
    text = " ".join(pages_of(first.content))
    assert DRAFT not in text
    assert "Déposée le 23 novembre 2026 à 10:00:00" in text
    assert DRAFT not in (await applicant.browser.get(f"{base}/impression")).html


async def test_the_page_and_the_pdf_say_the_same(applicant: Person, applications: Applications) -> None:
    draft = await applications.complete(applicant)
    base = f"/demandes/{draft.reference}"
    page = (await applicant.browser.get(f"{base}/impression")).text
    pdf = " ".join(pages_of((await applicant.browser.http.get(f"{base}/demande.pdf")).content))

    for said in (
        GOOD_ANSWERS["objet"],
        GOOD_ANSWERS["activites"],
        "Critères d'éligibilité",
        "Votre structure",
        "ASSOCIATION NOUVELLE",
        "12 500,00 €",
        "Budget prévisionnel de la structure",
        "budget-2027.pdf",
        "Non déposée",
    ):
        assert said in words(page)
        assert said in pdf


async def test_an_agent_prints_what_was_sent_and_leaves_a_trace(
    applicant: Person, agent: Person, applications: Applications, committed: Work
) -> None:
    sent = await applications.submitted(applicant)
    desk, own = f"/espace-agent/demandes/{sent.reference}", f"/demandes/{sent.reference}"
    page = await agent.browser.get(desk)
    printed = await agent.browser.get(page.link("Imprimer la demande"), status=200)
    pdf = await agent.browser.http.get(printed.link("Télécharger la demande (PDF)"))
    receipt = await agent.browser.http.get(page.link("Télécharger l'accusé de réception (PDF)"))

    assert pdf.content == (await applicant.browser.http.get(f"{own}/demande.pdf")).content
    assert receipt.content == (await applicant.browser.http.get(f"{own}/accuse-de-reception.pdf")).content
    traces = await actions_on(committed, sent.id)
    assert traces.count("application.printed") == 2
    assert traces.count("application.receipt_downloaded") == 1


async def test_links_lead_there_from_the_summary_and_from_the_application(
    applicant: Person, applications: Applications
) -> None:
    draft = await applications.complete(applicant)
    for end in ("", "/recapitulatif"):
        page = await applicant.browser.get(f"/demandes/{draft.reference}{end}")
        assert page.link("Télécharger ma demande (PDF)") == f"/demandes/{draft.reference}/demande.pdf"
        printed = await applicant.browser.get(page.link("Imprimer"))
        assert printed.link("Revenir à la demande") == f"/demandes/{draft.reference}"


async def test_a_crowd_that_prints_is_told_to_come_back(
    applicant: Person, applications: Applications, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of thirty at once some wait for too long a queue; each gets the PDF or the page that asks to try again."""
    draft = await applications.complete(applicant)
    address = f"/demandes/{draft.reference}/demande.pdf"
    ready, really = threading.Event(), TypstRenderer._render

    def once_ready(renderer: TypstRenderer, template: str, data: Mapping[str, Any]) -> bytes:
        ready.wait(timeout=60)
        return really(renderer, template, data)

    monkeypatch.setattr(TypstRenderer, "_render", once_ready)
    printing = [asyncio.create_task(applicant.browser.http.get(address)) for _ in range(30)]
    told, _ = await asyncio.wait(printing, return_when=asyncio.FIRST_COMPLETED)
    assert {answer.result().status_code for answer in told} == {503}, "told at once, while nobody's PDF is ready"
    ready.set()
    answers = await asyncio.gather(*printing)

    assert {answer.status_code for answer in answers} == {200, 503}
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert refused.headers["Retry-After"] == "10"
    assert "Réessayez dans" in refused.text
    assert (await applicant.browser.http.get(address)).content.startswith(b"%PDF-")


async def test_every_kind_of_question_is_on_the_page_and_in_the_pdf(applicant: Person, committed: Work) -> None:
    draft = await make_draft(committed, applicant.account, await make_rich_scheme(committed))
    answers = {
        "emploi": "oui",
        "siege.street": "3 rue du Port",
        "depenses.1.poste": 'Un "four" 😀',
        "depenses.1.montant": "1 000",
        "postes.1.intitule": "Luthière",
        "budget.613": "1 250",
        "budget.744.1.funder": "Cahors",
        "budget.744.1.amount": "1 000",
    }
    await save_answers(committed, await actor_of(committed, applicant.account), draft.number, Typed(answers))
    page = await applicant.browser.get(f"/demandes/{draft.reference}/impression", status=200)
    pdf = " ".join(pages_of((await applicant.browser.http.get(f"/demandes/{draft.reference}/demande.pdf")).content))

    for said in ("3 rue du Port", "Postes, 1", "Luthière", "613 – Locations", "Cahors", "Total des produits"):
        assert said in page.text
        assert said in pdf
    assert 'Un "four" 😀' in page.text
    assert 'Un "four" [U+1F600]' in pdf
