"""The list that an agent came from is not lost on the way: each page, each act, by htmx and without."""

from datetime import timedelta

import pytest

from tests.factories.accounts import PASSWORD
from tests.routes.fragments import as_page
from tests.routes.people import Applications, People, Person
from tests.routes.rounds import Rounds
from tests.support.clock import FrozenClock
from tests.support.page import Page, Swap
from webapp.applications.models import Application
from webapp.applications.worklists.form import WorklistForm
from webapp.core.work import Work
from webapp.web import from_list

LIST = "?liste=toutes&recherche=mus%C3%A9e+%26+f%C3%AAte"
DESK = "/espace-agent"
ATTRIBUTES = ("href", "action", "hx-get", "hx-post")


def path_of(application: Application, more: str = "") -> str:
    return f"{DESK}/demandes/{application.reference}{more}{LIST}"


def led_to(page: Page) -> list[str]:
    """The addresses about one application that the page leads to, in the order of the page."""
    found = [one.get(name, "") for one in page.document.all() for name in ATTRIBUTES]
    return [address for address in found if address.startswith(from_list.ONE_APPLICATION)]


def without_list(page: Page) -> list[str]:
    asked = LIST.removeprefix("?")
    return [address for address in led_to(page) if not address.partition("#")[0].endswith(asked)]


def is_file(address: str) -> bool:
    path = address.partition("?")[0]
    return path.endswith((".pdf", ".zip")) or "/documents/" in path


async def test_every_page_of_an_application_leads_on_with_the_list(
    agent: Person, applicant: Person, applications: Applications, committed: Work
) -> None:
    rounds = await Rounds.build(committed, applications, applicant, agent)
    waiting, seen, lost = [path_of(rounds.application)], set[str](), dict[str, list[str]]()
    while waiting:
        address = waiting.pop()
        seen.add(address.partition("?")[0])
        page = await agent.browser.get(address)
        if page.status != 200:
            continue
        lost |= {address: found} if (found := without_list(page)) else {}
        links = (one.partition("#")[0] for one in led_to(page))
        waiting += [one for one in links if not is_file(one) and one.partition("?")[0] not in {*seen, *waiting}]
    assert lost == {}
    for end in ("", "/notes", "/messages", "/sollicitations", "/impression", "/classement-sans-suite"):
        assert f"{DESK}/demandes/{rounds.application.reference}{end}" in seen, end


async def test_the_acts_come_back_to_the_list(agent: Person, people: People, applications: Applications) -> None:
    sent = await applications.submitted(await people.applicant())
    page = await agent.browser.submit(await agent.browser.get(path_of(sent)), form="take-over")
    page = await agent.browser.submit(page, {"text": "Appelée ce matin."}, form="note-form")
    page = await agent.browser.submit(page, form="start-review")
    page = await agent.browser.submit(page, form="declare-complete")
    assert "Dossier complet" in page.text
    page = await agent.browser.follow(page, "Examiner les pièces")
    page = await agent.browser.submit(page, {"conformity": "conform"}, button="Enregistrer et passer à la suivante")
    page = await agent.browser.follow(page, f"Demande {sent.reference}")
    page = await agent.browser.follow(page, "Ouvrir le fil de discussion")
    page = await agent.browser.submit(page, {"message": "Bonjour."}, form="message-form")
    page = await agent.browser.follow(page, f"Demande {sent.reference}")
    page = await agent.browser.submit(page, form="begin-piece-request")
    page = await agent.browser.submit(page, form=page.action("preparation" + LIST), button="Aperçu du courriel")
    page = await agent.browser.follow(page, f"Demande {sent.reference}")
    page = await agent.browser.follow(page, "Classer sans suite")
    page = await agent.browser.submit(page, {"reason": "Elle y renonce."}, form="drop-form")
    assert "est classée sans suite" in page.text
    back = await agent.browser.follow(page, "Retour à la liste")
    assert back.path == DESK + LIST


async def test_what_htmx_swaps_keeps_it_too(agent: Person, taken: Application) -> None:
    for path, fields, form in (
        (path_of(taken), {"text": "Appelée ce matin."}, "note-form"),
        (path_of(taken), {}, "assignment-form"),
        (path_of(taken, "/pieces/rapport_activite"), {"conformity": "conform"}, "verdict-form"),
        (path_of(taken, "/messages"), {"message": "Bonjour."}, "message-form"),
        (path_of(taken, "/irrecevabilite"), {"reason": " "}, "inadmissibility-form"),
    ):
        swap = await agent.browser.htmx_submit(await agent.browser.get(path), fields, form=form)
        assert isinstance(swap, Swap), form
        assert led_to(as_page(swap))
        assert without_list(as_page(swap)) == [], form


async def test_a_session_that_ends_meanwhile_does_not_lose_it(
    agent: Person, taken: Application, clock: FrozenClock
) -> None:
    page = await agent.browser.get(path_of(taken, "/irrecevabilite"))
    clock.advance(timedelta(hours=3))
    login = await agent.browser.submit(page, {"reason": "Le siège est ailleurs."}, form="inadmissibility-form")
    who = {"Identifiant ou adresse électronique": agent.account.login, "Mot de passe": PASSWORD}
    page = await agent.browser.submit(login, who, form="sign-in-form")
    assert page.path == path_of(taken, "/irrecevabilite")
    page = await agent.browser.submit(page, form="inadmissibility-form")
    assert "est déclarée irrecevable" in page.text
    assert (await agent.browser.follow(page, "Retour à la liste")).path == DESK + LIST


@pytest.mark.parametrize("asked", ["", "?tout=oui", "?recherche=x"])
async def test_without_a_list_nothing_is_added(agent: Person, taken: Application, asked: str) -> None:
    page = await agent.browser.get(f"{DESK}/demandes/{taken.reference}{asked}", status=200)
    assert [address for address in led_to(page) if "?" in address] == []


async def test_the_list_itself_and_what_a_page_asks_for_are_no_part_of_it(agent: Person, taken: Application) -> None:
    page = await agent.browser.get(f"{DESK}{LIST}")
    assert page.link("Toutes") == f"{DESK}{LIST}"
    page = await agent.browser.get(f"{DESK}/demandes/{taken.reference}?apercu=oui&{LIST[1:]}")
    assert without_list(page) == []
    assert [address for address in led_to(page) if "apercu" in address] == []


def test_the_first_name_of_a_list_s_address_is_the_one_that_is_looked_for() -> None:
    assert WorklistForm().opened("").removeprefix("?").partition("=")[0] == from_list.FIRST
