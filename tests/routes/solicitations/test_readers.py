"""Who only reads for a structure sees what the Region asks of it, and who can answer: nothing is theirs to do."""

import pytest

from tests.factories.members import join
from tests.routes.people import Applications, People, Person
from webapp.applications.models import Application
from webapp.core.actor import MemberRole
from webapp.core.work import Work

WHO_ANSWERS = "Demandez à un rédacteur, à un signataire ou à l'administrateur de votre structure."
FOR_WRITERS = ("À faire", "Action attendue de votre part", "Vous pouvez encore répondre")


@pytest.fixture
async def asked(applicant: Person, agent: Person, applications: Applications) -> Application:
    """About two pieces, and about one field."""
    sent = await applications.submitted(applicant)
    await applications.asked(sent, agent)
    await applications.reopened(sent, agent)
    return sent


async def test_a_reader_is_told_who_answers_and_has_nothing_to_do(
    people: People, applicant: Person, asked: Application
) -> None:
    reader = await people.member_of(applicant, MemberRole.READER)
    place = f"/demandes/{asked.reference}/sollicitations"
    page = await reader.browser.get("/espace-personnel", status=200)
    assert WHO_ANSWERS in page.text
    assert page.link("Voir") == place
    texts = [page.text]
    for address, words in (
        (f"/demandes/{asked.reference}", "Voir ce que demande la Région (2)"),
        ("/demandes", "Voir les sollicitations (2)"),
    ):
        page = await reader.browser.get(address, status=200)
        assert page.link(words) == place
        assert "Action attendue d'un autre membre" in page.text
        texts.append(page.text)
    page = await reader.browser.get(f"/demandes/{asked.reference}/contribution", status=200)
    assert WHO_ANSWERS in page.text
    assert page.link("Revenir à la liste") == place
    for words in ("Annuler", "Transmettre", "Modifier", "vous avez modifié", "Vos modifications", "vous transmettiez"):
        assert words not in page.text
    texts.append(page.text)
    page = await reader.browser.get(place, status=200)
    assert WHO_ANSWERS in page.text
    assert len([one for one in page.document.all("a") if one.get("href", "").startswith(f"{place}/")]) == 2
    for text in (*texts, page.text):
        for words in (*FOR_WRITERS, "Répondre"):
            assert words not in text


async def test_a_draft_is_for_others_to_end(people: People, applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    reader = await people.member_of(applicant, MemberRole.READER)
    page = await reader.browser.get("/espace-personnel", status=200)
    assert "À faire" not in page.text
    for address, words in (("/demandes", "Relire"), (f"/demandes/{draft.reference}", "Relire la demande")):
        page = await reader.browser.get(address, status=200)
        assert page.link(words) == f"/demandes/{draft.reference}/recapitulatif"
        for own in (*FOR_WRITERS, "Reprendre"):
            assert own not in page.text


async def test_who_writes_is_asked_to_answer(people: People, applicant: Person, asked: Application) -> None:
    writer = await people.member_of(applicant)
    place = f"/demandes/{asked.reference}/sollicitations"
    for address, words in (
        ("/espace-personnel", "Répondre"),
        (f"/demandes/{asked.reference}", "Répondre aux sollicitations (2)"),
        ("/demandes", "Répondre aux sollicitations (2)"),
    ):
        page = await writer.browser.get(address, status=200)
        assert page.link(words) == place
        assert "autre membre" not in page.text
    page = await writer.browser.get(place, status=200)
    assert page.link("Répondre").startswith(f"{place}/")
    assert WHO_ANSWERS not in page.text


async def test_the_role_that_counts_is_the_one_in_the_structure_of_the_application(
    people: People, asked: Application, committed: Work
) -> None:
    """Administrator of one's own structure, reader of this one: the page of this one's application says so."""
    other = await people.applicant("ASSOCIATION D'À CÔTÉ")
    await join(committed, other.account, asked.structure_id, MemberRole.READER)
    page = await other.browser.get(f"/demandes/{asked.reference}", status=200)
    assert page.link("Voir ce que demande la Région (2)")
    assert "Action attendue d'un autre membre" in page.text
