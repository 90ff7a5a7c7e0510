"""Forms come from our own pages: the browser's word is read first, then a token; what was typed is given back."""

import re
from collections.abc import AsyncIterator

import pytest
from litestar import Litestar

from tests.factories.accounts import PASSWORD, make_account
from tests.routes.people import Applications, People, Person
from tests.routes.rounds import Rounds
from tests.routes.walk import NO_DOCUMENT, Route, csrf_token, send, token_for, unsafe_routes
from tests.support.client import PortalClient
from tests.support.headers import inspect_headers
from tests.support.html import inspect_fragment, inspect_page
from webapp.accounts.passwords import Passwords
from webapp.core.work import Work
from webapp.web.csrf import FIELD

DECLARATION = "/structure/nouvelle/association"
FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:8000"},
    {"Origin": "https://evil.example"},
    {"Origin": "https://localhost:8000"},
    {"Origin": "http://localhost:8000.evil.example"},
    {"Referer": "https://evil.example/creer-un-compte"},
    {"Origin": "null", "Referer": "https://evil.example/"},
]
FROM_OUR_PAGES = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost:8000"},
    {"Origin": "null"},
    {"Referer": "http://localhost:8000/creer-un-compte"},
    {},
]


@pytest.fixture
async def doors(
    app: Litestar, client: PortalClient, people: People, agent: Person, applications: Applications, committed: Work
) -> list[tuple[Route, PortalClient, str]]:
    """Each route that changes something: who may use it, and an address that exists."""
    applicant = await people.applicant()
    rounds = await Rounds.build(committed, applications, applicant, agent)
    sent, draft = await applications.submitted(applicant), await applications.draft(applicant)
    browsers = {
        "public": client,
        "signed_in": applicant.browser,
        "applicant": applicant.browser,
        "agent": agent.browser,
        "administrator": (await people.administrator()).browser,
    }
    team = await people.team(applicant)
    ids = {"document_id": NO_DOCUMENT, "account_id": agent.account.id}
    refs = {
        route: (sent if route.access == "agent" or route.is_about_what_was_sent else draft).reference
        for route in unsafe_routes(app)
    }
    return [
        (
            route,
            browsers[route.access],
            route.address(**{"ref": ref, **ids, **team.about(route), **rounds.about(route)}),
        )
        for route, ref in refs.items()
    ]


class Body:
    """What a browser would send, if somebody reads it."""

    def __init__(self) -> None:
        self.was_read = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.was_read = True
        yield b"name=value"


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
async def test_a_form_of_another_site_is_refused_before_its_body_is_read(
    headers: dict[str, str], doors: list[tuple[Route, PortalClient, str]]
) -> None:
    for route, browser, address in doors:
        body = Body()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await browser.http.request(route.method, address, content=body, headers={**kind, **headers})
        assert (answer.status_code, body.was_read) == (403, False), str(route)
        assert "Action refusée" in answer.text, str(route)


async def test_without_a_token_every_form_is_refused(doors: list[tuple[Route, PortalClient, str]]) -> None:
    """test_given_back.py says what becomes of what was typed."""
    for route, browser, address in doors:
        answer = await send(browser, route.method, address, {"champ": "ce qui était <saisi>"})
        assert answer.status_code == 403, str(route)
        assert inspect_page(answer.text, headers=answer.headers) == [], str(route)


async def test_htmx_without_a_token_gets_the_alert_and_keeps_its_form(
    doors: list[tuple[Route, PortalClient, str]],
) -> None:
    for route, browser, address in doors:
        answer = await send(browser, route.method, address, {"champ": "saisi"}, {"HX-Request": "true"})
        assert answer.status_code == 403, str(route)
        assert answer.text.startswith('<hx-partial hx-target="#page-alert"'), str(route)
        assert inspect_fragment(answer.text) == [], str(route)


@pytest.mark.parametrize("headers", FROM_OUR_PAGES, ids=str)
async def test_a_form_of_ours_is_taken(headers: dict[str, str], client: PortalClient) -> None:
    answer = await send(client, "POST", "/connexion", {FIELD: await token_for(client)}, headers)
    assert answer.status_code == 422


@pytest.mark.parametrize("token", ["", "x", "WyJhIiwiYiJd.AAAA", "é", "." * 5000])
async def test_a_forged_token_is_worth_nothing(token: str, applicant: Person) -> None:
    answer = await send(applicant.browser, "POST", DECLARATION, {FIELD: token})
    assert answer.status_code == 403


async def test_the_token_of_another_session_is_worth_nothing(people: People, applicant: Person) -> None:
    other = await people.applicant()
    stolen = await token_for(other.browser)
    answer = await send(applicant.browser, "POST", DECLARATION, {FIELD: stolen})
    assert answer.status_code == 403


