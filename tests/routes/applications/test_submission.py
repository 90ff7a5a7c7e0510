"""Récapitulatif, attestation, Transmettre: what is missing is listed; what is sent is sent once."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select

from tests.routes.people import Applications, People, Person
from tests.routes.walk import send, token_for
from tests.support.clock import FrozenClock
from tests.support.dom import text_of
from tests.support.page import Hop
from webapp.applications.models import Application, Receipt
from webapp.core.mail import OutboxMail
from webapp.core.work import Work
from webapp.web.csrf import FIELD

SWORN = {"statement": True, "commitment": True}


async def receipts_sent(work: Work, application: Application) -> int:
    async with work:
        query = select(func.count()).select_from(OutboxMail).where(OutboxMail.about_id == application.id)
        return (await work.session.scalars(query)).one()


async def test_the_summary_lists_what_is_missing_with_the_way_to_it(
    applicant: Person, applications: Applications
) -> None:
    draft = await applications.draft(applicant)
    page = await applicant.browser.get(f"/demandes/{draft.reference}/recapitulatif", status=200)
    assert "Il manque encore" in page.text
    there = page.link("Déposez la pièce « Budget prévisionnel de la structure ».")
    assert there == f"/demandes/{draft.reference}/pieces#piece-budget_previsionnel"
    target = await applicant.browser.get(there)
    assert target.document.by_id("piece-budget_previsionnel") is not None


async def test_every_anchor_of_what_is_missing_exists(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    summary = await applicant.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    missing = summary.document.by_id("manque")
    assert missing is not None
    links = [link.get("href", "") for link in missing.iter("a")]
    assert len(links) == 10
    for link in links:
        page = await applicant.browser.get(link)
        assert page.document.by_id(link.partition("#")[2]) is not None, link


async def test_an_incomplete_application_stays_a_draft(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    page = await applicant.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    refused = await applicant.browser.submit(page, SWORN, form="submission-form", button="Transmettre")
    assert refused.status == 422
    assert "Votre demande n'est pas complète" in refused.text
    ticked = [c.get("name") for c in refused.document.all("input") if c.get("checked") is not None]
    assert ticked == ["commitment", "statement"], "what was ticked stays ticked"
    assert "En cours de saisie" in (await applicant.browser.get(f"/demandes/{draft.reference}")).text


async def test_each_box_must_be_ticked(applicant: Person, applications: Applications) -> None:
    draft = await applications.complete(applicant)
    page = await applicant.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    for ticked, field in (({"commitment": True}, "statement"), ({"statement": True}, "commitment")):
        refused = await applicant.browser.submit(page, ticked, form="submission-form")
        assert (refused.status, set(refused.errors)) == (422, {field})
    refused = await applicant.browser.submit(page, form="submission-form")
    boxes = [c for c in refused.document.all("input") if c.get("type") == "checkbox"]
    assert list(refused.errors) == [box.get("id") for box in boxes], "in the order of the page"
    assert {box.get("aria-required") for box in boxes} == {"true"}


async def test_what_is_ticked_is_what_the_acknowledgement_says_word_for_word(
    applicant: Person, applications: Applications, committed: Work
) -> None:
    draft = await applications.complete(applicant)
    page = await applicant.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    boxes = [box for box in page.document.all("input") if box.get("name") in SWORN]
    ticked = [text_of(label).removesuffix(" *") for box in boxes for label in page.document.labels_of(box)]
    await applicant.browser.submit(page, SWORN, form="submission-form", button="Transmettre")
    async with committed as work:
        receipt = await work.session.get_one(Receipt, draft.id)
    assert len(ticked) == 2
    assert ticked == [" ".join(sentence.split()) for sentence in receipt.facts["statement"]["text"].splitlines()]


async def test_sending_leads_to_the_acknowledgement(
    applicant: Person, applications: Applications, committed: Work
) -> None:
    draft = await applications.complete(applicant)
    page = await applicant.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    receipt = await applicant.browser.submit(page, SWORN, form="submission-form", button="Transmettre")

    assert receipt.history == [Hop(303, f"/demandes/{draft.reference}/accuse-de-reception")]
    assert receipt.h1 == "Accusé de réception de votre demande d'aide"
    for words in (draft.reference, "23 novembre 2026 à 10:00:00", "Service vie associative", "23 janvier 2027"):
        assert words in receipt.text
    pdf = await applicant.browser.http.get(receipt.link("Télécharger en PDF"))
    assert pdf.content.startswith(b"%PDF-")
    assert await receipts_sent(committed, draft) == 1


async def test_sent_again_it_is_the_same_page_and_the_same_mail(
    applicant: Person, applications: Applications, committed: Work
) -> None:
    """Back then resend; two tabs."""
    draft = await applications.complete(applicant)
    page = await applicant.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    first = await applicant.browser.submit(page, SWORN, form="submission-form")
    second = await applicant.browser.submit(page, SWORN, form="submission-form")
    assert first.text == second.text
    assert await receipts_sent(committed, draft) == 1


async def test_what_was_changed_since_it_was_read_is_read_before_it_is_sent(
    applicant: Person, applications: Applications, clock: FrozenClock
) -> None:
    draft = await applications.complete(applicant)
    summary = await applicant.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    clock.advance(timedelta(minutes=1))
    dossier = await applicant.browser.get(f"/demandes/{draft.reference}/votre-dossier/demande")
    await applicant.browser.submit(dossier, {"objet": "Changé par une collègue"}, form="dossier", button="Continuer")

    refused = await applicant.browser.submit(summary, SWORN, form="submission-form")
    assert refused.status == 422
    assert "Cette demande a été modifiée depuis l'affichage de cette page" in refused.text
    assert "Changé par une collègue" in refused.text
    sent = await applicant.browser.submit(refused, SWORN, form="submission-form")
    assert sent.h1 == "Accusé de réception de votre demande d'aide"


async def test_twenty_at_the_same_time_are_one(applicant: Person, applications: Applications, committed: Work) -> None:
    draft = await applications.complete(applicant)
    fields = {FIELD: await token_for(applicant.browser), "statement": "y", "commitment": "y"}
    path = f"/demandes/{draft.reference}/depot"
    answers = await asyncio.gather(*(send(applicant.browser, "POST", path, fields) for _ in range(20)))
    assert {(a.status_code, a.headers.get("Location")) for a in answers} == {
        (303, f"/demandes/{draft.reference}/accuse-de-reception")
    }
    assert await receipts_sent(committed, draft) == 1


async def test_the_address_of_the_form_leads_to_the_summary(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    page = await applicant.browser.get(f"/demandes/{draft.reference}/depot")
    assert page.path == f"/demandes/{draft.reference}/recapitulatif"


async def test_somebody_else_cannot_send_it(people: People, applicant: Person, applications: Applications) -> None:
    draft = await applications.complete(applicant)
    other = await people.applicant()
    fields = {FIELD: await token_for(other.browser), "statement": "y", "commitment": "y"}
    assert (await send(other.browser, "POST", f"/demandes/{draft.reference}/depot", fields)).status_code == 404
