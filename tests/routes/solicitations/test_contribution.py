"""Contribution pour modification, by the applicant's screens: from what is asked to "bien été transmises"."""

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from tests.factories.accounts import PASSWORD, actor_of
from tests.factories.applications import GOOD_ANSWERS
from tests.factories.solicitations import TOO_VAGUE, make_sent_edit_request
from tests.routes.people import Applications, People, Person
from tests.support.clock import FrozenClock
from tests.support.page import Page
from webapp.applications.models import Application
from webapp.core.work import Work
from webapp.solicitations.models import Solicitation
from webapp.solicitations.use_cases.sending import cancel_request

NEW = "Faire chanter les villages de la vallée."
SWORN = {"statement": "y", "commitment": "y"}


@pytest.fixture
async def taken(agent: Person, applicant: Person, applications: Applications) -> Application:
    sent = await applications.submitted(applicant)
    desk = f"/espace-agent/demandes/{sent.reference}"
    await agent.browser.submit(await agent.browser.get(desk), form=f"{desk}/prise-en-charge")
    return sent


@pytest.fixture
async def reopened(committed: Work, agent: Person, taken: Application) -> Solicitation:
    """The object of the association, and nothing else."""
    return await make_sent_edit_request(committed, await actor_of(committed, agent.account), taken, "field:objet")


def address(application: Application) -> str:
    return f"/demandes/{application.reference}/contribution"


def dossier(application: Application) -> str:
    return f"/demandes/{application.reference}/votre-dossier/demande"


async def writes(applicant: Person, application: Application, text: str = NEW) -> Page:
    page = await applicant.browser.get(dossier(application), status=200)
    return await applicant.browser.submit(page, {"objet": text}, form=dossier(application), button="Continuer")


async def sends(applicant: Person, application: Application) -> Page:
    page = await applicant.browser.get(address(application), status=200)
    return await applicant.browser.submit(page, SWORN, form=address(application))


async def test_what_is_asked_leads_to_its_question_and_to_no_other(
    applicant: Person, taken: Application, reopened: Solicitation
) -> None:
    page = await applicant.browser.get(f"/demandes/{taken.reference}/sollicitations/{reopened.id}")
    assert page.path == address(taken)
    assert TOO_VAGUE in page.text
    assert "Rien n'est modifié pour le moment" in page.text
    page = await applicant.browser.follow(page, "Modifier")
    controls = {one.get("name") for one in page.document.all("textarea", "input", "select")}
    assert "objet" in controls
    assert not {"activites", "adherents", "montant_sollicite"} & controls
    assert TOO_VAGUE in page.text


async def test_before_and_after_are_shown_then_sent_and_kept(
    applicant: Person, agent: Person, taken: Application, reopened: Solicitation
) -> None:
    page = await writes(applicant, taken)
    assert page.path == address(taken)
    assert GOOD_ANSWERS["objet"] in page.text
    assert NEW in page.text
    desk = await agent.browser.get(f"/espace-agent/demandes/{taken.reference}")
    assert NEW not in desk.html

    page = await sends(applicant, taken)
    assert "Vos modifications ont bien été transmises" in page.text
    assert GOOD_ANSWERS["objet"] in page.text
    pdf = await applicant.browser.http.get(page.link("Télécharger le récapitulatif (PDF)"))
    text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf.content)).pages).split())
    assert GOOD_ANSWERS["objet"] in text
    assert NEW in text
    assert NEW in (await agent.browser.get(f"/espace-agent/demandes/{taken.reference}")).html


async def test_sent_twice_is_sent_once_and_the_way_back_leads_on(
    applicant: Person, taken: Application, reopened: Solicitation
) -> None:
    await writes(applicant, taken)
    page = await applicant.browser.get(address(taken))
    first = await applicant.browser.submit(page, SWORN, form=address(taken))
    second = await applicant.browser.submit(page, SWORN, form=address(taken))
    assert first.path == second.path
    assert (await applicant.browser.get(address(taken))).path.endswith("/sollicitations")
    assert (await applicant.browser.get(dossier(taken))).path == f"/demandes/{taken.reference}"


async def test_the_page_of_an_earlier_round_sends_nothing_of_the_next(
    committed: Work, applicant: Person, agent: Person, taken: Application, reopened: Solicitation
) -> None:
    await writes(applicant, taken)
    earlier = await applicant.browser.get(address(taken))
    await applicant.browser.submit(earlier, SWORN, form=address(taken))
    await make_sent_edit_request(committed, await actor_of(committed, agent.account), taken, "field:objet")
    await writes(applicant, taken, "Pas fini")
    again = await applicant.browser.submit(earlier, SWORN, form=address(taken))
    assert again.path.endswith(f"/sollicitations/{reopened.id}")
    assert "Pas fini" in (await applicant.browser.get(address(taken), status=200)).text
    assert "Pas fini" not in (await agent.browser.get(f"/espace-agent/demandes/{taken.reference}")).html


async def test_a_change_that_the_page_did_not_show_is_read_before_it_is_sent(
    applicant: Person, taken: Application, reopened: Solicitation, clock: FrozenClock
) -> None:
    await writes(applicant, taken)
    page = await applicant.browser.get(address(taken))
    clock.advance(timedelta(minutes=1))
    await writes(applicant, taken, "Changé par une collègue")

    refused = await applicant.browser.submit(page, SWORN, form=address(taken))
    assert (refused.status, "Changé par une collègue" in refused.text) == (422, True)
    assert "modifiée depuis l'affichage de cette page" in refused.text
    sent = await applicant.browser.submit(refused, SWORN, form=address(taken))
    assert sent.path == f"/demandes/{taken.reference}/sollicitations/{reopened.id}"


