"""Récapitulatif, for who prepares and for who signs: asking, reading, giving back, transmitting."""

from tests.routes.fragments import refused_both_ways
from tests.routes.people import Applications, People, Person
from tests.support.swaps import assert_same_page

SWORN = {"statement": True, "commitment": True}


async def test_who_prepares_asks_and_who_signs_reads_and_sends(
    people: People, applicant: Person, applications: Applications
) -> None:
    draft = await applications.complete(applicant)
    summary, asking = f"/demandes/{draft.reference}/recapitulatif", f"/demandes/{draft.reference}/attestation"
    writer = await people.member_of(applicant)

    page = await writer.browser.get(summary)
    assert "Transmettre" not in page.button_words()
    page = await writer.browser.submit(page, form=asking, button="Demander l'attestation")
    assert "L'attestation est demandée." in page.text
    assert "Vous avez demandé l'attestation" in page.text
    assert (await writer.browser.get(f"/demandes/{draft.reference}/pieces")).path.endswith("/recapitulatif")

    board = await applicant.browser.get("/espace-personnel")
    page = await applicant.browser.get(board.link(f"Relire la demande {draft.reference}"))
    assert f"{writer.account.full_name} a demandé l'attestation" in page.text
    receipt = await applicant.browser.submit(page, SWORN, form="submission-form", button="Transmettre")
    assert receipt.path.endswith("/accuse-de-reception")


async def test_who_signs_gives_it_back_and_who_prepares_reads_why(
    people: People, applicant: Person, applications: Applications
) -> None:
    draft = await applications.complete(applicant)
    summary, base = f"/demandes/{draft.reference}/recapitulatif", f"/demandes/{draft.reference}"
    writer = await people.member_of(applicant)
    await writer.browser.submit(await writer.browser.get(summary), form=f"{base}/attestation")
    page = await applicant.browser.get(summary)
    page = await applicant.browser.submit(page, {"message": "Le budget est celui de 2025."}, form=f"{base}/reprise")
    assert "La demande est renvoyée en saisie." in page.text
    assert "Le budget est celui de 2025." in (await writer.browser.get(summary)).text


async def test_a_message_that_is_too_long_comes_back_with_the_form(
    people: People, applicant: Person, applications: Applications
) -> None:
    draft = await applications.complete(applicant)
    base = f"/demandes/{draft.reference}"
    writer = await people.member_of(applicant)
    await writer.browser.submit(await writer.browser.get(f"{base}/recapitulatif"), form=f"{base}/attestation")
    page = await applicant.browser.get(f"{base}/recapitulatif")
    swap, plain = await refused_both_ways(applicant.browser, page, {"message": "é" * 2001}, form=f"{base}/reprise")
    assert_same_page(swap.result, plain.html)
    assert "é" * 2001 in plain.text


async def test_of_an_incomplete_draft_nothing_is_asked_yet(
    people: People, applicant: Person, applications: Applications
) -> None:
    draft = await applications.draft(applicant)
    base = f"/demandes/{draft.reference}"
    writer = await people.member_of(applicant)
    page = await writer.browser.get(f"{base}/recapitulatif")
    swap, plain = await refused_both_ways(writer.browser, page, {}, form=f"{base}/attestation")
    assert_same_page(swap.result, plain.html)
    assert "Votre demande n'est pas complète" in plain.text
