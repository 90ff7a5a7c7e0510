"""Under review, complete, inadmissible, dropped: what the agent presses, and what the applicant then reads."""

import pytest

from tests.routes.fragments import refused_both_ways
from tests.routes.people import Applications, Office, People, Person
from tests.support.page import Hop, Swap
from tests.support.swaps import assert_same_page
from webapp.applications.models import Application

NAME = 'Raison « signée » "2026" & <b>été 😀</b> ' + "é" * 260
ENDINGS = pytest.mark.parametrize(
    ("path", "button", "title"),
    [
        ("irrecevabilite", "Déclarer irrecevable", "Irrecevable"),
        ("classement-sans-suite", "Classer sans suite", "Classée sans suite"),
    ],
)


def desk(application: Application) -> str:
    return f"/espace-agent/demandes/{application.reference}"


async def test_the_review_begins_and_the_file_is_complete(taken: Application, agent: Person, applicant: Person) -> None:
    page = await agent.browser.get(desk(taken))
    page = await agent.browser.submit(page, form="start-review", button="Commencer l'instruction")
    assert page.history == [Hop(303, desk(taken))]
    assert "Commencer l'instruction" not in " ".join(page.button_words())
    page = await agent.browser.submit(page, form="declare-complete", button="Déclarer le dossier complet")
    assert "Déclarer le dossier complet" not in page.button_words()
    own = await applicant.browser.get(f"/demandes/{taken.reference}")
    assert "En cours d'instruction" in own.text
    assert "Dossier complet le 23 novembre 2026 à 10:00:00 par Claire Vidal" in own.text


@ENDINGS
async def test_an_end_gives_its_reason_and_the_ways_of_appeal(
    path: str, button: str, title: str, taken: Application, agent: Person, applicant: Person
) -> None:
    form = await agent.browser.follow(await agent.browser.get(desk(taken)), button)
    page = await agent.browser.submit(form, {"reason": NAME}, form=f"{desk(taken)}/{path}")
    assert page.history == [Hop(303, desk(taken))]
    for words in ("Suivi par", "Chronologie", NAME, title):
        assert words in page.text
    own = await applicant.browser.get(f"/demandes/{taken.reference}")
    for words in ("Décision de la Région", NAME, "Saisir le tribunal administratif", "L211-2", title):
        assert words in own.text
    assert "Retirer ma demande" not in own.text
    assert "Aucun paiement" not in own.text
    listed = await applicant.browser.get("/demandes")
    assert title in listed.text
    again = await agent.browser.get(f"{desk(taken)}/{path}")
    assert "il n'y a plus rien à examiner" in again.text


@ENDINGS
async def test_a_reason_is_wanted_and_what_was_typed_stays(
    path: str, button: str, title: str, taken: Application, agent: Person
) -> None:
    form = await agent.browser.get(f"{desk(taken)}/{path}")
    for typed in ("", "a" * 2_001):
        swap, plain = await refused_both_ways(agent.browser, form, {"reason": typed}, form=f"{desk(taken)}/{path}")
        assert_same_page(swap.result, plain.html)
        assert "reason" in plain.errors
        assert typed in plain.html


@ENDINGS
async def test_who_is_late_keeps_the_text_and_is_told_who_was_first(
    path: str, button: str, title: str, taken: Application, agent: Person, people: People
) -> None:
    form = await agent.browser.get(f"{desk(taken)}/{path}")
    other = await people.agent()
    theirs = await other.browser.get(f"{desk(taken)}/classement-sans-suite")
    await other.browser.submit(theirs, {"reason": "Sans nouvelles."}, form=f"{desk(taken)}/classement-sans-suite")
    for late in (
        await agent.browser.htmx_submit(form, {"reason": NAME}, form=f"{desk(taken)}/{path}"),
        await agent.browser.submit(form, {"reason": NAME}, form=f"{desk(taken)}/{path}"),
    ):
        assert late.status == 409
        assert NAME in late.text
        assert "Claire Vidal a classé cette demande sans suite le 23 novembre 2026 à 10:00:00." in late.text
        assert isinstance(late, Swap) or late.title.startswith("Erreur : ")


async def test_the_buttons_pressed_late_say_who_was_first(taken: Application, agent: Person, people: People) -> None:
    other = await people.agent()
    page = await other.browser.get(desk(taken))
    own = await agent.browser.get(desk(taken))
    for form, words in (
        ("start-review", "a commencé l'instruction"),
        ("declare-complete", "a déclaré ce dossier complet"),
    ):
        await agent.browser.submit(own, form=form)
        await agent.browser.submit(own, form=form)
        late = await other.browser.submit(page, form=form)
        assert late.status == 409
        assert f"Claire Vidal {words}" in late.text


async def test_a_submitted_application_has_no_button_but_those_of_its_state(
    agent: Person, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    page = await agent.browser.get(desk(sent))
    said = " ".join(page.button_words())
    assert "Prendre en charge" in said
    for words in ("Commencer l'instruction", "dossier complet", "Confier"):
        assert words not in said
    assert "Prenez d'abord cette demande en charge." in page.text


async def test_another_service_finds_nothing_of_it(taken: Application, people: People) -> None:
    far = await people.agent(Office.ELSEWHERE)
    for end in ("", "/notes", "/suivi", "/irrecevabilite", "/classement-sans-suite", "/pieces/statuts", "/demande.zip"):
        await far.browser.get(desk(taken) + end, status=404)
