"""Fil de discussion, from both sides: what is written is there, what was typed is never lost, nobody else reads it."""

import pytest

from tests.routes.fragments import as_page, refused_both_ways
from tests.routes.people import Applications, Office, People, Person
from tests.routes.walk import send, token_for
from tests.support.client import PortalClient
from tests.support.page import Page, Swap
from tests.support.swaps import assert_same_page
from tests.support.traces import actions_on, mails_to
from webapp.applications.models import Application
from webapp.core.actor import MemberRole
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.threads.models import Message
from webapp.threads.queries import LATEST
from webapp.threads.rules import Party
from webapp.threads.throttling import MESSAGES
from webapp.web.csrf import FIELD

WORDS = 'Les « comptes » de "2026" <b>😀</b>\n  arrivent lundi.'
SENT = "Votre message est envoyé."


@pytest.fixture
async def sent(applicant: Person, applications: Applications) -> Application:
    return await applications.submitted(applicant)


async def write(browser: PortalClient, path: str, text: str) -> Page:
    return await browser.submit(await browser.get(path, status=200), {"Votre message": text}, form="message-form")


def theirs(application: Application) -> str:
    return f"/demandes/{application.reference}/messages"


def desk(application: Application) -> str:
    return f"/espace-agent/demandes/{application.reference}/messages"


async def test_a_question_and_its_answer(applicant: Person, agent: Person, sent: Application, committed: Work) -> None:
    page = await applicant.browser.get(f"/demandes/{sent.reference}")
    assert "Aucun message pour le moment." in page.text
    page = await applicant.browser.follow(page, "Ouvrir le fil de discussion")
    assert page.h1 == f"Fil de discussion de la demande {sent.reference}"
    assert "Personne n'a encore écrit" in page.text
    done = await write(applicant.browser, theirs(sent), WORDS)
    assert SENT in done.text
    assert "&lt;b&gt;😀&lt;/b&gt;" in done.html

    at_desk = await agent.browser.get(f"/espace-agent/demandes/{sent.reference}", status=200)
    assert "1 nouveau message" in at_desk.text
    read = await agent.browser.follow(at_desk, "Ouvrir le fil de discussion")
    for words in (
        "Nadia Belkacem",
        "ASSOCIATION NOUVELLE",
        "le 23 novembre 2026 à 10:00:00",
        "Nouveau",
        "arrivent lundi.",
    ):
        assert words in read.text
    answered = await write(agent.browser, desk(sent), "Merci.\nC'est noté.")
    assert "Nouveau" not in answered.text.replace("nouveaux", "")
    assert "thread.read" in await actions_on(committed, sent.id)

    home = await applicant.browser.get("/espace-personnel")
    assert "1 nouveau message" in home.text
    thread = await applicant.browser.follow(home, "Petite aide aux associations, fil de discussion")
    for words in (
        "Claire Vidal, Service vie associative",
        "C'est noté.",
        "1 nouveau message depuis votre dernière visite",
    ):
        assert words in thread.text
    again = await applicant.browser.get(theirs(sent))
    assert "depuis votre dernière visite" not in again.text
    assert "1 nouveau message" not in (await applicant.browser.get("/espace-personnel")).text


async def test_the_mail_leads_there_through_the_login(
    applicant: Person, agent: Person, people: People, sent: Application, committed: Work
) -> None:
    await write(agent.browser, desk(sent), WORDS)
    [mail] = [one for one in await mails_to(committed, applicant.account.email) if one.kind.startswith("threads/")]
    login = await people.visitor().get(mail.data["page"])
    assert login.path == f"/?suite={theirs(sent)}"


async def test_swapped_it_is_what_a_reload_shows(applicant: Person, sent: Application) -> None:
    page = await applicant.browser.get(theirs(sent))
    swap = await applicant.browser.htmx_submit(page, {"Votre message": WORDS}, form="message-form")
    assert isinstance(swap, Swap)
    assert SENT in swap.html
    swap.assert_equals(await applicant.browser.get(theirs(sent)))
    second = await applicant.browser.htmx_submit(as_page(swap), {"Votre message": "Encore"}, form="message-form")
    assert isinstance(second, Swap)
    second.assert_equals(await applicant.browser.get(theirs(sent)))


