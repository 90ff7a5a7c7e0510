"""Mes aides en ligne: the public catalogue, a scheme's sheet, and the button that begins an application."""

from datetime import timedelta

from tests.factories.applications import make_scheme
from tests.routes.people import Applications, People, Person
from tests.routes.walk import SCHEME, send, token_for
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.page import Hop
from webapp.core.work import Work
from webapp.web.csrf import FIELD

SHEET = f"/aides/{SCHEME}"
TITLE = "Fonctionnement général d'une association"


async def test_a_visitor_reads_the_catalogue(client: PortalClient, committed: Work) -> None:
    await make_scheme(committed)
    page = await client.get("/aides", status=200)
    assert page.h1 == "Les aides de la Région"
    assert "Vie associative" in page.text
    assert page.link(TITLE) == SHEET
    assert "Ouverte jusqu'au" in page.text


async def test_the_sheet_says_all_before_one_has_an_account(client: PortalClient, committed: Work) -> None:
    await make_scheme(committed)
    page = await client.get(SHEET, status=200)
    assert page.h1 == TITLE
    for words in ("Objectif", "Bénéficiaires", "Critères", "Montant", "Calendrier", "Pièces à préparer"):
        assert words in page.text
    assert page.link("Se connecter pour commencer") == f"/?suite={SHEET}"
    assert "Commencer ma demande" not in page.button_words()


async def test_beginning_leads_to_the_first_step(applicant: Person) -> None:
    page = await applicant.browser.submit(await applicant.browser.get(SHEET), button="Commencer ma demande")
    assert page.history[0].status == 303
    assert page.path.endswith("/preambule")
    assert page.h1 == "Préambule"


async def test_beginning_twice_finds_the_same_draft(applicant: Person) -> None:
    sheet = await applicant.browser.get(SHEET)
    first = await applicant.browser.submit(sheet, button="Commencer ma demande")
    second = await applicant.browser.submit(sheet, button="Commencer ma demande")
    assert first.path == second.path
    assert (await applicant.browser.get(SHEET)).link("Reprendre ma demande") == first.path


async def test_the_address_of_the_button_shows_the_sheet(client: PortalClient, committed: Work) -> None:
    await make_scheme(committed)
    assert (await client.get(f"{SHEET}/demandes")).history == [Hop(303, SHEET)]


async def test_once_the_campaign_is_closed_nothing_begins(people: People, clock: FrozenClock) -> None:
    clock.advance(timedelta(days=2 * 365))
    late = await people.applicant()
    assert "Fermée depuis le" in (await late.browser.get("/aides")).text
    assert "Le dépôt est fermé depuis le" in (await late.browser.get(SHEET)).text
    fields = {FIELD: await token_for(late.browser)}
    answer = await send(late.browser, "POST", f"{SHEET}/demandes", fields)
    assert answer.status_code == 422
    assert "Le dépôt des demandes pour cette aide est fermé. Consultez les autres aides ouvertes." in answer.text
    assert '<a href="/aides">Voir les aides ouvertes</a>' in answer.text


async def test_before_it_opens_the_day_is_told(client: PortalClient, committed: Work, clock: FrozenClock) -> None:
    await make_scheme(committed)
    clock.advance(timedelta(days=-365))
    assert "Ouvre le 1 janvier 2026" in (await client.get("/aides")).text.replace("1er", "1")
    assert "Le dépôt ouvre le" in (await client.get(SHEET)).text


async def test_an_agent_reads_without_a_button(agent: Person) -> None:
    page = await agent.browser.get(SHEET, status=200)
    assert "Commencer ma demande" not in page.button_words()
    assert "Se connecter pour commencer" not in page.text


async def test_an_unknown_scheme_is_not_found(applicant: Person, applications: Applications) -> None:
    await applicant.browser.get("/aides/inconnue", status=404)
    answer = await send(
        applicant.browser, "POST", "/aides/inconnue/demandes", {FIELD: await token_for(applicant.browser)}
    )
    assert answer.status_code == 404
