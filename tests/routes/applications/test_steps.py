"""The steps of the form: each shows where one is, keeps what is typed, valid or not, and says what is wrong."""

import pytest

from tests.factories.applications import GOOD_ANSWERS
from tests.routes.people import Applications, Person
from tests.support.page import Hop, Page
from webapp.applications.models import Application
from webapp.applications.rules import Step

HOSTILE = 'Une "fanfare" & <script>alert(1)</script> d\'été 😀\r\n\r\nDeux lignes plus bas' + "é" * 300
ANSWERS = {key: text for key, text in GOOD_ANSWERS.items() if key not in ("siege_region", "exercice_cloture")}


@pytest.fixture
async def draft(applicant: Person, applications: Applications) -> Application:
    return await applications.draft(applicant)


@pytest.fixture
def base(draft: Application) -> str:
    return f"/demandes/{draft.reference}"


def values(page: Page) -> dict[str, str | None]:
    """What each text field of the page holds."""
    inputs = {control.get("name", ""): control.get("value") for control in page.document.all("input")}
    return inputs | {area.get("name", ""): (area.text or "") for area in page.document.all("textarea")}


@pytest.mark.parametrize("step", list(Step))
async def test_each_step_says_where_one_is_and_that_nothing_is_sent(step: Step, applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/{step}", status=200)
    assert page.title.startswith(f"Étape {step.position} sur 6")
    assert "Votre demande n'est pas encore transmise" in page.text
    assert "À transmettre avant le" in page.text
    assert "Service vie associative" in page.text


async def test_the_whole_way_by_its_links(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/preambule")
    page = await applicant.browser.follow(page, "Continuer")
    page = await applicant.browser.submit(
        page, {"siege_region": "oui", "exercice_cloture": "oui"}, form="answers-form", button="Continuer"
    )
    assert page.h1 == "Votre structure"
    page = await applicant.browser.follow(page, "Continuer")
    page = await applicant.browser.submit(page, ANSWERS, form="answers-form", button="Continuer")
    assert page.h1 == "Pièces"
    page = await applicant.browser.follow(page, "Continuer")
    assert page.h1 == "Récapitulatif"
    assert "Favoriser la pratique de la musique en milieu rural." in page.text


@pytest.mark.parametrize("step", [Step.INTRO, Step.STRUCTURE, Step.PIECES])
async def test_a_step_without_a_form_takes_one_and_goes_on(step: Step, applicant: Person, base: str) -> None:
    form = await applicant.browser.get(f"{base}/votre-dossier")
    forged = {"csrf_token": str(values(form)["csrf_token"])}
    page = await applicant.browser.submit(form, form="answers-form", button="Continuer", forged=forged)
    assert page.status == 422
    answer = await applicant.browser.http.post(f"{base}/{step}", data=forged)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{base}/{step.next}")


async def test_an_answer_that_is_wrong_is_kept_with_its_error(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/votre-dossier")
    refused = await applicant.browser.submit(
        page, {"adherents": "cent vingt", "montant_sollicite": "-5", "objet": HOSTILE}, form="answers-form"
    )
    assert refused.status == 422
    assert {"adherents", "montant_sollicite", "nature", "activites", "budget_structure"} == set(refused.errors)
    for sentence in refused.errors.values():
        assert refused.text.count(sentence) >= 2, "in the summary, and beside the field"

    again = await applicant.browser.get(f"{base}/votre-dossier", status=200)
    assert again.errors == {name: refused.errors[name] for name in ("adherents", "montant_sollicite")}, "no empty one"
    assert again.title.startswith("Erreur : ")
    for shown in (refused, again):
        assert values(shown)["adherents"] == "cent vingt"
        assert values(shown)["montant_sollicite"] == "-5"
        assert (values(shown)["objet"] or "").strip("\n") == HOSTILE.replace("\r\n", "\n")
        assert "<script>alert" not in shown.html
    summary = await applicant.browser.get(f"{base}/recapitulatif")
    assert "cent vingt" in summary.text
    assert "Il manque encore" in summary.text


async def test_going_back_keeps_what_was_typed(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/votre-dossier")
    back = await applicant.browser.submit(page, {"adherents": "12"}, form="answers-form", button="Précédent")
    assert back.history == [Hop(303, f"{base}/votre-structure")]
    assert values(await applicant.browser.get(f"{base}/votre-dossier"))["adherents"] == "12"


async def test_an_answer_can_be_emptied(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/votre-dossier")
    await applicant.browser.submit(page, {**ANSWERS, "benevoles": "12"}, form="answers-form")
    await applicant.browser.submit(page, {**ANSWERS, "benevoles": ""}, form="answers-form")
    assert values(await applicant.browser.get(f"{base}/votre-dossier"))["benevoles"] == ""


async def test_fields_that_the_scheme_does_not_have_are_dropped(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/votre-dossier")
    await applicant.browser.submit(page, ANSWERS, form="answers-form", forged={"inconnu": "x", "state": "submitted"})
    summary = await applicant.browser.get(f"{base}/recapitulatif", status=200)
    assert "Votre demande n'est pas encore transmise" in summary.text


async def test_an_option_that_is_not_offered_is_refused(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/votre-dossier")
    refused = await applicant.browser.submit(page, ANSWERS, form="answers-form", forged={"nature": "Autre chose"})
    assert set(refused.errors) == {"nature"}


async def test_a_criterion_that_is_not_met_says_why(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/criteres-d-eligibilite")
    refused = await applicant.browser.submit(
        page, {"siege_region": "non", "exercice_cloture": "oui"}, form="answers-form"
    )
    assert refused.errors == {
        "siege_region": (
            "Cette aide est réservée aux associations dont le siège ou l'activité principale est dans la région."
        )
    }
    again = await applicant.browser.get(f"{base}/criteres-d-eligibilite")
    assert again.errors == refused.errors
    checked = [c.get("value") for c in refused.document.all("input") if c.get("checked") is not None]
    assert checked == ["non", "oui"]


@pytest.mark.parametrize("step", list(Step))
async def test_once_it_is_sent_a_step_leads_to_the_application(
    step: Step, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    page = await applicant.browser.get(f"/demandes/{sent.reference}/{step}")
    assert page.history == [Hop(303, f"/demandes/{sent.reference}")]


async def test_a_page_left_open_cannot_change_what_was_sent(applicant: Person, applications: Applications) -> None:
    draft = await applications.complete(applicant)
    base = f"/demandes/{draft.reference}"
    open_page = await applicant.browser.get(f"{base}/votre-dossier")
    summary = await applicant.browser.get(f"{base}/recapitulatif")
    await applicant.browser.submit(summary, {"statement": True, "commitment": True}, form="submission-form")

    late = await applicant.browser.submit(open_page, {"adherents": "1"}, form="answers-form")
    assert late.status == 409
    assert "déjà transmise" in late.text
    by_htmx = await applicant.browser.htmx_submit(open_page, {"adherents": "1"}, form="answers-form")
    assert by_htmx.status == 409
    assert "déjà transmise" in by_htmx.text
