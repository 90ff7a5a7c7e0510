"""Something went wrong: each status is a page, or an alert for htmx, that says what to do and which number to quote."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from tests.routes.people import Applications, People, Person
from tests.routes.walk import send, token_for
from tests.support.client import PortalClient
from tests.support.html import inspect_fragment, inspect_page
from webapp.adapters.memory_store import MemoryStore
from webapp.app import Adapters, create_app
from webapp.core.db import Database
from webapp.core.french import duration
from webapp.settings import Settings
from webapp.web.csrf import FIELD
from webapp.web.errors import EXPLANATIONS, FILE_GONE, FILES_FULL, RETRY_AFTER, Explanation
from webapp.web.guards import Access, declare
from webapp.web.request import MAX_FIELDS
from webapp.web.routing import get

ISSUE_STATUSES = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503}
FORM = "application/x-www-form-urlencoded"
HTMX = {"HX-Request": "true", "HX-Target": "form#sign-in-form"}


def check(answer: httpx.Response, status: int, about: Explanation | None = None) -> None:
    """A page or an alert with its title, its advice, and the number that the logs know."""
    assert answer.status_code == status, answer.text[:60]
    about = about or EXPLANATIONS[status]
    assert about.title in answer.text.replace("&#39;", "'")
    for line in about.advice:
        assert line.format(wait=duration(RETRY_AFTER)) in answer.text.replace("&#39;", "'")
    assert re.search(r"Référence[^<]*<strong>([2-9A-Z]{8})</strong>", answer.text)
    assert f"<strong>{answer.headers['X-Request-Id']}</strong>" in answer.text
    if answer.text.startswith("<hx-partial"):
        assert inspect_fragment(answer.text) == []
    else:
        assert inspect_page(answer.text, status=0, headers=answer.headers) == []


@pytest.fixture
def failing(set_up: Callable[..., PortalClient]) -> PortalClient:
    """In front of a portal with two more pages, that end as they are told to."""

    @get("/essai/{status:int}", opt=declare(Access.PUBLIC), sync_to_thread=False)
    def fail(status: FromPath[int]) -> None:
        raise HTTPException(status_code=status)

    @get("/essai/panne", opt=declare(Access.PUBLIC), sync_to_thread=False)
    def crash() -> None:
        raise ZeroDivisionError("secret détail")

    return set_up(fail, crash)


def test_every_status_of_the_issue_is_explained() -> None:
    assert set(EXPLANATIONS) == ISSUE_STATUSES


@pytest.mark.parametrize("status", sorted(ISSUE_STATUSES))
async def test_each_status_is_a_page_and_an_alert(status: int, failing: PortalClient) -> None:
    page = await failing.http.get(f"/essai/{status}")
    check(page, status)
    assert page.text.startswith("<!doctype html>")
    alert = await failing.http.get(f"/essai/{status}", headers=HTMX)
    check(alert, status)
    assert alert.text.startswith('<hx-partial hx-target="#page-alert"')
    waits = status in (429, 503)
    assert ("Retry-After" in page.headers, "Retry-After" in alert.headers) == (waits, waits)


@pytest.mark.parametrize(("raised", "shown"), [(401, 400), (406, 400), (415, 400), (418, 400), (501, 500), (504, 500)])
async def test_other_statuses_are_told_as_the_nearest(raised: int, shown: int, failing: PortalClient) -> None:
    check(await failing.http.get(f"/essai/{raised}"), shown)


async def test_a_crash_says_nothing_of_its_cause(failing: PortalClient) -> None:
    answer = await failing.http.get("/essai/panne")
    check(answer, 500)
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, b"identifier=%ff%fe"),
        (FORM, b"identifier=\xff\xfe"),
        (FORM, b"identifier=%ED%A0%80"),
        (FORM, b"&".join(b"f%d=1" % n for n in range(MAX_FIELDS + 1))),
        ("multipart/form-data", b"--x\r\n\r\n--x--"),
        (
            "multipart/form-data; boundary=x",
            b"".join(
                b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n' % n for n in range(MAX_FIELDS + 1)
            )
            + b"--x--\r\n",
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n\xff\xfe\r\n--x--\r\n',
        ),
        *(
            pytest.param(
                "multipart/form-data; boundary=x",
                b'--x\r\nContent-Disposition: form-data; name="f"\r\n'
                b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\n" + text + b"\r\n--x--\r\n",
                id=f"a charset of the sender's: {charset.decode()}",
            )
            for charset, text in (
                (b"punycode", b"a-" + b"a" * 1000),  # takes the square of the length
                (b"utf-7", b"+2AA-"),  # gives half a character, which no page can hold
                (b"unicode_escape", b"\\ud800"),
            )
        ),
        ("application/json", b'{"identifier": "a"}'),
        ("text/plain", b"identifier=a"),
        ("application/octet-stream", b"\0\0"),
        ("é/è", b"identifier=a"),
    ],
)
async def test_a_body_that_no_browser_would_send_is_a_400(content_type: str, body: bytes, client: PortalClient) -> None:
    headers = {b"content-type": content_type.encode("latin-1")}
    check(await client.http.post("/connexion", content=body, headers=headers), 400)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, b""),
        ("multipart/form-data; boundary=x", b"no boundary here"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n"),
        ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
    ],
)
async def test_a_form_without_any_field_has_no_token_either(
    content_type: str, body: bytes, client: PortalClient
) -> None:
    answer = await client.http.post("/connexion", content=body, headers={"Content-Type": content_type})
    assert answer.status_code in (400, 403)
    assert inspect_page(answer.text, headers=answer.headers) == []


async def test_nul_and_broken_percent_signs_are_kept_out_of_the_database(client: PortalClient) -> None:
    token = await token_for(client)
    body = f"{FIELD}={token}&identifier=a%00b&password=%zz%".encode()
    answer = await client.http.post("/connexion", content=body, headers={"Content-Type": FORM})
    assert answer.status_code == 422
    assert 'value="ab"' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/nulle-part",
        "/aides/%00",
        "/aides/%ED%A0%80",
        "/aides/inconnue",
        "/aides/%F0%9F%98%80",
        "/demandes/1",
        "/demandes/000000000001",
        "/demandes/99999999999999999999999",
        "/demandes/%00000001",
        "/demandes/%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1",
        "/demandes/00000001/documents/pas-un-uuid",
        "/demandes/00000001/nulle-part",
        "/../../etc/passwd",
        "/.env",
        "/schema",
        "/schema/openapi.json",
    ],
)
async def test_an_address_that_does_not_exist(path: str, applicant: Person) -> None:
    check(await applicant.browser.http.get(path), 404)


async def test_a_person_who_is_lost_keeps_their_menu(applicant: Person) -> None:
    page = await applicant.browser.get("/nulle-part", status=404)
    assert "Se déconnecter" in page.button_words()


@pytest.mark.parametrize("path", ["/demandes/%F0%9F%98%80/depot", "/demandes/a%0D%0AX-Injected:%20y/depot"])
async def test_a_redirect_holds_no_line_end_and_no_foreign_letter(path: str, applicant: Person) -> None:
    answer = await applicant.browser.http.get(path)
    assert answer.status_code in (303, 404)
    assert "x-injected" not in answer.headers
    assert re.fullmatch(r"[!-~]*", answer.headers.get("Location", ""))


@pytest.mark.parametrize("suite", ["http://[", "//[", "/\x00", "/a\r\nb", "/😀", "/" + "a" * 3000, "http://a:b"])
async def test_a_hostile_continuation_is_never_an_error(suite: str, client: PortalClient, people: People) -> None:
    for path in ("/", "/creer-un-compte"):
        answer = await client.http.get(path, params={"suite": suite})
        assert answer.status_code == 200
        assert inspect_page(answer.text) == []
    newcomer = await people.newcomer()
    answer = await newcomer.browser.http.get("/", params={"suite": suite})
    assert answer.status_code == 303
    assert re.fullmatch(r"/(?!/)[!-~]*", answer.headers["Location"])


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/connexion", "/demandes/00000001", "/static/0/css/site.css"])
async def test_a_method_that_nothing_takes(method: str, path: str, client: PortalClient) -> None:
    check(await client.http.request(method, path), 405)


async def test_a_method_that_does_not_exist(client: PortalClient) -> None:
    check(await client.http.request("PROPFIND", "/"), 405)


async def test_a_form_that_is_too_large(client: PortalClient) -> None:
    body = b"identifier=" + b"a" * (1024 * 1024)
    for headers in ({"Content-Type": FORM}, {"Content-Type": FORM, **HTMX}):
        check(await client.http.post("/connexion", content=body, headers=headers), 413)


async def test_a_form_of_unknown_length_that_is_too_large(client: PortalClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"identifier=" + b"a" * 64 * 1024

    check(await client.http.post("/connexion", content=endless(), headers={"Content-Type": FORM}), 413)
    multipart = {"Content-Type": "multipart/form-data; boundary=x"}
    check(await client.http.post("/connexion", content=endless(), headers=multipart), 413)


async def test_an_upload_that_is_too_large(
    applicant: Person, applications: Applications, set_up: Callable[..., PortalClient]
) -> None:
    """For all that an application may hold; one that is too large for a file alone is told in its slot."""
    draft, limit = await applications.draft(applicant), 3_000_000
    browser = set_up(upload_max_bytes=1_000_000, upload_max_total_bytes=limit)
    browser.http.cookies = applicant.browser.http.cookies
    path = f"/demandes/{draft.reference}/pieces/statuts"

    async def endless() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        for _ in range(limit // 2**20 + 2):
            yield bytes(2**20)

    for headers in ({}, HTMX):
        kind = {"Content-Type": "multipart/form-data; boundary=x", **headers}
        check(await browser.http.post(path, content=endless(), headers=kind), 413)


async def test_an_agent_who_comes_second_is_told_who_was_first(people: People, applications: Applications) -> None:
    application = await applications.submitted(await people.applicant())
    first, second = await people.agent(), await people.agent()
    path = f"/espace-agent/demandes/{application.reference}/prise-en-charge"
    for agent, status in ((first, 303), (second, 409)):
        answer = await send(agent.browser, "POST", path, {FIELD: await token_for(agent.browser)})
        assert answer.status_code == status
    check(answer, 409)
    assert "Claire Vidal a pris en charge cette demande avant vous." in answer.text


class BrokenPrinter:
    """A printer that fails, as when its fonts are missing."""

    async def render(self, template: str, data: Any) -> bytes:
        raise RuntimeError("no fonts")


async def test_a_failure_while_filing_loses_nothing(
    settings: Settings,
    adapters: Adapters,
    people: People,
    applicant: Person,
    applications: Applications,
) -> None:
    draft = await applications.complete(applicant)
    broken = people.visitor(create_app(settings, replace(adapters, pdf=BrokenPrinter())))
    broken.http.cookies = applicant.browser.http.cookies
    sworn = {FIELD: await token_for(broken), "statement": "y", "commitment": "y"}
    path = f"/demandes/{draft.reference}/depot"

    check(await send(broken, "POST", path, sworn), 500)

    assert "En cours de saisie" in (await applicant.browser.get(f"/demandes/{draft.reference}")).text
    assert (await send(applicant.browser, "POST", path, sworn)).status_code == 303


async def test_a_full_disk_is_told_and_the_rest_goes_on(
    settings: Settings,
    adapters: Adapters,
    people: People,
    applicant: Person,
    applications: Applications,
) -> None:
    draft = await applications.draft(applicant)
    full = create_app(settings, replace(adapters, store=MemoryStore(room=10)))
    browser = people.visitor(full)
    browser.allows_errors = True
    browser.http.cookies = applicant.browser.http.cookies
    path = f"/demandes/{draft.reference}/pieces"
    page = await browser.get(path)
    csv = ("membres.csv", b"nom;ville\nAnne;Cahors\n", "text/csv")

    answer = await browser.submit(page, form=f"{path}/statuts", files={"file": csv})

    check(answer.response, 503, FILES_FULL)
    assert "membres.csv" not in (await browser.get(path, status=200)).text


async def test_a_file_that_is_gone_is_told_instead_of_a_broken_download(
    applicant: Person, applications: Applications, store: MemoryStore
) -> None:
    draft = await applications.draft(applicant)
    path = f"/demandes/{draft.reference}/pieces"
    csv = ("membres.csv", b"nom;ville\nAnne;Cahors\n", "text/csv")
    page = await applicant.browser.submit(
        await applicant.browser.get(path), form=f"{path}/statuts", files={"file": csv}
    )
    async for key in store.keys():
        await store.delete(key)
    check(await applicant.browser.http.get(page.link("membres.csv")), 500, FILE_GONE)


@pytest.fixture
async def without_database(settings: Settings, adapters: Adapters, tmp_path: Path) -> AsyncIterator[PortalClient]:
    nowhere = msgspec.structs.replace(settings, database_url=f"postgresql://portal@/portal?host={tmp_path}")
    database = Database.connect(nowhere)
    app = create_app(nowhere, replace(adapters, database=database))
    async with PortalClient(app, base_url=nowhere.base_url, raise_app_exceptions=False) as client:
        yield client
    await database.close()


async def test_without_its_database_the_portal_says_so_and_when_to_come_back(without_database: PortalClient) -> None:
    answer = await without_database.http.get("/aides")
    check(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0
    check(await without_database.http.get("/aides", headers=HTMX), 503)


async def test_without_its_database_a_signed_in_person_gets_the_same_page(without_database: PortalClient) -> None:
    answer = await without_database.http.get("/espace-personnel", headers={"Cookie": "session=une-session"})
    check(answer, 503)


async def test_without_its_database_what_needs_none_still_answers(without_database: PortalClient) -> None:
    for path in ("/", "/creer-un-compte", "/aide", "/livez"):
        assert (await without_database.http.get(path)).status_code == 200, path
    ready = await without_database.http.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"status": "no database"})
