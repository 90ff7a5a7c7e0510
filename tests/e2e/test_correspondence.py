"""What the Region and an applicant say to each other, in every state: each page by axe, and on a narrow screen."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from playwright.sync_api import BrowserContext, Page

from tests.e2e.beforehand import has_been_asked, has_joined, has_sent_an_application, is_signed_in
from tests.e2e.hands import Hands
from tests.e2e.people import Agent, Applicant
from tests.support.axe import check_axe
from tests.support.portal import Portal
from tests.support.reflow import check_narrow
from webapp.applications.worklists.lists import Worklist
from webapp.core.actor import MemberRole
from webapp.solicitations.rules import SolicitationKind, SolicitationState


def look(page: Page, address: str) -> None:
    """Fails also where the address answers with another page than a sound one."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    check_axe(page)
    check_narrow(page)


def sent(requests: Mapping[tuple[SolicitationKind, SolicitationState], UUID]) -> Iterable[UUID]:
    return [request for (_, state), request in requests.items() if state is not SolicitationState.DRAFT]


def test_each_page_of_agents(applicant: Applicant, new_browser: Callable[..., BrowserContext], portal: Portal) -> None:
    number = has_sent_an_application(applicant)
    requests = has_been_asked(applicant, number)
    agent = Agent(Hands(new_browser().new_page()), portal)
    agent.comes_to_work()
    desk = f"/espace-agent/demandes/{number}"
    pages = ["", "/notes", "/suivi", "/messages", "/irrecevabilite", "/classement-sans-suite", "/sollicitations"]
    pages += ["/pieces/budget_previsionnel", "/pieces/rapport_activite", "/pieces/statuts", "/impression"]
    pages += ["/sollicitations/preparation", "/sollicitations/preparation?apercu=oui"]
    pages += ["/sollicitations/preparation-modification", "/sollicitations/preparation-modification?apercu=oui"]
    pages += [f"/sollicitations/{request}" for request in sent(requests)]
    for page in pages:
        look(agent.page, desk + page)
    for worklist in Worklist:
        look(agent.page, f"/espace-agent?liste={worklist}")
    look(agent.page, "/espace-agent?recherche=personne+ne+porte+ce+nom")


def test_each_page_of_applicants(
    applicant: Applicant, new_browser: Callable[..., BrowserContext], portal: Portal
) -> None:
    number = has_sent_an_application(applicant)
    is_signed_in(applicant)
    look(applicant.page, f"/demandes/{number}/sollicitations")
    requests = has_been_asked(applicant, number)
    reader = Applicant(Hands(new_browser().new_page()), portal)
    has_joined(reader, applicant, MemberRole.READER)
    is_signed_in(reader)
    about = f"/demandes/{number}"
    pages = ["/espace-personnel", "/demandes", about, f"{about}/messages", f"{about}/sollicitations"]
    pages += [f"{about}/contribution", f"{about}/votre-dossier"]
    pages += [f"{about}/sollicitations/{request}" for request in sent(requests)]
    for person in (applicant, reader):
        for page in pages:
            look(person.page, page)
