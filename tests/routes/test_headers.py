"""The headers of every answer: pages, errors, redirects, files of ours and files of others."""

import re
from urllib.parse import unquote

import pytest
from litestar import Litestar

from tests.documents.sample_files import pdf
from tests.factories.accounts import actor_of
from tests.factories.applications import LIMITS, received
from tests.routes.people import Applications, Person
from tests.routes.walk import NO_DOCUMENT, routes, send, token_for
from tests.support.client import PortalClient
from tests.support.headers import inspect_headers
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.use_cases.pieces import add_piece
from webapp.core.work import Work
from webapp.web.csrf import FIELD


async def test_every_get_of_every_route(
    app: Litestar, client: PortalClient, applicant: Person, agent: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    browsers = {"agent": agent.browser, "public": client}
    for route in routes(app):
        if route.method != "GET":
            continue
        for browser in {client, browsers.get(route.access, applicant.browser)}:
            answer = await browser.http.get(route.address(ref=sent.reference, document_id=NO_DOCUMENT))
            assert inspect_headers(answer.headers) == [], f"{route} ({answer.status_code})"
            assert re.fullmatch("[2-9A-Z]{8}", answer.headers["X-Request-Id"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nulle-part", 404),
        ("GET", "/static/0/nulle-part", 404),
        ("DELETE", "/", 405),
        ("POST", "/connexion", 400),
        ("OPTIONS", "/connexion", 204),
        ("GET", "/espace-personnel", 303),
        ("HEAD", "/", 200),
    ],
)
async def test_answers_that_no_page_of_ours_makes(method: str, path: str, status: int, client: PortalClient) -> None:
    answer = await client.http.request(method, path)
    assert answer.status_code == status
    assert inspect_headers(answer.headers) == []


@pytest.mark.parametrize("host", ["localhost:abc", "[", "localhost:99999", "a@b:c"])
@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/nulle-part", 404), ("/espace-personnel", 303)])
async def test_a_host_that_is_none_changes_nothing(host: str, path: str, status: int, client: PortalClient) -> None:
    answer = await client.http.get(path, headers={"Host": host})
    assert answer.status_code == status
    assert inspect_headers(answer.headers) == []


async def test_no_cache_may_keep_what_belongs_to_a_person(applicant: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    base = f"/demandes/{sent.reference}"
    for path in ("/espace-personnel", "/structure", "/demandes", base, f"{base}/accuse-de-reception", "/nulle-part"):
        answer = await applicant.browser.http.get(path)
        assert inspect_headers(answer.headers, personal=True) == [], path
    for path in ("/structure/nouvelle/association", f"{base}/recapitulatif", f"{base}/accuse-de-reception.pdf"):
        assert "no-store" in (await applicant.browser.http.get(path)).headers["Cache-Control"], path


async def test_a_form_that_was_refused_is_personal_too(applicant: Person) -> None:
    fields = {FIELD: await token_for(applicant.browser)}
    answer = await send(applicant.browser, "POST", "/structure/nouvelle/association", fields)
    assert answer.status_code == 422
    assert inspect_headers(answer.headers, personal=True) == []


@pytest.mark.parametrize(
    ("filename", "plain"),
    [
        ("budget.pdf", "budget.pdf"),
        ("Comptes annuels – été « 2026 ».pdf", "Comptes annuels _ _t_ _ 2026 _.pdf"),
        ('a"; filename="evil.html.pdf', "a__ filename__evil.html.pdf"),
        ("😀.pdf", "_.pdf"),
        ("l'été.pdf", "l__t_.pdf"),
    ],
)
async def test_a_file_is_downloaded_and_never_runs_here(
    filename: str,
    plain: str,
    applicant: Person,
    applications: Applications,
    committed: Work,
    store: MemoryStore,
) -> None:
    draft = await applications.draft(applicant)
    content = pdf()
    document = await add_piece(
        committed,
        await actor_of(committed, applicant.account),
        draft.number,
        "statuts",
        await received(store, filename, content),
        LIMITS,
    )
    answer = await applicant.browser.http.get(f"/demandes/{draft.reference}/documents/{document}")

    assert (answer.status_code, answer.content) == (200, content)
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith(f'attachment; filename="{plain}"; ')
    assert unquote(disposition.rpartition("filename*=UTF-8''")[2]) == filename
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Length"] == str(len(content))
    assert "no-store" in answer.headers["Cache-Control"]
    assert inspect_headers(answer.headers) == []


async def test_a_download_is_not_compressed(applicant: Person, applications: Applications) -> None:
    """Its length is known before it leaves, and what is in it may be compressed already."""
    sent = await applications.submitted(applicant)
    path = f"/demandes/{sent.reference}/accuse-de-reception.pdf"
    answer = await applicant.browser.http.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Length"] == str(len(answer.content))


async def test_pages_are_compressed(client: PortalClient) -> None:
    answer = await client.http.get("/aides", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["Vary"].lower()
    assert "HX-Target" in answer.headers["Vary"]
