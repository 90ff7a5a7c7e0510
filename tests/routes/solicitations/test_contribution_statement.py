"""A writer prepares a contribution, and asks for the attestation with a button; the signatory follows the mail."""

from tests.factories.accounts import actor_of
from tests.routes.people import Applications, People, Person
from tests.support.page import Page
from tests.support.traces import mails_to
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import MemberRole
from webapp.core.work import Work

NEW = "Faire chanter les villages 😀 « de la vallée »."


async def opened(work: Work, agent: Person, applicant: Person, applications: Applications) -> Application:
    sent = await applications.submitted(applicant)
    await take_over(work, await actor_of(work, agent.account), sent.number)
    await applications.reopened(sent, agent)
    return sent


async def asks(writer: Person, application: Application) -> Page:
    page = await writer.browser.get(f"/demandes/{application.reference}/contribution", status=200)
    return await writer.browser.submit(page, button="Demander l'attestation")


async def test_the_signatory_is_called_and_finds_what_to_sign(
    people: People, applications: Applications, applicant: Person, agent: Person, committed: Work
) -> None:
    sent = await opened(committed, agent, applicant, applications)
    writer = await people.member_of(applicant)
    refused = await asks(writer, sent)
    assert refused.status == 422
    assert "Vous n'avez encore rien modifié" in refused.text
    dossier = f"/demandes/{sent.reference}/votre-dossier/demande"
    page = await writer.browser.get(dossier, status=200)
    await writer.browser.submit(page, {"objet": NEW}, form=dossier, button="Continuer")
    page = await asks(writer, sent)
    assert page.path == f"/demandes/{sent.reference}/contribution"
    assert "Le signataire a été prévenu par courriel" in page.text
    assert "Vous avez demandé l'attestation le" in page.text
    assert "Demander l'attestation" not in page.button_words()

    [*_, mail] = await mails_to(committed, applicant.account.email)
    assert mail.kind == "solicitations/statement_wanted"
    page = await applicant.browser.get(mail.data["page"], status=200)
    assert NEW in page.text
    page = await applicant.browser.submit(page, {"statement": "y", "commitment": "y"}, form=mail.data["page"])
    assert "Vos modifications ont bien été transmises" in page.text


async def test_who_signs_and_who_only_reads_have_no_such_button(
    people: People, applications: Applications, applicant: Person, agent: Person, committed: Work
) -> None:
    sent = await opened(committed, agent, applicant, applications)
    for person in (applicant, await people.member_of(applicant, MemberRole.READER)):
        page = await person.browser.get(f"/demandes/{sent.reference}/contribution", status=200)
        assert "Demander l'attestation" not in page.button_words()
