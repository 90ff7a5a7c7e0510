"""An application that ends while the Region waits for an answer: nothing is awaited any more, and nothing is lost."""

import pytest

from tests.routes.people import Applications, Person
from tests.routes.walk import send, token_for
from webapp.applications.models import Application
from webapp.web.csrf import FIELD

OVER = "L'examen de cette demande d'aide est terminé"
WAITING = "/espace-agent?liste=en-attente-du-demandeur"
ENDS = pytest.mark.parametrize("end", ["retrait", "irrecevabilite", "classement-sans-suite"])


async def ends(end: str, applicant: Person, agent: Person, application: Application) -> None:
    by, base = (applicant, "") if end == "retrait" else (agent, "/espace-agent")
    fields = {FIELD: await token_for(by.browser), "reason": "mistake" if end == "retrait" else "Hors délai."}
    answer = await send(by.browser, "POST", f"{base}/demandes/{application.reference}/{end}", fields)
    assert answer.status_code == 303


@ENDS
async def test_no_list_says_that_the_applicant_is_awaited(
    end: str, applicant: Person, agent: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    await applications.asked(sent, agent)
    assert sent.reference in (await agent.browser.get(WAITING)).text
    await ends(end, applicant, agent, sent)
    desk = await agent.browser.get(f"/espace-agent/demandes/{sent.reference}")
    assert "Rien n'est attendu du demandeur." in desk.text
    assert sent.reference not in (await agent.browser.get(WAITING)).text
    everything = await agent.browser.get(f"/espace-agent?liste=toutes&recherche={sent.reference}")
    assert sent.reference in everything.text
    assert "Réponse avant le" not in everything.text
    assert "Répondre à une demande de compléments" not in (await applicant.browser.get("/espace-personnel")).text
    for page in (f"/demandes/{sent.reference}", "/demandes"):
        assert "Compléments demandés" not in (await applicant.browser.get(page)).text


@ENDS
async def test_what_was_prepared_stays_and_the_request_says_that_it_is_over(
    end: str, applicant: Person, agent: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    ids = await applications.asked(sent, agent)
    await ends(end, applicant, agent, sent)
    listed = await applicant.browser.get(f"/demandes/{sent.reference}/sollicitations", status=200)
    assert "Sans objet" in listed.text
    assert "À répondre avant le" not in listed.text
    reply = f"/demandes/{sent.reference}/sollicitations/{ids['solicitation_id']}"
    page = await applicant.browser.get(reply, status=200)
    for words in (OVER, "rib.pdf", "Déposé"):
        assert words in page.text
    assert {"Valider", "Ajouter", "Retirer"}.isdisjoint(page.button_words())
    await applicant.browser.get(f"{reply}/documents/{ids['document_id']}", status=200)
    theirs = await agent.browser.get(f"/espace-agent{reply}", status=200)
    assert "Sans objet" in theirs.text
    for words in ("Clore", "Annuler la demande", "Attendue"):
        assert words not in theirs.text
    for end_page in ("annulation", "cloture"):
        page = await agent.browser.get(f"/espace-agent{reply}/{end_page}", status=200)
        assert "Garder la demande" not in page.text


@ENDS
async def test_whoever_still_has_its_page_is_told_why_nothing_more_is_done(
    end: str, applicant: Person, agent: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    ids = await applications.asked(sent, agent)
    await ends(end, applicant, agent, sent)
    base = f"/demandes/{sent.reference}/sollicitations/{ids['solicitation_id']}"
    for by, path in (
        (applicant, f"{base}/transmission"),
        (applicant, f"{base}/documents/{ids['document_id']}/retrait"),
        (agent, f"/espace-agent{base}/annulation"),
        (agent, f"/espace-agent{base}/cloture"),
    ):
        answer = await send(by.browser, "POST", path, {FIELD: await token_for(by.browser)})
        assert answer.status_code == 409, path
        assert "examen de cette demande d&#39;aide est terminé" in answer.text, path
    await applicant.browser.get(f"{base}/documents/{ids['document_id']}", status=200)
