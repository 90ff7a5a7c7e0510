"""Retirer ma demande: what it means is said before, and seen on both sides after."""

from tests.routes.people import Applications, People, Person
from tests.routes.walk import send, token_for
from tests.support.page import Page, Swap
from webapp.core.actor import MemberRole
from webapp.web.csrf import FIELD

WORDS = "Le trésorier « s'est trompé » <b>😀</b>."


async def withdrawn(person: Person, reference: str) -> Page:
    """By the ways that a person takes."""
    follow_up = await person.browser.get(f"/demandes/{reference}")
    page = await person.browser.follow(follow_up, "Retirer ma demande")
    assert page.h1 == f"Retirer la demande {reference}"
    for words in ("cesse de l'examiner", "vous ne pouvez pas revenir en arrière", "jusqu'au 31 décembre 2027 à 18:00"):
        assert words in page.text
    done: Page = await person.browser.submit(page, {"reason": "mistake", "Précisions": WORDS}, form="withdrawal-form")
    return done


async def test_withdrawn_it_says_so_everywhere_and_the_acknowledgement_stays(
    applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    done = await withdrawn(applicant, sent.reference)
    assert f"La demande {sent.reference} est retirée. La Région en est informée." in done.text
    for words in ("Retirée le 23 novembre 2026 à 10:00:00", "La demande contient une erreur", WORDS):
        assert words in done.text
    assert "Retirer ma demande" not in done.text
    assert "En attente de la Région" not in done.text
    listed = await applicant.browser.get("/demandes")
    assert "Retirée le 23 novembre 2026 à 10:00:00" in listed.text
    await applicant.browser.get(f"/demandes/{sent.reference}/accuse-de-reception", status=200)


async def test_the_agent_sees_why_and_has_nothing_to_take_over(
    applicant: Person, agent: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    await withdrawn(applicant, sent.reference)
    page = await agent.browser.get(f"/espace-agent/demandes/{sent.reference}", status=200)
    for words in ("Retirée par le demandeur", "La demande contient une erreur", WORDS):
        assert words in page.text
    assert "Prendre en charge" not in page.text
    fields = {FIELD: await token_for(agent.browser)}
    late = await send(agent.browser, "POST", f"/espace-agent/demandes/{sent.reference}/prise-en-charge", fields)
    assert late.status_code == 409
    assert "Le demandeur a retiré cette demande" in late.text


async def test_without_a_reason_nothing_is_withdrawn_and_what_was_typed_stays(
    applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    page = await applicant.browser.get(f"/demandes/{sent.reference}/retrait")
    typed = {"Précisions": "x" * 2001}
    refused = await applicant.browser.submit(page, typed, form="withdrawal-form")
    assert refused.status == 422
    assert "Choisissez une raison, ou « Je ne souhaite pas le dire »." in refused.text.replace("\u00a0", " ")
    assert "2000 caractères au plus" in refused.text
    assert "x" * 2001 in refused.html
    swap = await applicant.browser.htmx_submit(page, typed, form="withdrawal-form")
    assert isinstance(swap, Swap)
    assert "Choisissez une raison" in swap.html


async def test_sent_twice_it_is_withdrawn_once(applicant: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    page = await applicant.browser.get(f"/demandes/{sent.reference}/retrait")
    for reason in ("unsaid", "other"):
        done = await applicant.browser.submit(page, {"reason": reason}, form="withdrawal-form")
        assert "Je ne souhaite pas le dire" in done.text
    again = await applicant.browser.get(f"/demandes/{sent.reference}/retrait")
    assert again.path == f"/demandes/{sent.reference}"


async def test_a_writer_reads_who_can(applicant: Person, people: People, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    writer = await people.member_of(applicant, MemberRole.WRITER)
    for address in (f"/demandes/{sent.reference}", f"/demandes/{sent.reference}/retrait"):
        page = await writer.browser.get(address, status=200)
        assert "Seul un signataire de la structure peut retirer une demande transmise." in page.text
        assert "Retirer cette demande" not in page.text
    fields = {FIELD: await token_for(writer.browser), "reason": "other"}
    forced = await send(writer.browser, "POST", f"/demandes/{sent.reference}/retrait", fields)
    assert forced.status_code == 403