async def test_what_misses_is_said_with_the_way_there(
    applicant: Person, taken: Application, reopened: Solicitation
) -> None:
    page = await applicant.browser.get(address(taken))
    page = await applicant.browser.submit(page, SWORN, form=address(taken))
    assert page.status == 422
    assert "Vous n'avez encore rien modifié" in page.text
    page = await writes(applicant, taken, "")
    page = await applicant.browser.submit(await applicant.browser.get(address(taken)), SWORN, form=address(taken))
    assert page.status == 422
    [link] = [one for one in page.document.all("a") if (one.get("href") or "").endswith("#objet")]
    assert "verifier=oui" in (link.get("href") or "")
    boxes = [box.get("checked") for box in page.document.all("input") if box.get("type") == "checkbox"]
    assert boxes
    assert None not in boxes, "what was ticked stays ticked"


async def test_without_the_boxes_both_are_asked_at_once(
    applicant: Person, taken: Application, reopened: Solicitation
) -> None:
    await writes(applicant, taken)
    page = await applicant.browser.get(address(taken))
    page = await applicant.browser.submit(page, {}, form=address(taken))
    assert page.status == 422
    assert "Cochez" in page.text


async def test_taken_back_by_the_region_what_was_prepared_is_there_to_be_read(
    committed: Work, applicant: Person, agent: Person, taken: Application, reopened: Solicitation
) -> None:
    form = await applicant.browser.get(dossier(taken))
    await writes(applicant, taken)
    await cancel_request(committed, await actor_of(committed, agent.account), taken.number, reopened.id)
    page = await applicant.browser.get(f"/demandes/{taken.reference}/sollicitations/{reopened.id}", status=200)
    assert "n'attend plus cette modification" in page.text
    assert NEW in page.text
    typed = "Trop tard <b>pour l'été</b> 😀"
    late = await applicant.browser.submit(form, {"objet": typed}, form=dossier(taken), button="Continuer")
    assert late.status == 409
    assert typed in late.text, "it can be copied"
    assert re.search(r"ne se modifient plus", late.text)


async def test_saved_one_by_one_only_what_is_open_is_kept(
    applicant: Person, taken: Application, reopened: Solicitation
) -> None:
    page = await applicant.browser.get(dossier(taken))
    answers = f"/demandes/{taken.reference}/reponses"
    hidden = {
        one.get("name", ""): one.get("value", "") for one in page.document.all("input") if one.get("type") == "hidden"
    }
    headers = {"HX-Request": "true", "HX-Target": "div#saving"}
    answer = await applicant.browser.http.post(
        answers, data=hidden | {"objet": NEW, "adherents": "9999"}, headers=headers
    )
    assert answer.status_code == 200
    page = await applicant.browser.get(address(taken))
    assert NEW in page.text
    assert "9999" not in page.html


async def test_two_who_change_one_answer_choose_between_both(
    applicant: Person, people: People, taken: Application, reopened: Solicitation
) -> None:
    other = await people.member_of(applicant)
    theirs = await other.browser.get(dossier(taken), status=200)
    await writes(applicant, taken)
    page = await other.browser.submit(theirs, {"objet": "Autre chose"}, form=dossier(taken), button="Continuer")
    assert page.status == 409
    assert NEW in page.text
    assert "Autre chose" in page.html
    assert "Autre chose" not in (await applicant.browser.get(address(taken))).html


async def test_whatever_is_typed_reads_the_same_on_both_sides(
    applicant: Person, agent: Person, taken: Application, reopened: Solicitation
) -> None:
    nasty = "<script>alert('1')</script> \"été\" & <b>😀</b> #let x = 1 \\ {{ 7*7 }}"
    await writes(applicant, taken, nasty)
    page = await sends(applicant, taken)
    assert "bien été transmises" in page.text
    assert nasty in page.text
    for one in (page, await agent.browser.get(f"/espace-agent{page.path}", status=200)):
        assert nasty in one.text
        assert "<script>alert" not in one.html
    pdf = await agent.browser.http.get(f"/espace-agent{page.path}/modifications.pdf")
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "#let x = 1" in " ".join(text.split())


async def test_far_too_long_it_is_kept_and_not_sent(
    applicant: Person, agent: Person, taken: Application, reopened: Solicitation
) -> None:
    long = "é" * 20_000
    page = await writes(applicant, taken, long)
    assert page.status == 422
    assert long in page.html
    page = await sends(applicant, taken)
    assert page.status == 422
    assert long not in (await agent.browser.get(f"/espace-agent/demandes/{taken.reference}")).html


async def test_after_the_end_of_the_session_the_form_comes_back_as_it_was_typed(
    applicant: Person, taken: Application, reopened: Solicitation, clock: FrozenClock
) -> None:
    page = await applicant.browser.get(dossier(taken), status=200)
    clock.advance(timedelta(hours=3))
    page = await applicant.browser.submit(page, {"objet": NEW}, form=dossier(taken), button="Continuer")
    assert page.status == 401
    fields = {"identifier": applicant.account.login, "password": PASSWORD}
    page = await applicant.browser.submit(page, fields, form="sign-in-form")
    assert NEW in page.html
