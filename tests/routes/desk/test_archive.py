"""Tout télécharger: an archive with the papers and the clean files, and a list of what is not in it."""

import io
from collections.abc import Callable
from zipfile import ZipFile

from sqlalchemy import select

from tests.routes.people import Applications, Person
from tests.support.client import PortalClient
from tests.support.traces import actions_on
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application, PieceDocument
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState
from webapp.settings import AntivirusKind

NAME = '../"Budget" 😀' + "é" * 300 + ".pdf"


def address(application: Application) -> str:
    return f"/espace-agent/demandes/{application.reference}/demande.zip"


async def unpacked(browser: PortalClient, application: Application) -> ZipFile:
    answer = await browser.http.get(address(application))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/zip"
    assert "Content-Encoding" not in answer.headers
    archive = ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return archive


async def documents(work: Work, application: Application) -> list[Document]:
    query = (
        select(Document)
        .join(PieceDocument, PieceDocument.document_id == Document.id)
        .where(PieceDocument.application_id == application.id)
        .order_by(Document.id)
    )
    return list(await work.session.scalars(query))


async def test_it_holds_the_papers_and_the_files(
    agent: Person, applicant: Person, applications: Applications, committed: Work, store: MemoryStore
) -> None:
    sent = await applications.submitted(applicant)
    async with committed as work:
        first, _ = await documents(work, sent)
        first.filename = NAME
        content = b"".join([chunk async for chunk in store.read(first.storage_key)])
    archive = await unpacked(agent.browser, sent)
    names = archive.namelist()
    papers = [f"accuse-de-reception-{sent.reference}.pdf", f"demande-{sent.reference}.pdf"]
    assert [names[0], names[-1]] == papers
    assert all(archive.read(name).startswith(b"%PDF") for name in papers)
    pieces = names[1:-1]
    assert len(pieces) == 2
    assert pieces[0].startswith("01 Budget prévisionnel de la structure/__Budget_ 😀")
    assert all(".." not in name and not name.startswith("/") for name in names)
    assert archive.read(pieces[0]) == content
    assert "application.downloaded" in await actions_on(committed, sent.id)


async def test_what_is_not_clean_or_gone_is_listed_with_its_reason(
    agent: Person,
    applicant: Person,
    applications: Applications,
    committed: Work,
    store: MemoryStore,
    set_up: Callable[..., PortalClient],
) -> None:
    sent = await applications.submitted(applicant)
    async with committed as work:
        first, second = await documents(work, sent)
        first.state, first.signature = DocumentState.INFECTED, "Eicar"
        second.state = DocumentState.SCANNING
    scanned = set_up(antivirus=AntivirusKind.CLAMD)
    scanned.http.cookies = agent.browser.http.cookies
    archive = await unpacked(scanned, sent)
    assert len(archive.namelist()) == 3
    told = archive.read("fichiers-absents.txt").decode("utf-8-sig")
    assert "infecté par « Eicar »" in told
    assert "L'antivirus analyse encore ce fichier" in told

    async with committed as work:
        first, second = await documents(work, sent)
        first.state = second.state = DocumentState.CLEAN
        await store.delete(second.storage_key)
    archive = await unpacked(scanned, sent)
    assert len(archive.namelist()) == 4
    assert "n'est plus là" in archive.read("fichiers-absents.txt").decode("utf-8-sig")


async def test_head_makes_nothing(agent: Person, applicant: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    answer = await agent.browser.http.head(address(sent))
    assert (answer.status_code, answer.content) == (200, b"")
