"""Espace agent: the lists, their filters in the address, what is told when there is nothing, the spreadsheet."""

import asyncio
import csv
from datetime import timedelta
from io import StringIO

from sqlalchemy import select, update

from tests.routes.fragments import without_search
from tests.routes.people import Applications, Office, People, Person
from tests.support.client import PortalClient
from tests.support.clock import MONDAY_MORNING
from tests.support.page import Page, Swap
from tests.support.swaps import assert_same_page
from webapp.applications.models import Application
from webapp.applications.worklists import texts
from webapp.core.audit import AuditEvent
from webapp.core.work import Work
from webapp.structures.models import Structure

DESK, EXPORT = "/espace-agent", "/espace-agent/demandes.csv"
LISTS = "Listes de demandes"


async def open_list(browser: PortalClient, name: str, words: str = "") -> Page:
    """`words`: what is looked for there; other tests have filled the lists of this database."""
    page = await browser.follow(await browser.get(DESK), name)
    if not words:
        return page
    return await browser.get(f"{page.path}{'&' if '?' in page.path else '?'}recherche={words}")


async def exported(browser: PortalClient, asked: str = "") -> list[list[str]]:
    answer = await browser.http.get(EXPORT + asked)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


async def test_an_application_goes_from_list_to_list(
    agent: Person, applicant: Person, applications: Applications, committed: Work
) -> None:
    sent = await applications.submitted(applicant)
    assert sent.reference in (await open_list(agent.browser, "À prendre en charge", sent.reference)).text
    assert sent.reference not in (await open_list(agent.browser, "Mes dossiers", sent.reference)).text
    opened = await agent.browser.follow(
        await open_list(agent.browser, "À prendre en charge", sent.reference), sent.reference
    )
    await agent.browser.submit(opened, form="take-over")
    assert sent.reference not in (await open_list(agent.browser, "À prendre en charge", sent.reference)).text
    assert sent.reference in (await open_list(agent.browser, "Mes dossiers", sent.reference)).text
    async with committed as work:
        asked = {"open_solicitations": 2, "answer_due_at": MONDAY_MORNING + timedelta(days=3)}
        await work.session.execute(update(Application).where(Application.id == sent.id).values(asked))
    waiting = await open_list(agent.browser, "En attente du demandeur", sent.reference)
    assert f"{sent.reference}" in waiting.text
    assert "Réponse avant le 26 nov. 2026" in waiting.text
    assert sent.reference not in (await open_list(agent.browser, "En retard", sent.reference)).text


async def test_late_is_told_in_words(
    agent: Person, applicant: Person, applications: Applications, committed: Work
) -> None:
    sent = await applications.submitted(applicant)
    async with committed as work:
        passed = {"decide_by": MONDAY_MORNING - timedelta(days=1)}
        await work.session.execute(update(Application).where(Application.id == sent.id).values(passed))
    late = await open_list(agent.browser, "En retard")
    assert sent.reference in late.text
    assert "En retard Décision avant le 22 nov. 2026" in late.text


async def test_filters_and_order_stand_in_the_address_and_follow_to_another_list(
    agent: Person, people: People, applications: Applications
) -> None:
    sent = await applications.submitted(await people.applicant("COMITÉ DES FÊTES D'ÉLÉNA"))
    page = await agent.browser.get(DESK)
    chosen = {"Rechercher une demande": "comite elena", "Année de dépôt": "2026", "Ordre": "anciennes"}
    found = await agent.browser.submit(page, chosen)
    assert "Une demande correspond à votre recherche." in found.text
    everything = await agent.browser.follow(found, "Toutes")
    assert everything.document.by_id("recherche").get("value") == "comite elena"  # type: ignore[union-attr]
    assert sent.reference in everything.text
    cleared = await agent.browser.follow(everything, "Effacer les filtres")
    assert cleared.path == f"{DESK}?liste=toutes"


