"""What the agent reads where "Déclarer le dossier complet" stands: why not yet, what to know, since when it is."""

from tests.routes.people import Applications, Person
from webapp.applications.models import Application

BUTTON = "Déclarer le dossier complet"


def desk(application: Application, more: str = "") -> str:
    return f"/espace-agent/demandes/{application.reference}{more}"


async def test_while_a_piece_is_awaited_the_button_gives_way_to_what_to_do(
    applicant: Person, agent: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    page = await agent.browser.submit(await agent.browser.get(desk(sent)), form="take-over")
    ids = await applications.asked(sent, agent)
    late = await agent.browser.submit(page, form="declare-complete")
    assert late.status == 409
    assert "une demande qui suspend le délai attend la réponse du demandeur" in late.text
    page = await agent.browser.get(desk(sent), status=200)
    assert BUTTON not in page.button_words()
    assert page.link("Voir cette demande") == desk(sent, f"/sollicitations/{ids['solicitation_id']}")
    assert "Dossier complet" not in (await applicant.browser.get(f"/demandes/{sent.reference}")).text


async def test_a_piece_that_does_not_conform_is_named_before(taken: Application, agent: Person) -> None:
    page = await agent.browser.get(desk(taken))
    assert "non conforme" not in page.text
    for key in ("budget_previsionnel", "rapport_activite"):
        piece = await agent.browser.get(desk(taken, f"/pieces/{key}"))
        await agent.browser.submit(piece, {"conformity": "non_conform", "reason": "Illisible."}, form="verdict-form")
    page = await agent.browser.get(desk(taken))
    assert "vous ne pouvez pas revenir en arrière. Vous avez jugé non conformes ces pièces" in page.text
    page = await agent.browser.submit(page, form="declare-complete")
    assert "Dossier déclaré complet le 23 novembre 2026 à 10:00:00 par Claire Vidal." in page.text
    assert BUTTON not in page.button_words()
