"""Supprimer cette demande: the page says what is lost; sent twice, the list says that it is done."""

from tests.routes.people import Applications, People, Person
from tests.support.page import Page
from webapp.applications.models import Application
from webapp.core.actor import MemberRole


def asked(draft: Application) -> str:
    return f"/demandes/{draft.reference}/suppression"


async def test_the_page_says_what_is_lost(applicant: Person, applications: Applications) -> None:
    draft = await applications.complete(applicant)
    follow_up = await applicant.browser.get(f"/demandes/{draft.reference}")
    page = await applicant.browser.follow(follow_up, "Supprimer cette demande")
    assert page.h1 == f"Supprimer la demande {draft.reference}"
    assert "8 réponses" in page.text
    assert "2 fichiers" in page.text
    assert page.link("Garder ma demande") == f"/demandes/{draft.reference}"


async def test_an_empty_draft_loses_nothing(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    page = await applicant.browser.get(asked(draft))
    assert "aucune réponse" in page.text
    assert "aucun fichier" in page.text


async def test_deleted_it_is_not_in_the_list_any_more_and_twice_is_once(
    applicant: Person, applications: Applications
) -> None:
    draft = await applications.complete(applicant)
    listed = await applicant.browser.get("/demandes")
    page = await applicant.browser.follow(listed, "Supprimer la demande " + draft.reference)
    for _ in range(2):
        done: Page = await applicant.browser.submit(page, form=asked(draft))
        assert done.path == "/demandes"
        assert f"La demande {draft.reference} est supprimée." in done.text
        assert "Aucune demande pour le moment" in done.text
    await applicant.browser.get(asked(draft), status=404)


async def test_a_reader_reads_why_not(applicant: Person, people: People, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    reader = await people.member_of(applicant, MemberRole.READER)
    page = await reader.browser.get(asked(draft), status=200)
    assert "Votre rôle dans la structure permet de lire cette demande, pas de la modifier." in page.text
    assert "Supprimer cette demande" not in page.text
    for address in ("/demandes", f"/demandes/{draft.reference}"):
        assert asked(draft) not in (await reader.browser.get(address)).html


async def test_what_was_sent_meanwhile_is_not_deleted(applicant: Person, applications: Applications) -> None:
    draft = await applications.complete(applicant)
    page = await applicant.browser.get(asked(draft))
    summary = await applicant.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    await applicant.browser.submit(summary, {"commitment": True, "statement": True}, form="submission-form")
    refused = await applicant.browser.submit(page, form=asked(draft))
    assert refused.status == 409
    assert "elle ne se supprime plus" in refused.text
    assert asked(draft) not in (await applicant.browser.get(f"/demandes/{draft.reference}")).html


async def test_until_when_it_is_kept_is_said(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    for address in ("/demandes", f"/demandes/{draft.reference}"):
        page = await applicant.browser.get(address)
        assert "Conservée jusqu'au 23 février 2027 si vous n'y touchez plus." in page.text
