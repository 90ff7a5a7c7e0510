"""Dupliquer cette demande: what comes along, what is begun already, and why not now."""

from datetime import timedelta

from tests.routes.people import Applications, People, Person
from tests.support.clock import FrozenClock
from tests.support.page import Page
from webapp.core.actor import MemberRole
from webapp.core.clock import PARIS
from webapp.schemes.definition import Campaign


def asked(reference: str) -> str:
    return f"/demandes/{reference}/duplication"


async def test_what_was_sent_begins_again_at_its_criteria(applicant: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    follow_up = await applicant.browser.get(f"/demandes/{sent.reference}")
    page = await applicant.browser.follow(follow_up, "Dupliquer cette demande")
    assert page.h1 == f"Dupliquer la demande {sent.reference}"
    assert "8 réponses" in page.text
    assert "2 fichiers" in page.text
    addresses = set()
    for _ in range(2):
        begun: Page = await applicant.browser.submit(page, form=asked(sent.reference))
        addresses.add(begun.path)
        assert begun.h1 == "Critères d'éligibilité"
        assert f"avec le contenu de la demande {sent.reference}" in begun.text
    [address] = addresses
    summary = await applicant.browser.get(address.replace("criteres-d-eligibilite", "recapitulatif"))
    assert "Favoriser la pratique de la musique en milieu rural." in summary.text
    pieces = await applicant.browser.get(address.replace("criteres-d-eligibilite", "pieces"))
    assert "budget-2027.pdf" in pieces.text


async def test_a_draft_is_offered_first(applicant: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    unaware = await applicant.browser.get(asked(sent.reference))
    draft = await applications.draft(applicant)
    refused = await applicant.browser.submit(unaware, form=asked(sent.reference))
    assert refused.status == 422
    assert "Une demande est déjà commencée pour cette aide." in refused.text
    assert refused.link("Reprendre ma demande") == f"/demandes/{draft.reference}/recapitulatif"
    begun = await applicant.browser.submit(refused, form=asked(sent.reference))
    assert begun.h1 == "Critères d'éligibilité"
    assert draft.reference not in begun.path


async def test_a_closed_scheme_says_when_it_opens_again(
    applicant: Person, applications: Applications, clock: FrozenClock
) -> None:
    sent = await applications.submitted(applicant)
    page = await applicant.browser.get(asked(sent.reference))
    now = clock.now().astimezone(PARIS).replace(tzinfo=None)
    campaign = Campaign(opens=now - timedelta(days=9), closes=now, reopens=now + timedelta(days=40))
    await applications.revised(campaign=campaign)
    closed = await applicant.browser.get(asked(sent.reference))
    assert "Le dépôt est fermé depuis le 23 novembre 2026 à 10:00, heure de Paris." in closed.text
    assert "Réouverture le 2 janvier 2027 à 10:00." in closed.text
    assert "Commencer la nouvelle demande" not in closed.text
    refused = await applicant.browser.submit(page, form=asked(sent.reference))
    assert refused.status == 422
    await applications.revised(campaign=Campaign(opens=campaign.opens, closes=campaign.closes))
    closed = await applicant.browser.get(asked(sent.reference))
    assert "La date de la prochaine campagne sera publiée sur la fiche de l'aide." in closed.text
    await applications.revised()


async def test_a_reader_reads_why_not(applicant: Person, people: People, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    reader = await people.member_of(applicant, MemberRole.READER)
    page = await reader.browser.get(asked(sent.reference), status=200)
    assert "Votre rôle dans la structure permet de lire" in page.text
    assert asked(sent.reference) not in (await reader.browser.get(f"/demandes/{sent.reference}")).html
