"""What came in a reply is part of the file: on the pages of both sides, on paper and in the archive."""

import io
from zipfile import ZipFile

import pytest

from tests.documents.sample_files import pdf
from tests.factories.accounts import actor_of
from tests.factories.solicitations import items
from tests.routes.people import Applications, Person
from tests.support.dom import text_of
from tests.support.page import Page
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor
from webapp.core.work import Work
from webapp.review.rules import Conformity
from webapp.review.use_cases.verdicts import Judged, judge_piece
from webapp.solicitations.models import Solicitation
from webapp.solicitations.use_cases.composing import add_other_piece
from webapp.solicitations.use_cases.filling import begin_piece_request
from webapp.solicitations.use_cases.judging import judge_item
from webapp.solicitations.use_cases.sending import send_requests

PIECE, LEASE = "Budget prévisionnel de la structure", "Bail des locaux"
WRONG = "C'est celui de 2026."
FILES, ON = ("reponse-0.pdf", "reponse-1.pdf"), "en réponse à la Région le 23 novembre 2026"


@pytest.fixture
async def sent(applicant: Person, applications: Applications) -> Application:
    return await applications.submitted(applicant)


@pytest.fixture
async def officer(committed: Work, agent: Person, sent: Application) -> Actor:
    officer = await actor_of(committed, agent.account)
    await take_over(committed, officer, sent.number)
    return officer


@pytest.fixture
async def asked(committed: Work, officer: Actor, sent: Application) -> Solicitation:
    """For a piece that is wrong, and for one that the scheme does not ask."""
    work, number = committed, sent.number
    await judge_piece(work, officer, number, "budget_previsionnel", Judged(Conformity.NON_CONFORM, WRONG, 0))
    draft = await begin_piece_request(work, officer, number)
    await add_other_piece(work, officer, number, draft.id, LEASE)
    (request,) = await send_requests(work, officer, number)
    return request


async def replies(applicant: Person, application: Application, asked: Solicitation) -> None:
    address = f"/demandes/{application.reference}/sollicitations/{asked.id}"
    page = await applicant.browser.get(address, status=200)
    forms = [form.get("action", "") for form in page.document.all("form")]
    for number, action in enumerate(one for one in forms if one.rpartition("/")[0].endswith("/pieces")):
        file = (f"reponse-{number}.pdf", pdf(Mark=str(number)), "application/pdf")
        page = await applicant.browser.submit(page, form=action, files={"file": file})
    await applicant.browser.submit(page, form=f"{address}/transmission")


def desk(application: Application) -> str:
    return f"/espace-agent/demandes/{application.reference}"


def pieces_of(page: Page) -> str:
    found = page.document.by_id("pieces")
    assert found is not None
    return text_of(found)


async def accepts_all(work: Work, officer: Actor, application: Application, asked: Solicitation) -> None:
    for item in await items(work, asked):
        await judge_item(work, officer, application.number, asked.id, item.id, is_accepted=True)


async def test_what_is_prepared_is_on_no_page_of_agents(
    applicant: Person, agent: Person, sent: Application, asked: Solicitation
) -> None:
    page = await agent.browser.get(desk(sent), status=200)
    assert WRONG in pieces_of(page)
    assert LEASE not in pieces_of(page)


async def test_it_stands_beside_its_slot_and_says_where_it_stands(
    committed: Work, applicant: Person, agent: Person, officer: Actor, sent: Application, asked: Solicitation
) -> None:
    await replies(applicant, sent, asked)
    shown = pieces_of(await agent.browser.get(desk(sent), status=200))
    assert "Réponse à examiner" in shown
    await accepts_all(committed, officer, sent, asked)
    page = await agent.browser.get(desk(sent), status=200)
    shown = pieces_of(page)
    for words in (
        "reponse-0.pdf",
        LEASE,
        "reponse-1.pdf",
        "Acceptée",
        "Reçue en réponse à la Région le 23 novembre 2026",
    ):
        assert words in shown, words
    assert WRONG not in shown, "the new file is not the one that was judged"
    assert page.link("reponse-0.pdf").startswith(f"{desk(sent)}/sollicitations/{asked.id}/documents/")
    piece = await agent.browser.get(f"{desk(sent)}/pieces/budget_previsionnel", status=200)
    assert "reponse-0.pdf" in piece.text

    own = await applicant.browser.get(f"/demandes/{sent.reference}", status=200)
    for words in (
        "reponse-0.pdf",
        LEASE,
        "reponse-1.pdf",
        "Déposée en réponse à la Région le 23 novembre 2026, acceptée",
    ):
        assert words in own.text, words
    file = await applicant.browser.http.get(own.link("reponse-1.pdf"))
    assert file.content.startswith(b"%PDF")


async def test_it_is_on_paper_and_in_the_archive(
    applicant: Person, agent: Person, sent: Application, asked: Solicitation
) -> None:
    await replies(applicant, sent, asked)
    for person, address in ((applicant, f"/demandes/{sent.reference}"), (agent, desk(sent))):
        paper = await person.browser.get(f"{address}/impression", status=200)
        assert f"{LEASE} (reçue en réponse le 23 novembre 2026)" in paper.text
    answer = await agent.browser.http.get(f"{desk(sent)}/demande.zip")
    names = ZipFile(io.BytesIO(answer.content)).namelist()
    assert f"Réponse du 2026-11-23/{LEASE}/reponse-1.pdf" in names
    assert any(name.startswith(f"Réponse du 2026-11-23/{PIECE}") for name in names)


async def test_each_version_can_be_read_for_ever(
    applicant: Person, agent: Person, applications: Applications, officer: Actor, sent: Application
) -> None:
    await applications.amended(sent, agent)
    for person, address in ((applicant, f"/demandes/{sent.reference}"), (agent, desk(sent))):
        page = await person.browser.get(address, status=200)
        first = await person.browser.get(page.link("version 1, telle que déposée"), status=200)
        last = await person.browser.get(f"{address}/impression", status=200)
        assert first.text != last.text
        assert "Modifiée le" in last.text
        assert "Modifiée le" not in first.text
        for wrong in ("0", "3", "un", "2147483649", "-1"):
            answer = await person.browser.http.get(f"{address}/impression?version={wrong}")
            assert answer.status_code == 404, wrong
        paper = await person.browser.http.get(f"{address}/demande.pdf?version=1")
        assert paper.headers["Content-Disposition"].endswith(f"demande-{sent.reference}-version-1.pdf")
    archive = await agent.browser.http.get(f"{desk(sent)}/demande.zip")
    assert "modifications-2026-11-23.pdf" in ZipFile(io.BytesIO(archive.content)).namelist()