async def test_a_visitor_s_token_is_tied_to_their_cookie(client: PortalClient, people: People) -> None:
    stolen = await token_for(people.visitor())
    await client.get("/creer-un-compte")
    assert (await send(client, "POST", "/connexion", {FIELD: stolen})).status_code == 403


async def test_tokens_differ_at_each_page_and_all_work(applicant: Person) -> None:
    tokens = [await token_for(applicant.browser) for _ in range(3)]
    assert len(set(tokens)) == 3
    for token in tokens:
        answer = await send(applicant.browser, "POST", "/aides/nulle-part/demandes", {FIELD: token})
        assert answer.status_code == 404


async def test_a_visitor_who_lost_their_cookie_sends_the_form_in_one_more_click(client: PortalClient) -> None:
    form = await client.get("/activation/nouveau-lien")
    client.http.cookies.clear()  # the browser was closed, and its page came back when it was opened again

    given_back = await client.submit(
        form, {"Adresse électronique": "nadia@association.example"}, form="new-activation-form"
    )
    assert given_back.status == 403
    landed = await client.submit(given_back, form="new-activation-form")

    assert landed.path == "/creer-un-compte/courriel-envoye"


async def test_passwords_are_never_given_back(client: PortalClient, committed: Work, passwords: Passwords) -> None:
    account = await make_account(committed, passwords)
    home = await client.get("/")
    typed = {"Identifiant ou adresse électronique": account.login, "Mot de passe": PASSWORD}

    given_back = await client.submit(home, typed, form="sign-in-form", forged={FIELD: "périmé"})

    assert account.login in given_back.html
    assert PASSWORD not in given_back.html
    asked_again = await client.submit(given_back, form="sign-in-form")
    assert asked_again.errors == {"password": "Saisissez votre mot de passe."}


async def test_a_refusal_is_a_page_like_the_others(applicant: Person) -> None:
    answer = await send(applicant.browser, "POST", DECLARATION, {}, {"Sec-Fetch-Site": "cross-site"})
    assert inspect_page(answer.text, headers=answer.headers) == []
    assert inspect_headers(answer.headers, personal=True) == []


async def test_the_token_of_the_page_after_login_is_a_new_one(client: PortalClient, applicant: Person) -> None:
    before = csrf_token((await client.get("/")).html)
    client.http.cookies = applicant.browser.http.cookies
    assert (await send(client, "POST", DECLARATION, {FIELD: before})).status_code == 403


class TestAFormOfHtmx:
    """It stays on the screen: what is needed is a token of the session of now."""

    HTMX = {"HX-Request": "true", "HX-Target": "form#declaration-form"}  # noqa: RUF012

    async def test_of_an_earlier_session_of_the_same_account(self, people: People) -> None:
        person = await people.newcomer()
        old = await token_for(person.browser)
        await send(person.browser, "POST", "/deconnexion", {FIELD: old})
        login = {FIELD: await token_for(person.browser), "identifier": person.account.login, "password": PASSWORD}
        await send(person.browser, "POST", "/connexion", login)

        refused = await send(person.browser, "POST", DECLARATION, {FIELD: old}, self.HTMX)

        assert refused.status_code == 403
        assert "Réessayez : votre saisie est toujours à l&#39;écran." in refused.text
        assert inspect_fragment(refused.text) == []
        found = re.search(r'data-csrf-token="([^"]+)"', refused.text)
        assert found is not None
        tried = await send(person.browser, "POST", DECLARATION, {FIELD: found.group(1)}, self.HTMX)
        assert tried.status_code == 422

    async def test_of_another_account_gets_no_token(self, applicant: Person, people: People) -> None:
        theirs = await token_for((await people.applicant()).browser)
        refused = await send(applicant.browser, "POST", DECLARATION, {FIELD: theirs}, self.HTMX)
        assert refused.status_code == 403
        assert "Vous avez changé de compte" in refused.text
        assert "data-csrf-token" not in refused.text

    async def test_of_nobody_knows_whom_gets_no_token(self, applicant: Person) -> None:
        refused = await send(applicant.browser, "POST", DECLARATION, {FIELD: "périmé"}, self.HTMX)
        assert "Action refusée" in refused.text
        assert "data-csrf-token" not in refused.text

    async def test_of_a_visitor_who_lost_their_cookie(self, client: PortalClient) -> None:
        old = await token_for(client)
        client.http.cookies.clear()
        refused = await send(client, "POST", "/activation/nouveau-lien", {FIELD: old}, self.HTMX)
        found = re.search(r'data-csrf-token="([^"]+)"', refused.text)
        assert found is not None
        tried = await send(client, "POST", "/activation/nouveau-lien", {FIELD: found.group(1)}, self.HTMX)
        assert tried.status_code == 422
