"""What a request needs is marked on its page before it is sent; a preview that cannot be made says why, as sending."""

import pytest

from tests.factories.accounts import actor_of
from tests.factories.solicitations import make_request
from tests.routes.people import Applications, Person
from tests.support.clock import FrozenClock
from tests.support.page import Page
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.core.clock import PARIS
from webapp.core.work import Work
from webapp.solicitations.deadlines import PROPOSED, default_deadline

NASTY = "Zoé 😀 l'« élue » \"<b>" + "é" * 300


@pytest.fixture
async def taken(committed: Work, agent: Person, applicant: Person, applications: Applications) -> Application:
    sent = await applications.submitted(applicant)
    return await take_over(committed, await actor_of(committed, agent.account), sent.number)


@pytest.fixture
def place(taken: Application) -> str:
    return f"/espace-agent/demandes/{taken.reference}/sollicitations/preparation"


@pytest.fixture
async def complete(committed: Work, agent: Person, taken: Application) -> None:
    await make_request(committed, await actor_of(committed, agent.account), taken)


async def press(agent: Person, page: Page, button: str, fields: dict[str, str] | None = None) -> Page:
    return await agent.browser.submit(page, fields, form=page.path.partition("?")[0], button=button)


def wrong(page: Page) -> list[str]:
    """Names of the controls beside which a mistake stands."""
    return [
        one.get("name", "")
        for tag in ("input", "textarea", "select")
        for one in page.document.all(tag)
        if one.get("aria-invalid")
    ]


async def begun(agent: Person, place: str) -> Page:
    desk = place.removesuffix("/sollicitations/preparation")
    page = await agent.browser.get(desk, status=200)
    return await agent.browser.submit(page, form="begin-piece-request")


async def test_a_preview_of_nothing_says_what_sending_says(agent: Person, place: str) -> None:
    said = []
    for button in ("Aperçu du courriel", "Envoyer la demande"):
        page = await press(agent, await begun(agent, place), button, {"message": NASTY})
        assert page.status == 422
        assert "Choisissez au moins une pièce à demander." in page.text
        assert NASTY in page.text
        said.append(wrong(page))
    assert said == [["piece"], ["piece"]]


@pytest.mark.usefixtures("complete")
@pytest.mark.parametrize("typed", ["", "31/02/2027", "22/11/2026", NASTY])
async def test_a_preview_without_a_good_date_says_what_sending_says(typed: str, agent: Person, place: str) -> None:
    for button in ("Aperçu du courriel", "Envoyer la demande"):
        page = await press(agent, await agent.browser.get(place, status=200), button, {"deadline": typed})
        assert page.status == 422
        assert "Donnez au moins huit jours pour répondre" in page.text
        assert wrong(page) == ["deadline"]
        assert page.document.by_id("apercu") is None


@pytest.mark.usefixtures("complete")
async def test_the_address_of_a_preview_that_can_no_longer_be_made_says_why(agent: Person, place: str) -> None:
    page = await press(agent, await agent.browser.get(place, status=200), "Aperçu du courriel")
    assert page.document.by_id("apercu") is not None
    address = page.path
    page = await agent.browser.submit(page, {"deadline": ""}, form=place)
    assert page.status == 200
    page = await agent.browser.get(address, status=200)
    assert page.document.by_id("apercu") is None
    assert wrong(page) == ["deadline"]


@pytest.mark.usefixtures("complete")
async def test_what_sending_needs_is_marked_and_why_this_date_is_proposed_is_said(
    agent: Person, place: str, clock: FrozenClock
) -> None:
    page = await agent.browser.get(place, status=200)
    assert "Les champs marqués d'un * sont obligatoires." in page.text
    page = await press(agent, page, "Ajouter cette autre pièce", {"label": "Bail du local"})
    controls = [*page.document.all("input"), *page.document.all("textarea")]
    needed = [one.get("name", "").split("-")[0] for one in controls if one.get("aria-required")]
    assert needed == ["deadline", "reason", "reason"]  # not the reason of the new piece, which may be left out
    proposed = default_deadline(clock.now()).astimezone(PARIS)
    (date,) = [one for one in controls if one.get("name") == "deadline"]
    assert date.get("value") == f"{proposed:%d/%m/%Y}"
    assert f"Date proposée : {PROPOSED.days} jours après" in page.text


async def test_when_the_reason_of_a_verdict_is_needed_is_said_before(
    agent: Person, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    asked = await applications.asked(sent, agent)
    place = f"/demandes/{sent.reference}/sollicitations/{asked['solicitation_id']}"
    page = await applicant.browser.get(place, status=200)
    unable = next(one.get("action", "") for one in page.document.all("form") if "/impossible" in one.get("action", ""))
    page = await applicant.browser.submit(page, {"unable": "Perdue."}, form=unable)
    await applicant.browser.submit(page, form=f"{place}/transmission")
    page = await agent.browser.get(f"/espace-agent{place}", status=200)
    assert "Obligatoire pour « À redemander »" in page.text
