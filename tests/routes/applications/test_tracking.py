"""Suivre mes demandes d'aide: the list, one application, its acknowledgement."""

from tests.routes.people import Applications, People, Person
from tests.routes.walk import send, token_for
from webapp.web.csrf import FIELD


async def test_before_any_application_the_list_says_what_to_do(people: People) -> None:
    newcomer = await people.newcomer()
    page = await newcomer.browser.get("/demandes", status=200)
    assert page.h1 == "Mes demandes d'aide"
    assert "Aucune demande pour le moment" in page.text
    assert page.link("Déposer une demande d'aide") == "/aides"


async def test_a_draft_waits_for_the_applicant(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    page = await applicant.browser.get("/demandes")
    for words in (f"({draft.reference})", "Créée le 23 novembre 2026 à 10:00:00", "En cours de saisie"):
        assert words in page.text
    assert "Action attendue de votre part" in page.text
    assert page.link("Reprendre") == f"/demandes/{draft.reference}/recapitulatif"
    follow_up = await applicant.browser.follow(page, "Suivi")
    assert "Votre demande n'est pas encore transmise" in follow_up.text


async def test_a_submitted_one_waits_for_the_region(applicant: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    page = await applicant.browser.get("/demandes")
    assert "Déposée le 23 novembre 2026 à 10:00:00" in page.text
    assert "En attente de la Région" in page.text
    one = await applicant.browser.follow(page, "Suivi")
    assert one.h1 == f"Petite aide aux associations ({sent.reference})"
    assert "Aucun paiement pour le moment" in one.text
    assert one.link("Voir l'accusé de réception") == f"/demandes/{sent.reference}/accuse-de-reception"


async def test_once_taken_over_it_says_by_whom_and_when(
    applicant: Person, agent: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    fields = {FIELD: await token_for(agent.browser)}
    await send(agent.browser, "POST", f"/espace-agent/demandes/{sent.reference}/prise-en-charge", fields)
    page = await applicant.browser.get(f"/demandes/{sent.reference}")
    assert "Prise en charge le 23 novembre 2026 à 10:00:00 par Claire Vidal, Service vie associative" in page.text
    assert "Prise en charge le" in (await applicant.browser.get("/demandes")).text


async def test_the_acknowledgement_does_not_exist_before(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    for suffix in ("", ".pdf"):
        await applicant.browser.get(f"/demandes/{draft.reference}/accuse-de-reception{suffix}", status=404)


async def test_the_acknowledgement_is_the_same_for_ever(applicant: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    path = f"/demandes/{sent.reference}/accuse-de-reception.pdf"
    first, second = [await applicant.browser.http.get(path) for _ in range(2)]
    assert first.content == second.content
    assert f"accuse-de-reception-{sent.reference}.pdf" in first.headers["Content-Disposition"]


async def test_one_application_has_one_address(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    for reference in (str(draft.number), f"0{draft.reference}", f"{draft.reference} ", f"+{draft.reference[1:]}"):
        await applicant.browser.get(f"/demandes/{reference}", status=404)
