"""Notes of agents on the page of an application; a canary says that no applicant reaches them."""

import re

from tests.factories.accounts import actor_of
from tests.factories.solicitations import items, make_edit_request, make_sent_request
from tests.routes.fragments import as_page, refused_both_ways
from tests.routes.people import Person
from tests.support.canary import crawled
from tests.support.page import Hop, Swap
from tests.support.swaps import assert_same_page
from tests.support.traces import mails_to
from webapp.applications.models import Application
from webapp.core.work import Work
from webapp.solicitations.use_cases.judging import judge_item
from webapp.solicitations.use_cases.replying import say_unable, transmit_reply

CANARY = "canari-7c1f"
KEY = re.compile(r'(?<=name="key" value=")[^"]*')  # each page has its own
LONG = 'Note « privée » "du 23" & <b>été 😀</b>\n' + "é" * 300


def desk(application: Application) -> str:
    return f"/espace-agent/demandes/{application.reference}"


async def test_a_note_is_added_in_place_and_without_javascript(taken: Application, agent: Person) -> None:
    page = await agent.browser.get(desk(taken))
    added = await agent.browser.htmx_submit(page, {"text": LONG}, form="note-form")
    assert isinstance(added, Swap)
    assert_same_page(*(KEY.sub("", html) for html in (added.result, (await agent.browser.get(desk(taken))).html)))
    assert "Seuls les agents du service la lisent." in added.html.partition('hx-target="#page-status"')[2]
    again = await agent.browser.submit(as_page(added), {"text": "Une autre."}, form="note-form")
    assert again.history == [Hop(303, f"{desk(taken)}#notes")]
    assert again.text.count("Claire Vidal, le 23 novembre 2026 à 10:00:00") == 2


async def test_the_same_form_twice_is_one_note(taken: Application, agent: Person) -> None:
    page = await agent.browser.get(desk(taken))
    for _ in range(2):
        done = await agent.browser.submit(page, {"text": "Une note."}, form="note-form")
    assert done.text.count("Claire Vidal, le 23 novembre 2026 à 10:00:00") == 1


async def test_a_refused_note_stays_as_it_was_typed(taken: Application, agent: Person) -> None:
    page = await agent.browser.get(f"{desk(taken)}/notes")
    for typed in ("  ", "é" * 5_001):
        swap, plain = await refused_both_ways(agent.browser, page, {"text": typed}, form="note-form")
        assert_same_page(swap.result, plain.html)
        assert "note-text" in plain.errors
        assert typed.strip() in plain.html


async def test_no_page_paper_or_mail_of_the_applicant_holds_what_agents_keep_for_themselves(
    taken: Application, agent: Person, applicant: Person, committed: Work
) -> None:
    page = await agent.browser.get(desk(taken))
    await agent.browser.submit(page, {"text": f"Note {CANARY}"}, form="note-form")
    piece = f"{desk(taken)}/pieces/budget_previsionnel"
    judged = {"conformity": "non_conform", "reason": f"Raison {CANARY}"}
    await agent.browser.submit(await agent.browser.get(piece), judged, form="verdict-form", button="Enregistrer l'avis")
    await agent.browser.submit(await agent.browser.get(desk(taken)), form="declare-complete")
    assert (await agent.browser.get(desk(taken))).text.count(CANARY) == 2
    await _judges_and_composes(committed, agent, applicant, taken)

    seen = await crawled(
        applicant.browser, ["/espace-personnel", "/demandes", f"/demandes/{taken.reference}"], about=taken.reference
    )
    assert f"/demandes/{taken.reference}/demande.pdf" in seen
    assert f"/demandes/{taken.reference}/sollicitations" in seen
    assert len(seen) > 10
    assert [address for address, text in seen.items() if CANARY in text] == []
    for address in (f"{desk(taken)}/notes", piece, f"{desk(taken)}/demande.zip", desk(taken)):
        assert (await applicant.browser.http.get(address)).status_code == 404
    assert all(CANARY not in str(mail.data) for mail in await mails_to(committed, applicant.account.email))


async def _judges_and_composes(committed: Work, agent: Person, applicant: Person, taken: Application) -> None:
    """What is said of a reply before the request is over, and a request that is not sent yet."""
    officer, member = await actor_of(committed, agent.account), await actor_of(committed, applicant.account)
    asked = await make_sent_request(committed, officer, taken)
    for item in await items(committed, asked):
        await say_unable(committed, member, taken.number, asked.id, item.id, "Nous ne l'avons pas.")
    await transmit_reply(committed, member, taken.number, asked.id)
    [first, *_] = await items(committed, asked)
    said = f"Avis {CANARY}"
    await judge_item(committed, officer, taken.number, asked.id, first.id, is_accepted=False, verdict=said)
    await make_edit_request(committed, officer, taken, reason=f"Brouillon {CANARY}")
    page = await agent.browser.get(f"{desk(taken)}/sollicitations/{asked.id}")
    assert CANARY in page.text
