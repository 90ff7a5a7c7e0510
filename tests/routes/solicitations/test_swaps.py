"""Each part of a reply, and of its judging, that htmx swaps: the page is then the one that a reload shows."""

from collections.abc import Mapping

import pytest

from tests.documents.sample_files import PROGRAM, pdf
from tests.routes.fragments import as_page, refused_both_ways
from tests.routes.people import Applications, Person
from tests.support.page import Page, Swap
from tests.support.swaps import assert_same_page
from webapp.applications.models import Application

CANNOT = 'Le « commissaire » ne l\'a pas signé. <b>"😀"</b>'
AGAIN = "La page 2 manque."


@pytest.fixture
async def sent(applicant: Person, applications: Applications) -> Application:
    return await applications.submitted(applicant)


@pytest.fixture
async def place(sent: Application, agent: Person, applications: Applications) -> str:
    """The address of a reply to two items, the second of which is answered."""
    asked = await applications.asked(sent, agent)
    return f"/demandes/{sent.reference}/sollicitations/{asked['solicitation_id']}"


@pytest.fixture
async def judged(place: str, applicant: Person) -> str:
    """The address where agents judge that reply; it has been sent."""
    page = await applicant.browser.get(place)
    page = await applicant.browser.submit(page, {"unable": CANNOT}, form=first(page, "/impossible"))
    await applicant.browser.submit(page, form=f"{place}/transmission")
    return f"/espace-agent{place}"


def first(page: Page, ending: str) -> str:
    """The action of the first form whose action ends so."""
    return next(form.get("action", "") for form in page.document.all("form") if form.get("action", "").endswith(ending))


def uploads(page: Page) -> list[str]:
    return [form.get("action", "") for form in page.document.all("form") if form.get("enctype")]


async def swap(person: Person, page: Page, fields: Mapping[str, str] | None = None, **filling: object) -> Page:
    """Sent by htmx; what is on screen then is what a reload gives. The page after the swap."""
    answer = await person.browser.htmx_submit(page, fields, **filling)  # type: ignore[arg-type]
    assert isinstance(answer, Swap)
    assert answer.status == 200
    answer.assert_equals(await person.browser.get(page.path))
    return as_page(answer)


async def test_files_and_explanations_of_a_reply(applicant: Person, place: str) -> None:
    page = await applicant.browser.get(place, status=200)
    file = ('Budget « 2027 » "été" 😀.pdf', pdf(Mark="1"), "application/pdf")
    action = uploads(page)[0]
    page = await swap(applicant, page, form=action, files={"file": file})
    assert page.link("Budget « 2027 »")
    page = await swap(applicant, page, form=first(page, "/retrait"))
    assert "2027" not in "".join(a.get("href", "") + (a.text or "") for a in page.document.all("a"))
    page = await swap(applicant, page, {"unable": CANNOT}, form=first(page, "/impossible"))
    assert "Ne peut être fournie" in page.text
    page = await swap(applicant, page, form=first(page, "/impossible"), button="Retirer mon explication")
    assert "Ne peut être fournie" not in page.text


async def test_what_is_missing_is_said_until_an_item_is_answered(applicant: Person, place: str) -> None:
    page = await applicant.browser.get(place, status=200)
    refused = await applicant.browser.submit(page, form=f"{place}/transmission")
    assert refused.status == 422
    assert len(refused.errors) == 1
    answer = await applicant.browser.htmx_submit(refused, {"unable": CANNOT}, form=first(refused, "/impossible"))
    assert isinstance(answer, Swap)
    answer.assert_equals(await applicant.browser.get(place))


async def test_two_items_in_error_at_once(applicant: Person, place: str) -> None:
    """Each is told in its own section, and no id comes twice."""
    page = await applicant.browser.get(place, status=200)
    for action in uploads(page):
        files = {"file": ("facture.pdf", PROGRAM, "application/pdf")}
        wrong = await applicant.browser.htmx_submit(page, form=action, files=files)
        assert isinstance(wrong, Swap)
        assert wrong.status == 422
        page = as_page(wrong)
    ids = [element.get("id") for element in page.document.all() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert page.text.count("Ce fichier n'est pas un fichier PDF") == 2 * 2


async def test_a_refused_explanation_is_the_same_both_ways(applicant: Person, place: str) -> None:
    page = await applicant.browser.get(place, status=200)
    for typed in (" ", "é" * 2_001 + CANNOT):
        by_htmx, plain = await refused_both_ways(
            applicant.browser, page, {"unable": typed}, form=first(page, "/impossible")
        )
        assert_same_page(by_htmx.result, plain.html)
        assert plain.errors
        assert typed.strip()[:2_001] in plain.text


async def test_verdicts_on_a_reply(agent: Person, judged: str) -> None:
    page = await agent.browser.get(judged, status=200)
    page = await swap(agent, page, {"verdict": AGAIN}, form=first(page, "/avis"), button="À redemander")
    assert "Redemander ce qui ne convient pas" in page.text
    page = await swap(agent, page, form=first(page, "/avis"), button="Accepter")
    assert "Redemander ce qui ne convient pas" not in page.text


async def test_what_agents_say_is_theirs_until_the_request_is_over(
    agent: Person, applicant: Person, judged: str
) -> None:
    page = await agent.browser.get(judged, status=200)
    await agent.browser.submit(page, {"verdict": AGAIN}, form=first(page, "/avis"), button="À redemander")
    mine = judged.removeprefix("/espace-agent")
    assert AGAIN not in (await applicant.browser.get(mine, status=200)).text
    await agent.browser.submit(await agent.browser.get(f"{judged}/cloture"), form="end-form")
    assert AGAIN in (await applicant.browser.get(mine)).text


async def test_the_last_verdict_closes_the_request_in_place(agent: Person, judged: str) -> None:
    page = await agent.browser.get(judged, status=200)
    actions = [form.get("action", "") for form in page.document.all("form") if form.get("action", "").endswith("/avis")]
    for action in actions:
        page = await swap(agent, page, form=action, button="Accepter")
    assert "Close" in page.text


async def test_a_refused_verdict_is_the_same_both_ways(agent: Person, judged: str) -> None:
    page = await agent.browser.get(judged, status=200)
    for typed in (" ", "é" * 2_001 + CANNOT):
        by_htmx, plain = await refused_both_ways(
            agent.browser, page, {"verdict": typed}, form=first(page, "/avis"), button="À redemander"
        )
        assert_same_page(by_htmx.result, plain.html)
        assert plain.errors
        assert typed.strip()[:2_001] in plain.text
