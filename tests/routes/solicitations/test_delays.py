"""When silence becomes a refusal and until when an answer is due, as both sides read it."""

from datetime import timedelta

from tests.routes.people import Applications, People, Person
from tests.support.clock import FrozenClock
from tests.support.page import Page
from webapp.applications.models import Application


async def page_of(person: Person, application: Application) -> Page:
    return await person.browser.get(f"/demandes/{application.reference}", status=200)


async def desk_of(agent: Person, application: Application) -> Page:
    return await agent.browser.get(f"/espace-agent/demandes/{application.reference}", status=200)


async def test_both_read_when_silence_becomes_a_refusal(
    applicant: Person, agent: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    mine = (await page_of(applicant, sent)).text
    assert "La Région doit répondre avant le 23 janvier 2027. Sans réponse à cette date" in mine
    assert "À décider avant le 23 janvier 2027 : ensuite, le silence vaut refus." in (await desk_of(agent, sent)).text
    assert "Délai suspendu" not in mine
    assert "au plus tard le" not in mine


async def test_what_the_texts_ask_for_suspends_it_and_both_read_until_when(
    applicant: Person, agent: Person, applications: Applications
) -> None:
    """30 days are added at most: those of the deadline."""
    sent = await applications.submitted(applicant)
    await applications.asked(sent, agent)
    mine = (await page_of(applicant, sent)).text
    assert "La Région attend votre réponse au plus tard le 23 décembre 2026." in mine
    assert "Le délai est suspendu depuis le 23 novembre 2026 : il reprendra quand vous aurez répondu" in mine
    assert "À votre dépôt, cette date était le 23 janvier 2027" in mine
    theirs = (await desk_of(agent, sent)).text
    for words in (
        "Délai suspendu",
        "invité à répondre au plus tard le 23 décembre 2026",
        "Date au dépôt : le 23 janvier",
    ):
        assert words in theirs


async def test_both_read_that_the_answer_is_overdue_and_that_the_time_goes_on(
    people: People, applicant: Person, agent: Person, applications: Applications, clock: FrozenClock
) -> None:
    sent = await applications.submitted(applicant)
    await applications.asked(sent, agent)
    clock.advance(timedelta(days=31))
    member = await people.member_of(applicant)
    mine = (await page_of(member, sent)).text
    theirs = (await desk_of(await people.agent(), sent)).text
    to_do = (await member.browser.get("/espace-personnel")).text
    assert "en retard : réponse attendue avant le 23 décembre 2026" in to_do
    assert "La Région attendait votre réponse au plus tard le 23 décembre 2026. Vous pouvez encore répondre." in mine
    assert "Le demandeur devait répondre au plus tard le 23 décembre 2026." in theirs
    for said in (mine, theirs):
        assert "Réponse en retard" in said
        assert "Délai suspendu" not in said


async def test_before_it_is_sent_and_once_it_is_over_nothing_runs(
    applicant: Person, agent: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    form = await applicant.browser.get(f"/demandes/{sent.reference}/retrait")
    await applicant.browser.submit(form, {"reason": "mistake"}, form="withdrawal-form")
    draft = await applications.draft(applicant)
    for page in (await page_of(applicant, sent), await desk_of(agent, sent), await page_of(applicant, draft)):
        assert page.document.by_id("delais") is None
