"""What the portal relies on in htmx, seen on its real pages. An upgrade of htmx fails here first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Response, Route, expect

from tests.e2e.hands import Hands
from tests.e2e.people import Applicant
from tests.support.browser import Watch
from tests.support.portal import Portal
from webapp import demo

IDENTIFIER = "Identifiant ou adresse électronique"
NO_SWAP = (400, 401, 403, 404, 405, 413, 429, 500, 502, 503)
NO_ANSWER = "Le portail n'a pas répondu"
ACTIONS = '<p class="actions">'
FILE_INPUT = '<label for="pouvoir">Pouvoir</label> <input type="file" id="pouvoir" name="pouvoir">'


@pytest.fixture
def visitor(page: Page, portal: Portal) -> Applicant:
    visitor = Applicant(Hands(page), portal)
    visitor.opens_the_portal()
    return visitor


def is_post(request: Request) -> bool:
    return request.method == "POST"


def sign_in(visitor: Applicant) -> Response:
    """The answer to the button "Se connecter", whatever is filled in."""
    with visitor.page.expect_response(lambda response: is_post(response.request)) as answer:
        visitor.hands.press("Se connecter")
    return answer.value


def is_same_page(page: Page) -> bool:
    """Hands mark the page before they press: a full load loses that mark."""
    return bool(page.evaluate("() => window.samePage === true"))


@contextmanager
def answering(page: Page, answer: Callable[[Route], None]) -> Iterator[None]:
    """POSTs of the page go to `answer` instead of the portal."""

    def choose(route: Route) -> None:
        if is_post(route.request):
            answer(route)
        else:
            route.fallback()

    page.route("**/*", choose)
    yield
    page.unroute("**/*", choose)


def test_what_a_fragment_request_carries(visitor: Applicant) -> None:
    headers = sign_in(visitor).request.all_headers()
    assert headers["hx-request"] == "true"
    assert headers["hx-request-type"] == "partial"
    assert headers["hx-target"] == headers["hx-source"] == "form#sign-in-form"
    assert headers["hx-current-url"] == f"{visitor.portal.url}/"
    assert headers["origin"] == visitor.portal.url
    assert headers["sec-fetch-site"] == "same-origin"
    assert not {"hx-trigger", "hx-trigger-name", "hx-boosted"} & set(headers)


def test_a_422_swaps_the_form_alone(visitor: Applicant) -> None:
    """Its answer holds the new title; what was typed stays, and the summary takes the focus."""
    visitor.hands.write(IDENTIFIER, "personne 😀")
    answer = sign_in(visitor)
    assert answer.status == 422
    assert "<html" not in answer.text()
    assert "HX-Target" in answer.headers["vary"]
    visitor.is_told_to_correct("Saisissez votre mot de passe.")
    assert is_same_page(visitor.page)
    expect(visitor.hands.field(IDENTIFIER)).to_have_value("personne 😀")


def test_a_422_keeps_a_chosen_file(visitor: Applicant, tmp_path: Path) -> None:
    """Seen on the login form with a file input more, both in the page and in the answer."""
    chosen = tmp_path / "pouvoir.pdf"
    chosen.write_bytes(b"%PDF-1.7")

    def add_file_input(route: Route) -> None:
        answer = route.fetch()
        form, actions, rest = answer.text().rpartition(ACTIONS)
        route.fulfill(response=answer, body=form + FILE_INPUT + actions + rest)

    visitor.page.route("**/", add_file_input)
    visitor.page.route("**/connexion", add_file_input)
    visitor.opens_the_portal()
    visitor.hands.take_file("Pouvoir", chosen)
    assert sign_in(visitor).status == 422
    visitor.is_told_to_correct("Saisissez votre mot de passe.")
    assert visitor.hands.field("Pouvoir").evaluate("input => input.files[0]?.name") == chosen.name


def test_204_with_hx_redirect_leaves_and_back_is_a_full_load(visitor: Applicant) -> None:
    visitor.hands.write(IDENTIFIER, demo.APPLICANT[0])
    visitor.hands.write("Mot de passe", demo.PASSWORD)
    answer = sign_in(visitor)
    assert (answer.status, answer.headers["hx-redirect"]) == (204, "/espace-personnel")
    visitor.sees("Espace personnel")
    assert not is_same_page(visitor.page)
    visitor.hands.follow("Suivre mes demandes d'aide")
    visitor.sees("Mes demandes d'aide")
    with visitor.page.expect_request("**/espace-personnel") as back:
        visitor.page.go_back()
    assert back.value.is_navigation_request()
    assert not [name for name in back.value.all_headers() if name.startswith("hx-")]
    visitor.sees("Espace personnel")


def test_error_statuses_leave_the_form_and_show_the_alert(visitor: Applicant, watch: Watch) -> None:
    """With the portal's own words, which the answer to any error holds."""
    watch.allow("status 50")
    watch.allow("the server responded with a status of 50")
    own = visitor.page.request.get("/nulle-part", headers={"HX-Request": "true"})
    assert own.status == 404
    visitor.hands.write(IDENTIFIER, "personne")
    for status in NO_SWAP:
        body = own.text().replace("Page introuvable", f"Erreur d'essai {status}")
        headers = {name: own.headers[name] for name in ("content-type", "x-request-id")}
        with answering(visitor.page, lambda route: route.fulfill(status=status, body=body, headers=headers)):  # noqa: B023
            sign_in(visitor)
        expect(visitor.page.locator("#page-alert")).to_contain_text(f"Erreur d'essai {status}")
        expect(visitor.hands.field(IDENTIFIER)).to_have_value("personne")
        visitor.hands.settle()


