"""The client against a small ASGI application that keeps what it was sent."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.support.client import PortalClient
from tests.support.page import Hop, Page, Swap
from tests.support_tests.samples import HEADERS, PAGE

FRAGMENT = (
    '<form id="identification" method="post" action="/structure"><input type="hidden" name="csrf_token" value="z">'
)
FRAGMENT += "<button>Enregistrer</button></form>"


class Site:
    """Answers `answers[method, path]` = (status, extra headers, body), else the sample page."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], tuple[int, dict[str, str], str]] = {}
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []

    async def __call__(
        self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
    ) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        path = scope["path"] + ("?" + scope["query_string"].decode() if scope["query_string"] else "")
        sent = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        self.seen.append((scope["method"], path, sent, body))
        status, extra, html = self.answers.get((scope["method"], path), (200, {}, PAGE))
        headers = [(name.encode(), value.encode()) for name, value in {**HEADERS, **extra}.items()]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": html.encode()})

    @property
    def last(self) -> tuple[str, str, dict[str, str], bytes]:
        return self.seen[-1]

    def fields(self) -> dict[str, str]:
        return dict(parse_qsl(self.last[3].decode(), keep_blank_values=True))


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def client(site: Site) -> PortalClient:
    return PortalClient(site)


@pytest.fixture
async def page(client: PortalClient) -> Page:
    return await client.get("/structure")


async def test_a_page_is_read_as_a_person_reads_it(page: Page, client: PortalClient, site: Site) -> None:
    assert (page.h1, page.title) == ("Votre structure", "Votre structure – Mes aides en ligne")
    assert page.text.startswith("Votre structure Les champs marqués d'un *")
    assert page.link("Modifier") == "/structure/adresse"
    assert (await client.follow(page, "Modifier l'adresse")).path == "/structure/adresse"
    assert site.last[2]["referer"] == "http://localhost:8000/structure"
    with pytest.raises(AssertionError, match="0 links say 'Rien'"):
        page.link("Rien")


async def test_a_page_with_a_violation_fails_the_test(client: PortalClient, site: Site) -> None:
    site.answers["GET", "/"] = (200, {}, PAGE.replace("<h2>Identification</h2>", "<h4>Identification</h4>"))
    with pytest.raises(AssertionError, match=r"GET / \(200\):\n- heading level skipped"):
        await client.get("/")
    site.answers["GET", "/"] = (200, {"Referrer-Policy": "unsafe-url"}, PAGE)
    with pytest.raises(AssertionError, match="referrer-policy"):
        await client.get("/")


async def test_an_unexpected_status_fails(client: PortalClient, site: Site) -> None:
    site.answers["GET", "/x"] = (404, {}, PAGE)
    with pytest.raises(AssertionError, match="status 404, expected 200"):
        await client.get("/x", status=200)


async def test_a_server_error_fails_unless_it_is_what_the_test_is_about(client: PortalClient, site: Site) -> None:
    site.answers["GET", "/x"] = (500, {}, PAGE)
    with pytest.raises(AssertionError, match="answered 500"):
        await client.get("/x")
    assert (await PortalClient(site, raise_app_exceptions=False).get("/x")).status == 500


async def test_a_form_sends_what_the_page_holds_and_what_was_typed(
    page: Page, client: PortalClient, site: Site
) -> None:
    await client.submit(page, {"Nom": "Les Amis\nde Cahors", "civility": "mrs", "terms": True}, form="identification")
    method, path, headers, body = site.last
    assert (method, path, headers["origin"]) == ("POST", "/structure", "http://localhost:8000")
    assert headers["sec-fetch-site"] == "same-origin"
    parts = [part.strip(b"\r\n") for part in body.split(b"------portal-client-boundary")][1:-1]
    sent = {part.split(b'name="')[1].split(b'"')[0].decode(): part.split(b"\r\n\r\n", 1)[-1] for part in parts}
    assert sent["name"] == b"Les Amis\r\nde Cahors"
    assert sent["object"] == b"Un\r\ndeux"
    assert (sent["family"], sent["civility"], sent["terms"]) == (b"association", b"mrs", b"yes")
    assert (sent["csrf_token"], sent["siren"], sent["action"]) == (b"abc", b"849719976", b"save")
    assert "mail" not in sent, "a disabled field is not sent"
    assert b'name="statutes"; filename=""\r\nContent-Type: application/octet-stream' in body


async def test_a_file_and_the_other_button_are_sent(page: Page, client: PortalClient, site: Site) -> None:
    files = {"Statuts": ("statuts é.pdf", b"%PDF-1.7", "application/pdf")}
    await client.submit(page, files=files, form="identification", button="Transmettre", forged={"family": "evil"})
    body = site.last[3]
    assert 'filename="statuts é.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\r\n'.encode() in body
    assert b'name="action"\r\n\r\nsend' in body
    assert b'name="family"\r\n\r\nevil' in body


