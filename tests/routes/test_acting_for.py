"""Whom one acts for, in the header: the structure that the page is about, whichever was chosen for the session."""

import httpx
from litestar import Litestar

from tests.factories.structures import make_structure
from tests.routes.access_table import ON_A_DRAFT, ON_A_STRUCTURE, ON_A_SUBMITTED_APPLICATION, ROLES
from tests.routes.crowd import first_document
from tests.routes.people import Applications, People, Person
from tests.routes.walk import routes, send, token_for
from tests.support.page import Page
from tests.support.traces import mails_to
from webapp.applications.models import Application
from webapp.core.work import Work
from webapp.web.csrf import FIELD

PAGES = ("200", "422")
ADMINISTRATORS = [name for name, statuses in ON_A_STRUCTURE.items() if statuses.split()[-1] in PAGES]


def owners(table: dict[str, str]) -> list[str]:
    """The routes that answer the application's owner with a page; a document and a PDF are none."""
    column, files = ROLES.index("owner"), ("/documents/{document_id}", ".pdf")
    return [name for name, statuses in table.items() if statuses.split()[column] in PAGES and not name.endswith(files)]


async def acts_for_another(person: Person, work: Work) -> str:
    """The token of somebody who acts for another of their structures than before."""
    second = await make_structure(work, person.account, "LA SECONDE")
    token = await token_for(person.browser)
    await send(person.browser, "POST", f"/structures/{second.id}/choix", {FIELD: token})
    assert named((await person.browser.get("/demandes")).response) == "LA SECONDE"
    return token


def named(answer: httpx.Response) -> str:
    return Page(answer).acting_for.removesuffix(" Changer de structure")


async def test_a_page_about_a_structure_names_it(app: Litestar, people: People, committed: Work) -> None:
    person = await people.applicant("LA PREMIÈRE")
    team = await people.team(person)
    token = await acts_for_another(person, committed)
    found = {}
    for route in (route for route in routes(app) if str(route) in ADMINISTRATORS):
        answer = await send(person.browser, route.method, route.address(**team.about(route)), {FIELD: token})
        found[str(route)] = named(answer)
    assert found == dict.fromkeys(ADMINISTRATORS, "LA PREMIÈRE")


async def test_a_page_about_an_application_names_its_structure(
    app: Litestar, people: People, applications: Applications, committed: Work
) -> None:
    person = await people.applicant("LA PREMIÈRE")
    sent, draft = await applications.submitted(person), await applications.complete(person)
    token = await acts_for_another(person, committed)

    async def about(application: Application, names: list[str]) -> dict[str, str]:
        ids = {"ref": application.reference, "document_id": await first_document(committed, application)}
        found = {}
        for route in (route for route in routes(app) if str(route) in names):
            answer = await send(person.browser, route.method, route.address(**ids), {FIELD: token})
            found[str(route)] = named(answer)
        return found

    for application, names in ((draft, owners(ON_A_DRAFT)), (sent, owners(ON_A_SUBMITTED_APPLICATION))):
        assert await about(application, names) == dict.fromkeys(names, "LA PREMIÈRE")


async def test_the_link_of_a_mail_opens_what_is_asked_of_its_own_structure(
    people: People, applications: Applications, agent: Person, committed: Work
) -> None:
    person = await people.applicant("LA PREMIÈRE")
    await acts_for_another(person, committed)
    sent = await applications.submitted(person)
    await applications.asked(sent, agent)
    [mail] = [mail for mail in await mails_to(committed, person.account.email) if mail.kind == "solicitations/received"]
    listed = await person.browser.get(mail.data["page"], status=200)
    assert (listed.h1, named(listed.response)) == ("Demandes de compléments sur les pièces", "LA PREMIÈRE")
    reply = await person.browser.follow(listed, "Répondre")
    assert (reply.h1, named(reply.response)) == ("Répondre", "LA PREMIÈRE")
    assert sent.reference in reply.title
