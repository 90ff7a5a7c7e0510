"""Suivre mes demandes d'aide: the list, one application, its acknowledgement."""

from tests.factories.structures import make_structure
from tests.routes.fragments import without_search
from tests.routes.people import Applications, People, Person
from tests.routes.walk import send, token_for
from tests.support.page import Swap
from tests.support.swaps import assert_same_page
from webapp.core.work import Work
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


async def test_words_and_filters_stand_in_the_address_and_stay_in_the_form(
    applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    draft = await applications.draft(applicant)
    page = await applicant.browser.get("/demandes")
    found = await applicant.browser.submit(
        page, {"Rechercher une demande": "ASSOCIÂTIONS", "Statut": "deposee", "Année": "2026"}
    )
    assert "Une demande correspond à votre recherche." in found.text
    assert f"({sent.reference})" in found.text
    assert f"({draft.reference})" not in found.text
    again = await applicant.browser.get(found.path)
    assert again.document.by_id("recherche").get("value") == "ASSOCIÂTIONS"  # type: ignore[union-attr]
    by_number = await applicant.browser.submit(again, {"Rechercher une demande": draft.reference, "Statut": ""})
    assert f"({draft.reference})" in by_number.text


async def test_nothing_found_says_so_and_how_to_see_all_again(applicant: Person, applications: Applications) -> None:
    await applications.draft(applicant)
    nothing = await applicant.browser.get("/demandes?recherche=introuvable&annee=1987&theme=%00&statut=autre")
    assert "Aucune demande ne correspond à votre recherche" in nothing.text
    assert "Aucune demande pour le moment" not in nothing.text
    everything = await applicant.browser.follow(nothing, "Effacer les filtres")
    assert "Une demande." in everything.text


async def test_the_results_that_htmx_swaps_are_counted_aloud(applicant: Person, applications: Applications) -> None:
    await applications.submitted(applicant)
    await applications.draft(applicant)
    page = await applicant.browser.get("/demandes")
    swap = await applicant.browser.htmx_submit(page, {"Rechercher une demande": "associations"})
    assert isinstance(swap, Swap)
    assert "2 demandes correspondent à votre recherche." in swap.html.partition('hx-target="#page-status"')[2]


async def test_the_list_after_a_search_by_htmx_is_that_of_a_reload(
    applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    await applications.draft(applicant)
    page = await applicant.browser.get("/demandes")
    for words in ("associations", sent.reference, "introuvable"):
        swap = await applicant.browser.htmx_submit(page, {"Rechercher une demande": words})
        plain = await applicant.browser.submit(page, {"Rechercher une demande": words})
        assert isinstance(swap, Swap)
        assert swap.target == "application-results"
        assert_same_page(without_search(swap.result), without_search(plain.html))


async def test_a_page_that_is_nowhere_leads_back(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    beyond = await applicant.browser.get(f"/demandes?apres=1-{draft.number}")
    assert f"({draft.reference})" not in beyond.text
    first = await applicant.browser.follow(beyond, "Revenir à la première page")
    assert f"({draft.reference})" in first.text


async def test_of_several_structures_the_list_says_whose_it_is(
    applicant: Person, applications: Applications, committed: Work
) -> None:
    draft = await applications.draft(applicant)
    other = await make_structure(committed, applicant.account, "LA SECONDE")
    fields = {FIELD: await token_for(applicant.browser)}
    await send(applicant.browser, "POST", f"/structures/{other.id}/choix", fields)
    page = await applicant.browser.get("/demandes")
    assert "Ces demandes sont celles de LA SECONDE." in page.text
    assert draft.reference not in page.text
    assert "Aucune demande pour le moment" in page.text
