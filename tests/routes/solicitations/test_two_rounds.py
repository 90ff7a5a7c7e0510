"""From "Demander des pièces" to "Acceptée", by the screens of both: one reply that is not enough, then one that is."""

import re

import pytest

from tests.documents.sample_files import pdf
from tests.routes.people import Applications, People, Person
from tests.support.page import Page
from webapp.applications.models import Application

BUDGET, REPORT = "Budget prévisionnel de la structure", "Rapport d'activité du dernier exercice clôturé"
WHY = "Il est illisible."
AGAIN = "La page 2 manque."
CANNOT = "Le commissaire aux comptes ne l'a pas signé."


DEADLINE_WORDS = "pièces à déposer avant le"


@pytest.fixture
async def taken(agent: Person, applicant: Person, applications: Applications) -> Application:
    sent = await applications.submitted(applicant)
    desk = desk_of(sent)
    await agent.browser.submit(await agent.browser.get(desk), form=f"{desk}/prise-en-charge")
    return sent


def desk_of(application: Application) -> str:
    return f"/espace-agent/demandes/{application.reference}"


def mine(application: Application) -> str:
    return f"/demandes/{application.reference}/sollicitations"


async def press(agent: Person, page: Page, button: str, fields: dict[str, str] | None = None) -> Page:
    """On the page of the request that is being composed."""
    return await agent.browser.submit(page, fields, form=page.path.partition("?")[0], button=button)


async def sends_a_request(agent: Person, application: Application) -> None:
    """For two pieces of the scheme, each with its reason."""
    page = await agent.browser.get(f"{desk_of(application)}/sollicitations", status=200)
    page = await agent.browser.submit(page, form=f"{desk_of(application)}/sollicitations/preparation")
    for piece in ("budget_previsionnel", "rapport_activite"):
        page = await press(agent, page, "Ajouter cette pièce", {"piece": piece})
    page = await press(agent, page, "Envoyer la demande")
    assert page.status == 422
    assert f"Dites pourquoi la pièce « {BUDGET} » est demandée" in page.text
    page = await press(agent, page, "Aperçu du courriel", dict.fromkeys(names(page, "reason-"), WHY))
    assert f"Demande {application.reference} : deux {DEADLINE_WORDS}" in page.text
    page = await press(agent, page, "Envoyer la demande")
    assert "La demande est envoyée." in page.text


def names(page: Page, prefix: str) -> list[str]:
    return [one.get("name", "") for one in page.document.all("textarea") if one.get("name", "").startswith(prefix)]


def forms_to(page: Page, end: str) -> list[str]:
    """Addresses of the forms whose address ends so, in the order of the page."""
    found = (form.get("action", "") for form in page.document.all("form"))
    return [action for action in found if re.search(end, action)]


async def opens_the_reply(applicant: Person, application: Application) -> Page:
    page = await applicant.browser.get(mine(application), status=200)
    return await applicant.browser.follow(page, "Répondre")


async def test_the_applicant_sees_what_is_asked_first(agent: Person, applicant: Person, taken: Application) -> None:
    await sends_a_request(agent, taken)
    page = await applicant.browser.get("/espace-personnel", status=200)
    assert "Répondre à une demande de compléments" in page.text
    page = await applicant.browser.get(f"/demandes/{taken.reference}", status=200)
    assert "Compléments demandés" in page.text
    page = await applicant.browser.get("/demandes", status=200)
    assert page.link("Répondre aux sollicitations (1)") == mine(taken)
    page = await applicant.browser.get(mine(taken), status=200)
    assert page.h1 == "Demandes de compléments sur les pièces"
    for words in ("Objet de la demande", "Demande de pièces complémentaires par", "Liste des pièces", BUDGET, "Reçue"):
        assert words in page.text


async def test_a_reply_is_kept_piece_by_piece_and_sent_when_it_is_whole(
    agent: Person, applicant: Person, taken: Application
) -> None:
    await sends_a_request(agent, taken)
    page = await opens_the_reply(applicant, taken)
    assert "Les pièces ci-dessous ont été jugées non conformes. Merci d'en déposer de nouvelles." in page.text
    (transmission,) = forms_to(page, "/transmission$")
    refused = await applicant.browser.submit(page, form=transmission)
    assert refused.status == 422
    assert f"Déposez la pièce « {BUDGET} »" in refused.text
    budget, report = forms_to(page, "/pieces/[0-9a-f-]{36}$")
    page = await applicant.browser.submit(page, form=budget, files={"file": ("budget.pdf", pdf(), "application/pdf")})
    assert "Déposé" in page.text
    assert "Réponse commencée, non transmise" in (await applicant.browser.get(mine(taken))).text
    empty = await applicant.browser.submit(page, {"unable": " "}, form=f"{report}/impossible")
    assert empty.status == 422
    page = await applicant.browser.submit(page, {"unable": CANNOT}, form=f"{report}/impossible")
    done = await applicant.browser.submit(page, form=transmission)
    assert "Votre réponse a bien été transmise" in done.text
    assert "Envoyée" in done.text
    assert CANNOT in (await applicant.browser.follow(done, "Voir ma réponse")).text