def test_an_answer_that_says_nothing_to_the_reader_is_replaced(visitor: Applicant, watch: Watch) -> None:
    """A proxy's page, or no answer at all; the alert goes away with the next answer that works."""
    watch.allow("status 502")
    watch.allow("Failed to load resource")
    watch.allow("htmx:error: Failed to fetch")
    alert = visitor.page.locator("#page-alert")
    proxy = "<html><h1>502 Bad Gateway</h1></html>"
    tries: list[Callable[[Route], None]] = [
        lambda route: route.fulfill(status=502, body=proxy, content_type="text/html"),
        lambda route: route.fulfill(status=200, body=proxy, content_type="text/html"),
        lambda route: route.abort("connectionrefused"),
    ]
    for answer in tries:
        visitor.hands.write(IDENTIFIER, "personne")
        with answering(visitor.page, answer):
            visitor.hands.press("Se connecter")
            expect(alert).to_contain_text(NO_ANSWER)
        expect(alert).not_to_contain_text("Bad Gateway")
        expect(visitor.hands.field(IDENTIFIER)).to_have_value("personne")
        visitor.hands.settle()
        sign_in(visitor)
        visitor.is_told_to_correct("Saisissez votre mot de passe.")
        expect(alert).to_be_empty()


def test_a_double_click_sends_once(visitor: Applicant) -> None:
    """Nor does a third click, while the answer is awaited, wait for its turn."""
    held: list[Route] = []
    with answering(visitor.page, held.append):
        with visitor.page.expect_request(is_post):
            visitor.hands.button("Se connecter").dblclick()
        visitor.hands.button("Se connecter").click()
        held[0].continue_()
        visitor.is_told_to_correct("Saisissez votre mot de passe.")
    assert len(held) == 1


def test_a_form_whose_token_is_wrong_stays_and_says_so(visitor: Applicant) -> None:
    visitor.hands.write(IDENTIFIER, "personne")
    visitor.page.locator("#sign-in-form [name=csrf_token]").evaluate("input => { input.value = 'faux' }")
    assert sign_in(visitor).status == 403
    expect(visitor.page.locator("#page-alert")).to_contain_text("Action refusée")
    expect(visitor.hands.field(IDENTIFIER)).to_have_value("personne")
