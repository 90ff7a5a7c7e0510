"""Espace agent: what was sent to one's service, each with its pieces, and taking it over."""

from sqlalchemy import select

from tests.routes.people import Applications, Office, People, Person
from tests.routes.walk import send, token_for
from tests.support.page import Hop
from tests.support.traces import actions_on
from webapp.applications.models import Application
from webapp.core.mail import OutboxMail
from webapp.core.work import Work
from webapp.web.csrf import FIELD


def path_of(application: Application) -> str:
    return f"/espace-agent/demandes/{application.reference}"


async def test_an_office_without_applications_says_so(people: People) -> None:
    agent = await people.agent(Office.ELSEWHERE)
    page = await agent.browser.get("/espace-agent", status=200)
    assert page.h1 == "Espace agent"
    assert "Aucune demande en cours" in page.text


async def test_the_list_holds_what_was_sent_and_no_draft(
    agent: Person, people: People, applications: Applications
) -> None:
    name = 'Les "Amis" & <b>Co</b> 😀'
    sent = await applications.submitted(await people.applicant(name))
    draft = await applications.draft(await people.applicant())
    page = await agent.browser.get("/espace-agent", status=200)
    assert page.link(sent.reference) == f"{path_of(sent)}?liste=mon-service"
    assert name in page.text
    assert draft.reference not in page.text


async def test_an_application_is_shown_as_it_was_sent(
    agent: Person, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    page = await agent.browser.get(path_of(sent), status=200)
    for words in (
        "ASSOCIATION NOUVELLE",
        "Favoriser la pratique de la musique en milieu rural.",
        "Budget prévisionnel de la structure",
        "La demande attend un agent.",
        "Nadia Belkacem",
    ):
        assert words in page.text


async def test_reading_and_downloading_leave_a_trace(
    agent: Person, applicant: Person, applications: Applications, committed: Work
) -> None:
    sent = await applications.submitted(applicant)
    page = await agent.browser.get(path_of(sent))
    link = next(a.get("href", "") for a in page.document.all("a") if "/documents/" in a.get("href", ""))
    file = await agent.browser.http.get(link)
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "application.read" in await actions_on(committed, sent.id)
    assert await actions_on(committed, link.rpartition("/")[2]) == ["document.downloaded"]


async def test_taking_over_tells_the_applicant(
    agent: Person, applicant: Person, applications: Applications, committed: Work
) -> None:
    sent = await applications.submitted(applicant)
    page = await agent.browser.submit(
        await agent.browser.get(path_of(sent)), form="take-over", button="Prendre en charge"
    )
    assert page.history == [Hop(303, path_of(sent))]
    assert f"Validation Vous avez pris en charge la demande {sent.reference}." in page.text
    assert "Prise en charge le 23 novembre 2026 à 10:00:00 par Claire Vidal." in page.text
    async with committed as work:
        mails = await work.session.scalars(
            select(OutboxMail.kind).where(OutboxMail.recipient == applicant.account.email)
        )
        assert mails.all().count("applications/taken_over") == 1


async def test_clicking_twice_is_taking_over_once(
    agent: Person, applicant: Person, applications: Applications, committed: Work
) -> None:
    sent = await applications.submitted(applicant)
    page = await agent.browser.get(path_of(sent))
    for _ in range(2):
        done = await agent.browser.submit(page, form="take-over", button="Prendre en charge")
        assert done.history == [Hop(303, path_of(sent))]
    assert (await actions_on(committed, sent.id)).count("application.taken_over") == 1


async def test_whoever_comes_second_sees_who_was_first(
    people: People, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    first, second = await people.agent(), await people.agent()
    open_page = await second.browser.get(path_of(sent))
    await first.browser.submit(await first.browser.get(path_of(sent)), form="take-over", button="Prendre en charge")
    late = await second.browser.submit(open_page, form="take-over", button="Prendre en charge")
    assert late.status == 409
    assert "Claire Vidal a pris en charge cette demande avant vous." in late.text
    assert "Prendre en charge" not in (await second.browser.get(path_of(sent))).button_words()


async def test_the_address_of_the_button_shows_the_application(
    agent: Person, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    page = await agent.browser.get(f"{path_of(sent)}/prise-en-charge")
    assert page.history == [Hop(303, path_of(sent))]


async def test_an_applicant_cannot_take_over(applicant: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    fields = {FIELD: await token_for(applicant.browser)}
    answer = await send(applicant.browser, "POST", f"{path_of(sent)}/prise-en-charge", fields)
    assert answer.status_code == 404


async def test_what_the_structure_changed_since_is_told_and_the_application_stays_as_it_was_sent(
    applicant: Person, agent: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    path = f"/espace-agent/demandes/{sent.reference}"
    assert "Modifié depuis le dépôt" not in (await agent.browser.get(path)).text
    form = await applicant.browser.follow(await applicant.browser.get("/structure"), "Modifier l'adresse principale")
    await applicant.browser.submit(form, {"N° et voie": "2 rue Neuve"}, form="address-form")
    page = await agent.browser.get(path)
    for words in ("Modifié depuis le dépôt", "Adresse principale", "12 rue des Lilas, 46000 CAHORS", "2 rue Neuve"):
        assert words in page.text
