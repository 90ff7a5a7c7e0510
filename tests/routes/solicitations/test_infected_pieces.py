"""A virus in a piece that was sent: who takes the application over finds the request begun, and both read why."""

from tests.routes.crowd import first_document
from tests.routes.people import Applications, Person
from webapp.core.work import Work
from webapp.solicitations.use_cases.infections import settle_infected_file

WHY = "Fichier infecté par « Eicar-Test » : il a été supprimé. Déposez un fichier sain."


async def test_the_request_is_begun_and_waits_for_the_agent(
    applicant: Person, agent: Person, applications: Applications, committed: Work
) -> None:
    sent = await applications.submitted(applicant)
    await settle_infected_file(committed, await first_document(committed, sent), "Eicar-Test")
    desk = f"/espace-agent/demandes/{sent.reference}"
    page = await agent.browser.get(desk, status=200)
    assert "Fichier infecté supprimé" in page.text
    await agent.browser.submit(page, form="take-over")
    draft = await agent.browser.get(f"{desk}/sollicitations/preparation", status=200)
    assert draft.path == f"{desk}/sollicitations/preparation"
    assert WHY in draft.text
    mine = await applicant.browser.get(f"/demandes/{sent.reference}", status=200)
    assert "Fichier infecté supprimé" in mine.text
    assert "Compléments demandés" not in mine.text
