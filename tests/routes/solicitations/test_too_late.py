"""A page that was open when the other side acted: the answer says so in words, and nothing that was typed is lost."""

import pytest

from tests.documents.sample_files import pdf
from tests.routes.people import Applications, People, Person
from tests.support.dom import text_of
from tests.support.page import Page, Swap
from webapp.applications.models import Application
from webapp.solicitations import texts

CANNOT = "Le « commissaire » ne l'a pas signé. 😀"
CANCELLED = texts.NOT_NOW["reply"]["cancelled"]


@pytest.fixture
async def sent(applicant: Person, applications: Applications) -> Application:
    return await applications.submitted(applicant)


@pytest.fixture
async def place(sent: Application, agent: Person, applications: Applications) -> str:
    """The address of a reply to two items, the second of which is answered."""
    asked = await applications.asked(sent, agent)
    return f"/demandes/{sent.reference}/sollicitations/{asked['solicitation_id']}"


def first(page: Page, ending: str) -> str:
    return next(form.get("action", "") for form in page.document.all("form") if form.get("action", "").endswith(ending))


async def cancels(agent: Person, place: str) -> Page:
    desk = f"/espace-agent{place}"
    return await agent.browser.submit(await agent.browser.get(f"{desk}/annulation", status=200), form="end-form")


async def test_whatever_an_applicant_does_after_the_cancellation_is_answered_in_words(
    applicant: Person, agent: Person, place: str
) -> None:
    page = await applicant.browser.get(place, status=200)
    upload = next(form.get("action", "") for form in page.document.all("form") if form.get("enctype"))
    await cancels(agent, place)
    files = {"file": ("budget.pdf", pdf(), "application/pdf")}
    for answer in (
        await applicant.browser.submit(page, form=f"{place}/transmission"),
        await applicant.browser.submit(page, form=upload, files=files),
        await applicant.browser.submit(page, form=first(page, "/retrait")),
        await applicant.browser.submit(page, {"unable": CANNOT}, form=first(page, "/impossible")),
    ):
        assert answer.status == 409
        assert CANCELLED in answer.text.replace("\u202f", " ").replace("\u00a0", " ")
    kept = await applicant.browser.get(place, status=200)
    assert "rib.pdf" in kept.text
    assert "Valider" not in kept.button_words()


async def test_htmx_leaves_the_form_as_it_was_typed(applicant: Person, agent: Person, place: str) -> None:
    """Nothing is swapped where the form is: the client refuses such an answer."""
    page = await applicant.browser.get(place, status=200)
    await cancels(agent, place)
    answer = await applicant.browser.htmx_submit(page, {"unable": CANNOT}, form=first(page, "/impossible"))
    assert isinstance(answer, Swap)
    assert answer.status == 409
    assert "La Région a annulé cette demande" in answer.text


async def test_an_agent_who_cancels_after_the_reply_is_told_to_read_it(
    applicant: Person, agent: Person, place: str
) -> None:
    desk = f"/espace-agent{place}"
    open_page = await agent.browser.get(f"{desk}/annulation", status=200)
    page = await applicant.browser.get(place)
    page = await applicant.browser.submit(page, {"unable": CANNOT}, form=first(page, "/impossible"))
    await applicant.browser.submit(page, form=f"{place}/transmission")
    late = await agent.browser.submit(open_page, form="end-form")
    assert late.status == 409
    assert "Le demandeur vient de répondre" in late.text


async def test_a_second_agent_who_judges_the_same_item_reads_the_first_verdict_and_chooses(
    applicant: Person, agent: Person, people: People, place: str
) -> None:
    page = await applicant.browser.get(place)
    page = await applicant.browser.submit(page, {"unable": CANNOT}, form=first(page, "/impossible"))
    await applicant.browser.submit(page, form=f"{place}/transmission")
    desk, other = f"/espace-agent{place}", await people.agent()
    page = await agent.browser.get(desk, status=200)
    theirs = await other.browser.get(desk, status=200)
    about = first(page, "/avis")
    await agent.browser.submit(page, form=about, button="Accepter")
    typed = {"verdict": CANNOT}
    late = await other.browser.submit(theirs, typed, form=about, button="À redemander")
    assert late.status == 422
    assert "a jugé cette pièce" in late.text
    assert CANNOT in late.text
    chosen = await other.browser.submit(late, typed, form=about, button="À redemander")
    assert chosen.status == 200
    assert "À redemander" in chosen.text


async def test_a_request_that_is_closed_without_a_reply_is_not_called_accepted(
    applicant: Person, agent: Person, place: str
) -> None:
    desk = f"/espace-agent{place}"
    await agent.browser.submit(await agent.browser.get(f"{desk}/cloture", status=200), form=f"{desk}/cloture")
    page = await applicant.browser.get(place.rpartition("/")[0], status=200)
    assert [text_of(chip) for chip in page.document.all("span") if "chip" in chip.get("class", "").split()] == ["Close"]
    assert "Acceptée" not in page.text


async def test_what_is_too_long_as_well_as_too_late_is_shown_again(
    applicant: Person, agent: Person, place: str
) -> None:
    """The form that says what is too long is not on the page any more."""
    long = f"{CANNOT} " * 100
    page = await applicant.browser.get(place, status=200)
    await cancels(agent, place)
    answer = await applicant.browser.submit(page, {"unable": long}, form=first(page, "/impossible"))
    assert answer.status == 409
    assert answer.text.count("commissaire") == 100


async def test_a_verdict_that_is_too_long_on_a_request_that_is_closed_is_shown_again(
    applicant: Person, agent: Person, people: People, place: str
) -> None:
    page = await applicant.browser.get(place, status=200)
    page = await applicant.browser.submit(page, {"unable": CANNOT}, form=first(page, "/impossible"))
    await applicant.browser.submit(page, form=f"{place}/transmission")
    desk, colleague = f"/espace-agent{place}", await people.agent()
    page = await colleague.browser.get(desk, status=200)
    await agent.browser.submit(await agent.browser.get(f"{desk}/cloture", status=200), form=f"{desk}/cloture")
    long = "Signez le rapport. " * 200
    answer = await colleague.browser.submit(page, {"verdict": long}, form=first(page, "/avis"), button="À redemander")
    assert answer.status == 409
    assert answer.text.count("Signez le rapport.") == 200
