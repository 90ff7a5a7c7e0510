"""An agent ends a request: a page says first what it means, and what was cancelled can be taken up again."""

import pytest

from tests.factories.solicitations import OF_ANOTHER_YEAR, UNREADABLE
from tests.routes.people import Applications, Person
from webapp.applications.models import Application


@pytest.fixture
async def asked(sent: Application, agent: Person, applications: Applications) -> str:
    """The address of a request about two pieces, on the agents' side."""
    ids = await applications.asked(sent, agent)
    return f"/espace-agent/demandes/{sent.reference}/sollicitations/{ids['solicitation_id']}"


@pytest.fixture
async def sent(applicant: Person, applications: Applications) -> Application:
    return await applications.submitted(applicant)


async def test_to_cancel_and_to_close_say_first_what_they_mean(agent: Person, asked: str) -> None:
    page = await agent.browser.get(asked, status=200)
    assert {"Clore", "Annuler la demande"}.isdisjoint(page.button_words())
    closing = await agent.browser.follow(page, "Clore")
    assert closing.h1 == "Clore la demande de pièces"
    assert "Le demandeur lira que cette demande est close" in closing.text
    assert "ce qu'il a préparé ne vous sera pas transmis" in closing.text
    assert closing.link("Garder la demande") == asked
    page = await agent.browser.follow(page, "Annuler la demande")
    assert "Le demandeur reçoit un courriel et ne peut plus répondre" in page.text
    page = await agent.browser.submit(page, form="end-form", button="Annuler la demande")
    assert "La demande est annulée." in page.text
    late = await agent.browser.submit(closing, form="end-form")
    assert late.status == 409
    again = await agent.browser.get(f"{asked}/cloture", status=200)
    assert "Cette demande de la Région n'en est plus là." in again.text
    assert "Garder la demande" not in again.text


async def test_what_was_cancelled_is_awaited_no_more_and_its_text_is_taken_up_again(
    agent: Person, applicant: Person, asked: str
) -> None:
    await agent.browser.submit(await agent.browser.get(f"{asked}/annulation"), form="end-form")
    page = await agent.browser.get(asked, status=200)
    assert "Attendue" not in page.text
    assert "plus rien à faire" not in page.text
    page = await agent.browser.submit(page, form="resume", button="Reprendre ce texte")
    assert page.h1 == "Demander des pièces"
    assert "Le texte de la demande annulée est repris." in page.text
    for words in (OF_ANOTHER_YEAR, UNREADABLE):
        assert words in page.text
    mine = asked.removeprefix("/espace-agent").rpartition("/")[0]
    assert "Reçue" not in (await applicant.browser.get(mine, status=200)).text
    page = await agent.browser.submit(page, form=page.path, button="Envoyer la demande")
    assert "La demande est envoyée." in page.text
    assert "Reçue" in (await applicant.browser.get(mine, status=200)).text
