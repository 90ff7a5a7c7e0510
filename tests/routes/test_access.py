"""Who reaches what: the list of what is open to all, and each route asked by each role (see access_table.py)."""

import pytest
from litestar import Litestar

from tests.routes.access_of_solicitations import ON_A_SOLICITATION
from tests.routes.access_table import (
    ON_A_DRAFT,
    ON_A_SUBMITTED_APPLICATION,
    ON_AN_ACCOUNT,
    ON_THE_SITE,
    ROLES,
)
from tests.routes.crowd import Crowd, first_document, is_about
from tests.routes.people import Applications, Office, People
from tests.routes.walk import routes, send, token_for, without_what_changes
from webapp.applications.models import Application
from webapp.core.work import Work
from webapp.web.csrf import FIELD

PUBLIC = {
    "GET /",
    "GET /connexion",
    "POST /connexion",
    "GET /deconnexion",
    "POST /deconnexion",
    "GET /creer-un-compte",
    "POST /creer-un-compte",
    "GET /creer-un-compte/courriel-envoye",
    "GET /activation/nouveau-lien",
    "POST /activation/nouveau-lien",
    "GET /activation/{token}",
    "POST /activation/{token}",
    "GET /recuperer-mes-informations",
    "GET /recuperer-mes-informations/courriel-envoye",
    "GET /recuperer-mes-informations/identifiant",
    "POST /recuperer-mes-informations/identifiant",
    "GET /recuperer-mes-informations/mot-de-passe",
    "POST /recuperer-mes-informations/mot-de-passe",
    "GET /invitation/{token}",
    "GET /rattachement/{token}",
    "POST /invitation/{token}",
    "GET /reinitialisation/{token}",
    "POST /reinitialisation/{token}",
    "GET /adresse-electronique/confirmation/{token}",
    "POST /adresse-electronique/confirmation/{token}",
    "GET /adresse-electronique/refus/{token}",
    "POST /adresse-electronique/refus/{token}",
    "GET /adresse-electronique/retablie",
    "GET /aides",
    "GET /aides/{slug}",
    "GET /aides/{slug}/demandes",
    "GET /aides/{slug}/modeles/{file}",
    "GET /accessibilite",
    "GET /mentions-legales",
    "GET /donnees-personnelles",
    "GET /aide",
    "GET /{path}",
}
TECHNICAL = {"GET /livez", "GET /readyz", "GET /static/{version}/{path}"}

SIGNS_OUT = {"POST /compte/deconnexion", "POST /deconnexion"}
"""Asked by a crowd of its own, since nobody is signed in after it."""


def test_public_and_technical_routes_are_those_of_the_lists(app: Litestar) -> None:
    assert {str(route) for route in routes(app) if route.access == "public"} == PUBLIC
    assert {str(route) for route in routes(app) if route.access == "technical"} == TECHNICAL


async def gather(people: People, applications: Applications, state: str) -> tuple[Crowd, Application]:
    """In front of one application, which is the owner's."""
    owner = await people.applicant()
    application = await (applications.complete if state == "draft" else applications.submitted)(owner)
    crowd = await Crowd.of(
        {
            "visitor": people.visitor(),
            "newcomer": (await people.newcomer()).browser,
            "stranger": (await people.applicant("ASSOCIATION VOISINE")).browser,
            "far_agent": (await people.agent(Office.ELSEWHERE)).browser,
            "agent": (await people.agent()).browser,
            "owner": owner.browser,
            "administrator": (await people.administrator()).browser,
        }
    )
    return crowd, application


# What a route's address names, in each table.
ABOUT = {
    "site": "",
    "draft": "{ref}",
    "submitted": "{ref}",
    "account": "{account_id}",
    "solicitation": "{solicitation_id}",
}


@pytest.mark.parametrize(
    ("state", "table"),
    [
        ("site", ON_THE_SITE),
        ("draft", ON_A_DRAFT),
        ("submitted", ON_A_SUBMITTED_APPLICATION),
        ("account", ON_AN_ACCOUNT),
        ("solicitation", ON_A_SOLICITATION),
    ],
    ids=["site", "draft", "submitted", "account", "solicitation"],
)
async def test_each_role_gets_what_the_table_says(
    state: str,
    table: dict[str, str],
    app: Litestar,
    people: People,
    applications: Applications,
    committed: Work,
) -> None:
    crowd, application = await gather(people, applications, state)
    about = {
        "ref": application.reference,
        "document_id": await first_document(committed, application),
        "account_id": (await people.agent()).account.id,
    }
    if state == "solicitation":
        about |= await applications.asked(application, await people.agent())
    declared = {str(route): route for route in routes(app) if is_about(route) == ABOUT[state]}
    assert set(table) == set(declared), "the table must name each route"

    found = {}
    for name in table:
        asked, _ = await gather(people, applications, state) if name in SIGNS_OUT else (crowd, application)
        found[name] = await asked.statuses(declared[name].method, declared[name].address(**about), ROLES)

    assert found == table


async def test_what_belongs_to_somebody_else_is_the_same_page_as_what_does_not_exist(
    app: Litestar, people: People, applications: Applications, committed: Work
) -> None:
    owner, stranger = await people.applicant(), await people.applicant("ASSOCIATION VOISINE")
    far_agent = await people.agent(Office.ELSEWHERE)
    tokens = {person.browser: await token_for(person.browser) for person in (stranger, far_agent)}
    sent = await applications.submitted(owner)
    about = {"ref": sent.reference, "document_id": await first_document(committed, sent)}
    for route in (route for route in routes(app) if "{ref}" in route.path):
        browser = (far_agent if route.access == "agent" else stranger).browser
        fields = {FIELD: tokens[browser]}
        theirs = await send(browser, route.method, route.address(**about), fields)
        unknown = await send(browser, route.method, route.address(**{**about, "ref": "99999999"}), fields)
        assert theirs.status_code == unknown.status_code, str(route)
        if theirs.status_code == 404:
            assert without_what_changes(theirs.text) == without_what_changes(unknown.text), str(route)
            assert set(theirs.headers) == set(unknown.headers), str(route)


async def test_a_document_is_served_only_under_its_own_application(
    people: People, applications: Applications, committed: Work
) -> None:
    one, other = await people.applicant(), await people.applicant()
    document = await first_document(committed, await applications.complete(one))
    own = await applications.draft(other)
    await other.browser.get(f"/demandes/{own.reference}/documents/{document}", status=404)