async def test_the_way_to_an_application_keeps_where_one_was(
    agent: Person, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    page = await agent.browser.get(f"{DESK}?liste=toutes&recherche=musique")
    assert page.link(sent.reference) == f"{DESK}/demandes/{sent.reference}?liste=toutes&recherche=musique"
    await agent.browser.get(page.link(sent.reference), status=200)


async def test_what_htmx_swaps_is_counted_aloud(agent: Person, applicant: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    page = await agent.browser.get(DESK)
    swap = await agent.browser.htmx_submit(page, {"Rechercher une demande": sent.reference})
    assert isinstance(swap, Swap)
    assert "Une demande correspond à votre recherche." in swap.html.partition('hx-target="#page-status"')[2]
    assert f"liste=toutes&amp;recherche={sent.reference}" in swap.html.partition('hx-target="#worklist-tabs"')[2]


async def test_the_list_after_a_search_by_htmx_is_that_of_a_reload(
    agent: Person, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    page = await agent.browser.get(f"{DESK}?liste=toutes")
    for chosen in (
        {"Rechercher une demande": sent.reference},
        {"Rechercher une demande": "petite aide", "Ordre": "anciennes"},
        {"Rechercher une demande": "introuvable", "Suivie par": "personne"},
    ):
        swap, plain = await agent.browser.htmx_submit(page, chosen), await agent.browser.submit(page, chosen)
        assert isinstance(swap, Swap)
        assert swap.target == "worklist-results"
        assert_same_page(without_search(swap.result), without_search(plain.html))


async def test_what_the_applicant_wrote_is_marked_until_this_agent_has_read_it(
    agent: Person, people: People, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    colleague, asked = await people.agent(), f"{DESK}?liste=toutes&recherche={sent.reference}"
    assert "nouveau message" not in (await agent.browser.get(asked)).text
    thread = await applicant.browser.get(f"/demandes/{sent.reference}/messages")
    await applicant.browser.submit(thread, {"message": "Avez-vous reçu le budget ?"}, form="message-form")
    assert "1 nouveau message" in (await agent.browser.get(asked)).text
    page = await agent.browser.get(f"{DESK}/demandes/{sent.reference}/messages", status=200)
    assert "nouveau message" not in (await agent.browser.get(asked)).text
    assert "1 nouveau message" in (await colleague.browser.get(asked)).text
    await agent.browser.submit(page, {"message": "Oui."}, form="message-form")
    assert "1 nouveau message" in (await colleague.browser.get(asked)).text


async def test_a_few_digits_are_read_as_a_number_and_the_page_says_so(agent: Person) -> None:
    for typed in ("208 471", "20847100"):
        page = await agent.browser.get(f"{DESK}?liste=toutes&recherche={typed}", status=200)
        assert "Huit chiffres ou moins sont lus comme le numéro d'une demande." in page.text
    for typed in ("208 471 000", "introuvable", "208 471 x"):
        page = await agent.browser.get(f"{DESK}?liste=toutes&recherche={typed}", status=200)
        assert "Aucune demande ne correspond" in page.text
        assert "Huit chiffres ou moins" not in page.text


async def test_each_list_says_in_words_that_it_is_empty(people: People) -> None:
    agent = await people.agent(Office.ELSEWHERE)
    for name, (title, meaning) in texts.EMPTY.items():
        page = await agent.browser.get(f"{DESK}?liste={name}", status=200)
        assert title in page.text
        assert meaning in page.text
    nothing = await agent.browser.get(f"{DESK}?liste=toutes&recherche=introuvable")
    assert "Aucune demande ne correspond à votre recherche" in nothing.text


async def test_what_is_not_understood_is_as_if_it_were_not_asked(
    agent: Person, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    strange = "liste=%00&aide=&statut=x&agent=1&annee=99999&ordre='&recherche=%F0%9F%98%80&avant=x&apres=-"
    assert sent.reference in (await agent.browser.get(f"{DESK}?{strange}", status=200)).text
    for asked in (
        "recherche=" + "9" * 900,
        "recherche=" + "a'b\\:*%26" * 60,
        "annee=1901",
        f"agent={sent.id}",
        "aide='",
    ):
        await agent.browser.get(f"{DESK}?liste=toutes&{asked}", status=200)
        await exported(agent.browser, f"?liste=toutes&{asked}")


async def test_a_page_that_is_nowhere_leads_back(agent: Person, applicant: Person, applications: Applications) -> None:
    await applications.submitted(applicant)
    beyond = await agent.browser.get(f"{DESK}?apres=1-1")
    assert "Il n'y a rien de plus ici" in beyond.text
    assert (await agent.browser.follow(beyond, "Revenir à la première page")).path == DESK


async def test_the_spreadsheet_holds_the_list_as_it_is_filtered_and_no_formula(
    agent: Person, people: People, applications: Applications, committed: Work
) -> None:
    name = '=HYPERLINK("http://exemple.fr";"ici")'
    sent = await applications.submitted(await people.applicant("LES AMIS"))
    other = await applications.submitted(await people.applicant())
    async with committed as work:
        await work.session.execute(update(Structure).where(Structure.id == sent.structure_id).values(name=name))
    head, *rows = await exported(agent.browser, f"?liste=toutes&recherche={sent.reference}")
    assert head == list(texts.COLUMNS)
    [row] = rows
    assert row[:4] == [sent.reference, "Petite aide aux associations", "Déposée", f"'{name}"]
    assert row[6] == "23/11/2026 10:00"
    assert row[head.index("Réponses à examiner")] == "0"
    async with committed as work:
        answered = update(Application).where(Application.id == sent.id).values(answered_solicitations=2)
        await work.session.execute(answered)
    [_, row] = await exported(agent.browser, f"?liste=toutes&recherche={sent.reference}")
    assert row[head.index("Réponses à examiner")] == "2"
    references = {row[0] for row in (await exported(agent.browser))[1:]}
    assert {sent.reference, other.reference} <= references
    async with committed as work:
        told = await work.session.scalars(
            select(AuditEvent.details).where(
                AuditEvent.action == "application.exported", AuditEvent.account_id == agent.account.id
            )
        )
    assert {"asked": {"liste": "toutes", "recherche": sent.reference}} in told.all()


async def test_twenty_who_ask_at_once_all_get_their_list(
    agent: Person, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    asked = (f"{DESK}?liste=toutes&recherche={sent.reference}", f"{EXPORT}?liste=toutes&recherche={sent.reference}")
    answers = await asyncio.gather(*(agent.browser.http.get(asked[number % 2]) for number in range(20)))
    assert all(answer.status_code == 200 and sent.reference in answer.text for answer in answers)


async def test_another_service_is_in_neither(people: People, applicant: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    elsewhere = await people.agent(Office.ELSEWHERE)
    for asked in ("?liste=toutes", f"?liste=toutes&recherche={sent.reference}", "?aide=petite-aide&liste=toutes"):
        assert f"{sent.reference}</a>" not in (await elsewhere.browser.http.get(DESK + asked)).text
        assert len(await exported(elsewhere.browser, asked)) == 1
