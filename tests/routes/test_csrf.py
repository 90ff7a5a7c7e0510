"""Forms come from our own pages: the browser's word is read first, then a token; what was typed is given back."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar

from tests.factories.accounts import PASSWORD, make_account
from tests.factories.applications import new_siret
from tests.routes.people import Applications, People, Person
from tests.routes.walk import NO_DOCUMENT, Route, csrf_token, send, token_for, unsafe_routes
from tests.support.client import PortalClient
from tests.support.headers import inspect_headers
from tests.support.html import inspect_fragment, inspect_page
from webapp.accounts.passwords import Passwords
from webapp.core.work import Work
from webapp.web.csrf import FIELD

DECLARATION = "/structure/nouvelle"
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
    app: Litestar, client: PortalClient, people: People, agent: Person, applications: Applications
) -> list[tuple[Route, PortalClient, str]]:
    """Each route that changes something: who may use it, and an address that exists."""
    applicant = await people.applicant()
    draft = await applications.draft(applicant)
    browsers = {
        "public": client,
        "signed_in": applicant.browser,
        "applicant": applicant.browser,
        "agent": agent.browser,
        "administrator": (await people.administrator()).browser,
    }
    about = {"ref": draft.reference, "document_id": NO_DOCUMENT, "account_id": agent.account.id}
    return [(route, browsers[route.access], route.address(**about)) for route in unsafe_routes(app)]


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


async def test_without_a_token_every_form_is_given_back(doors: list[tuple[Route, PortalClient, str]]) -> None:
    for route, browser, address in doors:
        answer = await send(browser, route.method, address, {"champ": "ce qui était <saisi>"})
        assert answer.status_code == 403, str(route)
        assert 'name="champ" value="ce qui était &lt;saisi&gt;"' in answer.text, str(route)
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


async def test_a_page_open_since_before_the_login_sends_its_form_in_one_more_click(people: People) -> None:
    newcomer = await people.newcomer()
    form = await newcomer.browser.get(DECLARATION)
    name = 'Les « Amis » du "Chant" <b>😀</b>'
    typed = {
        "Nom de la structure": name,
        "Siret": new_siret(),
        "N° et voie": "12 rue des Lilas",
        "Code postal": "46000",
        "Commune": "CAHORS",
    }

    given_back = await newcomer.browser.submit(form, typed, forged={"family": "association", FIELD: "périmé"})
    assert given_back.status == 403
    assert given_back.h1 == "Voici ce que vous aviez saisi"
    landed = await newcomer.browser.submit(given_back, button="Envoyer à nouveau")

    assert landed.history[0].status == 303
    assert name in (await newcomer.browser.get("/structure")).text


async def test_a_visitor_who_lost_their_cookie_sends_the_form_in_one_more_click(client: PortalClient) -> None:
    form = await client.get("/activation/nouveau-lien")
    client.http.cookies.clear()  # the browser was closed, and its page came back when it was opened again

    given_back = await client.submit(
        form, {"Adresse électronique": "nadia@association.example"}, form="new-activation-form"
    )
    assert given_back.status == 403
    landed = await client.submit(given_back, button="Envoyer à nouveau")

    assert landed.path == "/creer-un-compte/courriel-envoye"


async def test_passwords_are_never_given_back(client: PortalClient, committed: Work, passwords: Passwords) -> None:
    account = await make_account(committed, passwords)
    home = await client.get("/")
    typed = {"Identifiant ou adresse électronique": account.login, "Mot de passe": PASSWORD}

    given_back = await client.submit(home, typed, form="sign-in-form", forged={FIELD: "périmé"})

    assert account.login in given_back.html
    assert PASSWORD not in given_back.html
    asked_again = await client.submit(given_back, button="Envoyer à nouveau")
    assert asked_again.errors == {"password": "Saisissez votre mot de passe."}


async def test_files_are_not_given_back_and_the_page_says_so(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    pieces = await applicant.browser.get(f"/demandes/{draft.reference}/pieces")
    action = f"/demandes/{draft.reference}/pieces/statuts"
    file = ("statuts.pdf", b"%PDF-1.7", "application/pdf")

    given_back = await applicant.browser.submit(pieces, form=action, files={"file": file}, forged={FIELD: "périmé"})

    assert given_back.status == 403
    assert "Les mots de passe et les fichiers ne sont jamais gardés" in given_back.text
    asked_again = await applicant.browser.submit(given_back, button="Envoyer à nouveau")
    assert asked_again.errors == {"fichier-statuts": "Choisissez d'abord un fichier, puis « Ajouter »."}


async def test_a_refusal_is_a_page_like_the_others(applicant: Person) -> None:
    answer = await send(applicant.browser, "POST", DECLARATION, {}, {"Sec-Fetch-Site": "cross-site"})
    assert inspect_page(answer.text, headers=answer.headers) == []
    assert inspect_headers(answer.headers, personal=True) == []


async def test_the_token_of_the_page_after_login_is_a_new_one(client: PortalClient, applicant: Person) -> None:
    before = csrf_token((await client.get("/")).html)
    client.http.cookies = applicant.browser.http.cookies
    assert (await send(client, "POST", DECLARATION, {FIELD: before})).status_code == 403