@pytest.mark.parametrize("typed", ["", " \n ", "x" * 5001 + ' "😀"'])
async def test_what_is_refused_stays_as_it_was_typed(
    typed: str, applicant: Person, agent: Person, sent: Application
) -> None:
    for person, path in ((applicant, theirs(sent)), (agent, desk(sent))):
        page = await person.browser.get(path)
        swap, plain = await refused_both_ways(person.browser, page, {"Votre message": typed}, form="message-form")
        assert_same_page(swap.result, plain.html)
        assert plain.errors
        assert typed.strip().replace('"', "&#34;") in plain.html
    assert "Personne n'a encore écrit" in (await agent.browser.get(desk(sent))).text


async def test_a_double_click_and_back_send_it_once(applicant: Person, sent: Application) -> None:
    page = await applicant.browser.get(theirs(sent))
    for _ in range(3):
        await applicant.browser.submit(page, {"Votre message": WORDS}, form="message-form")
    shown = await applicant.browser.get(theirs(sent))
    assert shown.text.count("arrivent lundi.") == 1


async def test_a_reader_reads_and_is_told_why_not_more(
    applicant: Person, agent: Person, people: People, sent: Application
) -> None:
    await write(agent.browser, desk(sent), "Une question de la Région")
    reader = await people.member_of(applicant, MemberRole.READER)
    page = await reader.browser.get(theirs(sent), status=200)
    assert "Une question de la Région" in page.text
    assert "pas d'en écrire" in page.text
    assert "Envoyer" not in page.text
    fields = {FIELD: await token_for(reader.browser), "message": WORDS}
    assert (await send(reader.browser, "POST", theirs(sent), fields)).status_code == 403


async def test_nobody_else_reads_or_writes_there(people: People, sent: Application) -> None:
    stranger, far = await people.applicant("UNE AUTRE"), await people.agent(Office.ELSEWHERE)
    for person, path in ((stranger, theirs(sent)), (far, desk(sent)), (stranger, desk(sent)), (far, theirs(sent))):
        fields = {FIELD: await token_for(person.browser), "message": WORDS}
        assert (await person.browser.get(path)).status == 404
        assert (await send(person.browser, "POST", path, fields)).status_code == 404


async def test_past_the_limit_the_text_is_kept(applicant: Person, sent: Application) -> None:
    token = await token_for(applicant.browser)
    for _ in range(MESSAGES.most):
        await send(applicant.browser, "POST", theirs(sent), {FIELD: token, "message": "encore"})
    late = await send(applicant.browser, "POST", theirs(sent), {FIELD: token, "message": WORDS})
    assert late.status_code == 429
    assert "arrivent lundi." in late.text


async def test_another_s_form_with_a_broken_key_still_sends(applicant: Person, sent: Application) -> None:
    fields = {FIELD: await token_for(applicant.browser), "message": "Bonjour", "key": "'; DROP TABLE"}
    assert (await send(applicant.browser, "POST", theirs(sent), fields)).status_code == 303


async def test_without_any_message_the_dashboard_says_so(applicant: Person, sent: Application) -> None:
    page = await applicant.browser.get("/espace-personnel")
    assert "Vous n'avez aucun message." in page.text


async def test_a_long_thread_offers_its_beginning(agent: Person, sent: Application, committed: Work) -> None:
    async with committed as work:
        for number in range(1, LATEST + 3):
            message = Message(
                id=new_id(),
                application_id=sent.id,
                number=number,
                party=Party.REGION,
                author_id=agent.account.id,
                text=f"message {number}.",
                created_at=work.now,
            )
            work.session.add(message)
    page = await agent.browser.get(desk(sent), status=200)
    assert "message 3." in page.text
    assert "message 2." not in page.text
    whole = await agent.browser.follow(page, "Afficher aussi les messages plus anciens")
    assert "message 1." in whole.text
