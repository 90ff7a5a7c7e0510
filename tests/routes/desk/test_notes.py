"""Notes of agents on the page of an application; a canary says that no applicant reaches them."""

import io
import re
from urllib.parse import urljoin

from pypdf import PdfReader

from tests.routes.fragments import as_page, refused_both_ways
from tests.routes.people import Person
from tests.support.page import Hop, Swap
from tests.support.swaps import assert_same_page
from tests.support.traces import mails_to
from webapp.applications.models import Application
from webapp.core.work import Work

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

    seen = await _crawled(applicant, ["/espace-personnel", "/demandes", f"/demandes/{taken.reference}"])
    assert f"/demandes/{taken.reference}/demande.pdf" in seen
    assert len(seen) > 10
    assert [address for address, text in seen.items() if CANARY in text] == []
    for address in (f"{desk(taken)}/notes", piece, f"{desk(taken)}/demande.zip", desk(taken)):
        assert (await applicant.browser.http.get(address)).status_code == 404
    assert all(CANARY not in str(mail.data) for mail in await mails_to(committed, applicant.account.email))


def _text_of_pdf(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


async def _crawled(person: Person, waiting: list[str]) -> dict[str, str]:
    """Text by address of whatever links lead to; of a PDF, what it says."""
    seen: dict[str, str] = {}
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in seen or not address.startswith("/") or address.startswith("//"):
            continue
        answer = await person.browser.http.get(address, follow_redirects=True)
        kind = answer.headers.get("content-type", "")
        seen[address] = _text_of_pdf(answer.content) if address.endswith(".pdf") else answer.text
        if kind.startswith("text/html"):
            waiting += [urljoin(address, link) for link in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', answer.text)]
        assert len(seen) < 400
    return seen
