"""The server that keeps the files is away: people are told, the rest goes on, and all is as before when it is back."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents.sample_files import pdf
from tests.routes.people import Applications, People, Person
from tests.support.page import Page
from tests.support.s3_server import S3Server, s3_server
from webapp.adapters.s3_store import S3Store
from webapp.app import Adapters, create_app
from webapp.settings import Settings
from webapp.web.errors import FILES_AWAY

PDF = pdf()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[S3Server]:
    folder = tmp_path / "s3"
    folder.mkdir()
    with s3_server(folder) as server:
        yield server


async def add(person: Person, path: str, name: str) -> Page:
    page = await person.browser.get(path, status=200)
    return await person.browser.submit(page, form=f"{path}/statuts", files={"file": (name, PDF, "application/pdf")})


async def test_uploads_and_downloads_say_so_and_recover(
    server: S3Server,
    settings: Settings,
    adapters: Adapters,
    people: People,
    applicant: Person,
    applications: Applications,
    tmp_path: Path,
) -> None:
    store = S3Store(server.settings(settings, prefix="aides"), tmp_path / "aside")
    browser = people.visitor(create_app(settings, replace(adapters, store=store)))
    browser.allows_errors = True
    browser.http.cookies = applicant.browser.http.cookies
    person = Person(applicant.account, browser)
    draft = await applications.draft(applicant)
    path = f"/demandes/{draft.reference}/pieces"
    link = (await add(person, path, "avant.pdf")).link("avant.pdf")
    assert (await browser.http.get(link)).content == PDF

    server.kill()
    refused = await add(person, path, "pendant.pdf")
    assert (refused.status, refused.h1) == (503, FILES_AWAY.title)
    download = await browser.http.get(link)
    assert download.status_code == 503
    assert FILES_AWAY.title in download.text
    page = await browser.get(path, status=200)
    assert "avant.pdf" in page.text
    assert "pendant.pdf" not in page.text

    await asyncio.to_thread(server.start)
    assert (await browser.http.get(link)).content == PDF
    again = await add(person, path, "pendant.pdf")
    assert (await browser.http.get(again.link("pendant.pdf"))).content == PDF
    assert len([key async for key in store.keys()]) == 2  # noqa: SIM118  (a store, not a dict)
