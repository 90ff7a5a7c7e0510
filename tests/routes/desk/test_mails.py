"""Courriels non remis: what administrators see and do, and what whoever waits for a mail is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from tests.routes.people import Applications, People, Person
from tests.routes.walk import send, token_for
from tests.support.page import Hop, Page
from tests.support.traces import actions_on
from webapp.applications.models import Application
from webapp.core.mail import MailState, OutboxMail
from webapp.core.work import Work
from webapp.web.csrf import FIELD

LIST = "/espace-agent/courriels"
ANSWER = "550 5.1.1 <b>no such user</b>"
NOTICE = "Un courriel n'a pas pu être remis"


@pytest.fixture
async def administrator(people: People) -> Person:
    return await people.administrator()


async def failed(work: Work, application: Application) -> OutboxMail:
    """The acknowledgement's mail, refused for ever."""
    async with work:
        query = select(OutboxMail).where(OutboxMail.about_id == application.id)
        mail = (await work.session.scalars(query)).one()
        mail.state, mail.attempts, mail.last_error = MailState.FAILED, 1, ANSWER
    return mail


async def test_an_administrator_sees_what_failed_and_why(
    administrator: Person, applicant: Person, applications: Applications, committed: Work
) -> None:
    sent = await applications.submitted(applicant)
    mail = await failed(committed, sent)
    desk = await administrator.browser.get("/espace-agent", status=200)
    assert "pu être remis" in desk.text
    assert desk.link("Voir lequel" if "1 courriel n'a" in desk.text else "Voir lesquels") == LIST
    page = await administrator.browser.get(LIST, status=200)
    for words in (
        f"Accusé de réception (demande {sent.reference})",
        f"à {mail.recipient}",
        "Cette adresse n'existe pas, ou n'existe plus.",
        ANSWER,
        "Envoyer à nouveau",
    ):
        assert words in page.text
    assert "mail.listed" in await actions_on(committed, f"{page.text.count('Envoyer à nouveau')} rows")


async def test_sent_again_it_is_no_failure_any_more_and_a_second_click_says_so(
    administrator: Person, applicant: Person, applications: Applications, committed: Work
) -> None:
    sent = await applications.submitted(applicant)
    mail = await failed(committed, sent)
    page = await administrator.browser.get(LIST)
    done = await _send(administrator, page, mail)
    assert done.history == [Hop(303, LIST)]
    assert f"Le courriel pour {mail.recipient} est de nouveau en attente" in done.text
    assert page.text.count("Envoyer à nouveau") == done.text.count("Envoyer à nouveau") + 1
    twice = await _send(administrator, page, mail)
    assert f"Le courriel pour {mail.recipient} n'est plus en échec" in twice.text
    assert await actions_on(committed, mail.id) == ["mail.sent_again"]
    assert NOTICE not in (await applicant.browser.get(f"/demandes/{sent.reference}")).text


async def _send(administrator: Person, page: Page, mail: OutboxMail) -> Page:
    return await administrator.browser.submit(page, form=f"{LIST}/{mail.id}/envoi")


async def test_a_mail_that_is_not_there_is_not_found(administrator: Person) -> None:
    fields = {FIELD: await token_for(administrator.browser)}
    assert (await send(administrator.browser, "POST", f"{LIST}/{uuid4()}/envoi", fields)).status_code == 404


async def test_the_applicant_reads_it_with_what_to_do_and_so_does_the_agent(
    applicant: Person, agent: Person, people: People, applications: Applications, committed: Work
) -> None:
    sent = await applications.submitted(applicant)
    paths = (f"/demandes/{sent.reference}", f"/demandes/{sent.reference}/accuse-de-reception")
    for path in paths:
        assert NOTICE not in (await applicant.browser.get(path, status=200)).text
    mail = await failed(committed, sent)
    for path in paths:
        page = await applicant.browser.get(path, status=200)
        for words in (NOTICE, f"n'a pas pu être remis à {mail.recipient}", "elle est transmise"):
            assert words in page.text
        assert page.link("accusé de réception se télécharge").endswith("/accuse-de-reception.pdf")
        assert ANSWER not in page.text
    desk = await agent.browser.get(f"/espace-agent/demandes/{sent.reference}", status=200)
    assert f"n'a pas pu être remis à {mail.recipient}" in desk.text
    stranger = await people.applicant()
    other = await applications.submitted(stranger)
    assert NOTICE not in (await stranger.browser.get(f"/demandes/{other.reference}")).text


async def test_what_waits_too_long_is_told_with_the_last_answer(
    administrator: Person, applicant: Person, applications: Applications, committed: Work
) -> None:
    sent = await applications.submitted(applicant)
    async with committed as work:
        of_sent = update(OutboxMail).where(OutboxMail.about_id == sent.id)
        waits = {"created_at": work.now - timedelta(hours=3), "last_error": "TimeoutError: zzz", "attempts": 9}
        await work.session.execute(of_sent.values(**waits))
    page = await administrator.browser.get(LIST, status=200)
    assert "depuis plus de 5 minutes" in page.text
    assert "Le relais n'a pas répondu, ou a coupé la connexion. Dernière réponse : TimeoutError: zzz" in page.text