async def test_a_piece_that_was_never_given_was_not_judged(
    agent: Person, applicant: Person, taken: Application
) -> None:
    """One of the form that the applicant could leave out, and that the Region needs after all."""
    page = await agent.browser.get(f"{desk_of(taken)}/sollicitations", status=200)
    page = await agent.browser.submit(page, form=f"{desk_of(taken)}/sollicitations/preparation")
    page = await press(agent, page, "Ajouter cette pièce", {"piece": "statuts"})
    await press(agent, page, "Envoyer la demande", dict.fromkeys(names(page, "reason-"), WHY))
    page = await opens_the_reply(applicant, taken)
    assert "Les pièces ci-dessous sont nécessaires à l'instruction de votre demande." in page.text
    assert "jugées non conformes" not in page.text


async def replies(applicant: Person, application: Application) -> None:
    """With a file for each item."""
    page = await opens_the_reply(applicant, application)
    for number, action in enumerate(forms_to(page, "/pieces/[0-9a-f-]{36}$")):
        file = (f"{number}.pdf", pdf(Mark=str(number)), "application/pdf")
        page = await applicant.browser.submit(page, form=action, files={"file": file})
    (transmission,) = forms_to(page, "/transmission$")
    await applicant.browser.submit(page, form=transmission)


async def test_two_rounds(agent: Person, applicant: Person, taken: Application) -> None:
    await sends_a_request(agent, taken)
    page = await agent.browser.get(desk_of(taken), status=200)
    assert page.text.count("À examiner") == 2, "one for each piece that is there, none for those that are not"
    await replies(applicant, taken)
    page = await agent.browser.follow(await agent.browser.get(desk_of(taken)), "Examiner la réponse du demandeur")
    page = await agent.browser.follow(page, BUDGET)
    budget, report = forms_to(page, "/avis$")
    page = await agent.browser.submit(page, form=budget, button="Accepter")
    missing = await agent.browser.submit(page, form=report, button="À redemander")
    assert missing.status == 422
    page = await agent.browser.submit(page, {"verdict": AGAIN}, form=report, button="À redemander")
    page = await agent.browser.submit(page, form=forms_to(page, "/nouvelle-demande$")[0])
    assert AGAIN in page.text
    page = await press(agent, page, "Envoyer la demande")

    page = await opens_the_reply(applicant, taken)
    assert REPORT in page.text
    assert BUDGET not in page.text
    assert "Ma réponse précédente" in page.text
    await replies(applicant, taken)
    page = await agent.browser.get(f"{desk_of(taken)}/sollicitations", status=200)
    page = await agent.browser.get(page.link(REPORT), status=200)
    page = await agent.browser.submit(page, form=forms_to(page, "/avis$")[0], button="Accepter")
    assert "Close" in page.text
    page = await applicant.browser.get(mine(taken), status=200)
    assert "Acceptée" in page.text


async def test_an_explanation_that_comes_late_is_kept_on_the_page_and_replaces_nobody_s_unread(
    agent: Person, applicant: Person, people: People, taken: Application
) -> None:
    await sends_a_request(agent, taken)
    colleague = await people.member_of(applicant)
    late = await opens_the_reply(colleague, taken)
    page = await opens_the_reply(applicant, taken)
    budget, report = forms_to(page, "/impossible$")
    page = await applicant.browser.submit(page, {"unable": CANNOT}, form=budget)
    file = ("rapport.pdf", pdf(), "application/pdf")
    await applicant.browser.submit(page, form=report.removesuffix("/impossible"), files={"file": file})

    refused = await colleague.browser.submit(late, {"unable": "Le mien."}, form=report)
    assert refused.status == 422
    assert "Un fichier est déposé pour cette pièce" in refused.text
    assert "Le mien." in refused.text
    refused = await colleague.browser.submit(late, {"unable": "Le mien."}, form=budget)
    assert refused.status == 422
    assert "Une autre explication a été enregistrée entre-temps" in refused.text
    assert CANNOT in refused.text
    assert "Le mien." in refused.text
    explanation = f"explication-{budget.removesuffix('/impossible').rpartition('/')[2]}"
    saved = await colleague.browser.submit(refused, form=explanation)
    assert "Le mien." in saved.text
    assert CANNOT not in saved.text