async def test_a_get_form_makes_the_query(page: Page, client: PortalClient, site: Site) -> None:
    await client.submit(page, {"Chercher": "club & co"}, form="recherche")
    assert site.last[:2] == ("GET", "/aides?q=club+%26+co")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"Absent": "x"}, "0 fields are called 'Absent'"),
        ({"siren": "1"}, "read-only"),
        ({"mail": "a@b.fr"}, "0 fields are called 'mail'"),
        ({"csrf_token": "x"}, "hidden"),
        ({"family": "martian"}, "does not offer"),
        ({"civility": "dr"}, "does not offer"),
        ({"statutes": "x"}, "takes a file"),
        ({"name": True}, "takes text"),
    ],
)
async def test_what_a_person_cannot_fill_is_refused(
    fields: dict[str, Any], words: str, page: Page, client: PortalClient
) -> None:
    with pytest.raises(AssertionError, match=words):
        await client.submit(page, fields, form="identification")


async def test_a_form_or_button_that_is_not_there_is_refused(page: Page, client: PortalClient) -> None:
    with pytest.raises(AssertionError, match="2 forms match None"):
        await client.submit(page)
    with pytest.raises(AssertionError, match="0 buttons match 'Payer'"):
        await client.submit(page, form="identification", button="Payer")


async def test_redirects_are_followed_with_cookies_and_recorded(page: Page, client: PortalClient, site: Site) -> None:
    site.answers["POST", "/structure"] = (303, {"Location": "/a", "Set-Cookie": "session=s1; Path=/; HttpOnly"}, "")
    site.answers["GET", "/a"] = (302, {"Location": "/b"}, "")
    there = await client.submit(page, form="identification")
    assert there.history == [Hop(303, "/a"), Hop(302, "/b")]
    assert (there.path, site.last[2]["cookie"]) == ("/b", "session=s1")
    assert "origin" not in site.last[2]
    site.answers["GET", "/a"] = (302, {"Location": "//evil.example/"}, "")
    with pytest.raises(AssertionError, match="off the site"):
        await client.get("/a")


async def test_an_error_summary_is_read(client: PortalClient, site: Site) -> None:
    summary = '<div role="alert" tabindex="-1"><a href="#name">Indiquez le nom</a></div><h1>'
    html = PAGE.replace("<title>", "<title>Erreur : ").replace("<h1>", summary)
    site.answers["GET", "/e"] = (422, {}, html)
    assert (await client.get("/e")).errors == {"name": "Indiquez le nom"}


async def test_htmx_sends_its_headers_and_the_fragment_is_swapped(page: Page, client: PortalClient, site: Site) -> None:
    site.answers["POST", "/structure"] = (422, {}, FRAGMENT)
    answer = await client.htmx_submit(page, {"Nom": ""}, form="identification")
    headers = site.last[2]
    assert {name: value for name, value in headers.items() if name.startswith("hx-")} == {
        "hx-request": "true",
        "hx-request-type": "partial",
        "hx-source": "form#identification",
        "hx-target": "form#identification",
        "hx-current-url": "http://localhost:8000/structure",
    }
    assert (headers["sec-fetch-site"], headers["origin"]) == ("same-origin", "http://localhost:8000")
    assert isinstance(answer, Swap)
    start, end = PAGE.index('<form id="identification"'), PAGE.index('<form id="recherche"')
    site.answers["GET", "/structure"] = (200, {}, PAGE[:start] + FRAGMENT.replace('"z"', '"y"') + PAGE[end:])
    reloaded = await client.get("/structure")
    answer.assert_equals(reloaded)
    with pytest.raises(AssertionError, match="the two pages differ"):
        answer.assert_equals(page)


async def test_an_htmx_link_names_its_target(page: Page, client: PortalClient, site: Site) -> None:
    site.answers["GET", "/structure/adresse"] = (200, {}, FRAGMENT)
    answer = await client.htmx_follow(page, "Modifier")
    assert (site.last[2]["hx-source"], site.last[2]["hx-target"]) == ("a", "form#identification")
    assert isinstance(answer, Swap)
    assert answer.how == "innerHTML"


async def test_hx_redirect_leads_to_the_page(page: Page, client: PortalClient, site: Site) -> None:
    site.answers["POST", "/structure"] = (204, {"HX-Redirect": "/compte"}, "")
    there = await client.htmx_submit(page, form="identification")
    assert (there.history, there.path, "hx-request" in site.last[2]) == ([Hop(204, "/compte")], "/compte", False)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((303, {"Location": "/"}, ""), "redirects htmx"),
        ((200, {}, PAGE), "a fragment has no <html"),
        ((403, {}, FRAGMENT), "never swapped"),
    ],
)
async def test_an_answer_that_htmx_would_misuse_fails(
    answer: tuple[int, dict[str, str], str], words: str, page: Page, client: PortalClient, site: Site
) -> None:
    site.answers["POST", "/structure"] = answer
    with pytest.raises(AssertionError, match=words):
        await client.htmx_submit(page, form="identification")
