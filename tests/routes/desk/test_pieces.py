"""Pieces opened one after the other, each with its files and what an agent says of it."""

from tests.routes.fragments import as_page, refused_both_ways
from tests.routes.people import Applications, People, Person
from tests.routes.walk import send, token_for
from tests.support.dom import parse_page, text_of
from tests.support.page import Hop, Swap
from tests.support.swaps import assert_same_page
from tests.support.traces import actions_on
from webapp.applications.models import Application
from webapp.core.work import Work
from webapp.review.texts import NOTHING_TO_JUDGE
from webapp.web.csrf import FIELD

REASON = 'Page 3 « illisible » "du 23" & <b>été 😀</b> ' + "é" * 300
WRONG = {"conformity": "non_conform", "reason": REASON}


def desk(application: Application) -> str:
    return f"/espace-agent/demandes/{application.reference}"


async def test_one_leads_to_the_next(taken: Application, agent: Person, committed: Work) -> None:
    page = await agent.browser.follow(await agent.browser.get(desk(taken)), "Examiner les pièces")
    first = page.h1
    keys = [page.path]
    while "Pièce suivante" in page.text:
        page = await agent.browser.follow(page, "Pièce suivante")
        keys.append(page.path)
    assert len(set(keys)) == len(keys) > 2
    for _ in keys[1:]:
        page = await agent.browser.follow(page, "Pièce précédente")
    assert page.h1 == first
    assert "Pièce précédente" not in page.text
    assert (await actions_on(committed, taken.id)).count("piece.read") == len(keys) * 2 - 1


async def test_a_verdict_is_given_in_place_and_shown_on_the_application(taken: Application, agent: Person) -> None:
    path = f"{desk(taken)}/pieces/budget_previsionnel"
    page = await agent.browser.get(path)
    judged = await agent.browser.htmx_submit(page, WRONG, form="verdict-form", button="Enregistrer l'avis")
    assert isinstance(judged, Swap)
    judged.assert_equals(await agent.browser.get(path))
    assert "non conforme" in judged.html.partition('hx-target="#page-status"')[2]
    whole = await agent.browser.get(desk(taken))
    assert REASON in whole.text
    assert whole.link("Examiner les pièces") != path
    changed = await agent.browser.submit(
        as_page(judged), {"conformity": "conform"}, form="verdict-form", button="Enregistrer l'avis"
    )
    assert changed.history == [Hop(303, path)]
    assert REASON not in (await agent.browser.get(desk(taken))).text


async def test_one_press_saves_and_goes_on(taken: Application, agent: Person) -> None:
    path = f"{desk(taken)}/pieces/budget_previsionnel"
    page = await agent.browser.get(path)
    after = page.link("Pièce suivante")
    press = "Enregistrer et passer à la suivante"
    for gone in (
        await agent.browser.submit(page, {"conformity": "conform"}, form="verdict-form", button=press),
        await agent.browser.htmx_submit(page, {"conformity": "conform"}, form="verdict-form", button=press),
    ):
        assert gone.path == after


async def test_a_reason_is_wanted_of_what_does_not_conform_and_all_stays(taken: Application, agent: Person) -> None:
    page = await agent.browser.get(f"{desk(taken)}/pieces/budget_previsionnel")
    for typed, wrong in (
        ({"conformity": "non_conform", "reason": " "}, "reason"),
        ({"conformity": "non_conform", "reason": "é" * 2_001}, "reason"),
        ({"reason": REASON}, "conformity"),
    ):
        swap, plain = await refused_both_ways(
            agent.browser, page, typed, form="verdict-form", button="Enregistrer l'avis"
        )
        assert_same_page(swap.result, plain.html)
        assert wrong in plain.errors
        assert typed["reason"].strip() in plain.text


async def test_nobody_overwrites_what_they_have_not_seen_and_their_words_stay(
    taken: Application, agent: Person, people: People
) -> None:
    path = f"{desk(taken)}/pieces/budget_previsionnel"
    other = await people.agent()
    page = await other.browser.get(path)
    await agent.browser.submit(
        await agent.browser.get(path), {"conformity": "conform"}, form="verdict-form", button="Enregistrer l'avis"
    )
    late = await other.browser.htmx_submit(page, WRONG, form="verdict-form", button="Enregistrer l'avis")
    assert isinstance(late, Swap)
    assert late.status == 409
    assert "Claire Vidal a jugé cette pièce « Conforme » le 23 novembre 2026 à 10:00:00" in late.text
    assert REASON in late.text
    chosen = await other.browser.submit(as_page(late), WRONG, form="verdict-form", button="Enregistrer l'avis")
    assert chosen.history == [Hop(303, path)]


async def test_where_no_file_is_there_is_nothing_to_judge(taken: Application, agent: Person, committed: Work) -> None:
    whole = await agent.browser.get(desk(taken))
    filled = [one for one in whole.document.all("li") if "Non déposée" not in text_of(one)]
    assert whole.text.count("À examiner") == len([one for one in filled if "À examiner" in text_of(one)]) > 0
    page = await agent.browser.get(f"{desk(taken)}/pieces/statuts", status=200)
    assert NOTHING_TO_JUDGE in page.text
    assert "Enregistrer l'avis" not in " ".join(page.button_words())
    fields = {FIELD: await token_for(agent.browser), "conformity": "conform"}
    refused = await send(agent.browser, "POST", page.path, fields)
    assert refused.status_code == 409
    assert NOTHING_TO_JUDGE in text_of(parse_page(refused.text).root)
    assert "piece.judged" not in await actions_on(committed, taken.id)


async def test_each_button_says_of_what(taken: Application, agent: Person) -> None:
    page = await agent.browser.get(f"{desk(taken)}/pieces/rapport_activite")
    label = "« Rapport d'activité du dernier exercice clôturé »"
    said = [words for words in page.button_words() if words.startswith("Enregistrer")]
    assert said == [f"Enregistrer l'avis sur {label}", f"Enregistrer et passer à la suivante : avis sur {label}"]


async def test_what_is_not_taken_over_is_read_and_not_judged(
    agent: Person, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    path = f"{desk(sent)}/pieces/budget_previsionnel"
    page = await agent.browser.get(path, status=200)
    assert "Prenez d'abord cette demande en charge." in page.text
    fields = {FIELD: await token_for(agent.browser), **WRONG}
    refused = await send(agent.browser, "POST", path, fields)
    assert refused.status_code == 409
    assert "été 😀" in refused.text


async def test_a_piece_that_is_not_asked_for_is_not_there(taken: Application, agent: Person) -> None:
    await agent.browser.get(f"{desk(taken)}/pieces/piece-de-theatre", status=404)
