"""Reload, Back, mail scanners and monitors: an address that takes a form also shows something, and tells HEAD so."""

from litestar import Litestar

from tests.routes.people import Applications, People, Person
from tests.routes.rounds import Rounds
from tests.routes.walk import NO_DOCUMENT, routes, unsafe_routes
from tests.support.client import PortalClient
from tests.support.headers import inspect_headers
from webapp.core.work import Work


def test_every_path_that_takes_a_form_answers_get_too(app: Litestar) -> None:
    shown = {route.path for route in routes(app) if route.method == "GET"}
    assert {route.path for route in unsafe_routes(app)} <= shown


def test_forms_are_posted_and_nothing_else_changes_anything(app: Litestar) -> None:
    assert {route.method for route in routes(app)} == {"GET", "POST"}


async def test_get_at_the_address_of_a_form_shows_a_page(
    app: Litestar,
    people: People,
    applicant: Person,
    agent: Person,
    applications: Applications,
    committed: Work,
) -> None:
    rounds = await Rounds.build(committed, applications, applicant, agent)
    own, draft = await applications.submitted(applicant), await applications.draft(applicant)
    sent = await applications.submitted(await people.applicant())
    statuses = {}
    team = await people.team(applicant)
    reached = {"agent": (agent, sent), "administrator": (await people.administrator(), sent)}
    for route in unsafe_routes(app):
        person, application = reached.get(route.access, (applicant, own if route.is_about_what_was_sent else draft))
        about = {"ref": application.reference, "document_id": NO_DOCUMENT, "account_id": agent.account.id}
        address = route.address(**{**about, **team.about(route), **rounds.about(route)})
        statuses[str(route)] = (await person.browser.get(address)).status
    told = {200, 410}  # 410: the page that says what to do with a link that is not valid
    assert {route: status for route, status in statuses.items() if status not in told} == {}


async def test_head_says_what_get_would_say(
    app: Litestar,
    client: PortalClient,
    people: People,
    applicant: Person,
    agent: Person,
    applications: Applications,
) -> None:
    draft, team = await applications.draft(applicant), await people.team(applicant)
    browsers = {
        "agent": agent.browser,
        "administrator": (await people.administrator()).browser,
        "public": client,
    }
    for route in routes(app):
        if route.method != "GET":
            continue
        browser = browsers.get(route.access, applicant.browser)
        about = {"ref": draft.reference, "document_id": NO_DOCUMENT, "account_id": agent.account.id}
        address = route.address(**{**about, **team.about(route)})
        got, head = await browser.http.get(address), await browser.http.head(address)
        assert (head.status_code, head.content) == (got.status_code, b""), address
        assert head.headers.get("content-type") == got.headers.get("content-type"), address


async def test_options_is_answered_without_an_error(client: PortalClient) -> None:
    answer = await client.http.options("/connexion")
    assert answer.status_code == 204
    assert inspect_headers(answer.headers) == []
