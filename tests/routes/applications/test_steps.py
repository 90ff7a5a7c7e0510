"""The steps of the form: each says where one is, keeps what is typed, valid or not, and leads where its buttons say."""

import pytest

from tests.factories.applications import make_draft
from tests.factories.catalogue import publish_shipped
from tests.routes.applications.filling import ANSWERS, HOSTILE, both_ways, checked, submit, values
from tests.routes.people import Applications, Person
from tests.support.dom import text_of
from tests.support.page import Hop, Page
from webapp.applications.models import Application
from webapp.applications.rules import Step
from webapp.core.work import Work

PAGE = "votre-dossier/demande"
ENDS = [PAGE if step is Step.ANSWERS else str(step) for step in Step]


@pytest.fixture
async def draft(applicant: Person, applications: Applications) -> Application:
    return await applications.draft(applicant)


@pytest.fixture
def base(draft: Application) -> str:
    return f"/demandes/{draft.reference}"


async def test_what_is_said_of_several_fields_is_read_with_their_legend(applicant: Person, committed: Work) -> None:
    await publish_shipped(committed, "projet-associatif-politique-de-la-ville", "action-de-quartier")
    draft = await make_draft(committed, applicant.account, "action-de-quartier")
    page = await applicant.browser.get(f"/demandes/{draft.reference}/votre-dossier/publics?verifier=oui")
    rows = page.document.by_id("quartiers")
    assert rows is not None
    described = [page.document.by_id(name) for name in rows.get("aria-describedby", "").split()]
    assert next(text_of(one) for one in described if one is not None) == "Un bloc par quartier."


@both_ways
async def test_following_a_step_of_the_stepper_loses_nothing_of_what_is_typed(
    htmx: bool, applicant: Person, base: str
) -> None:
    page = await applicant.browser.get(f"{base}/{PAGE}")
    there = await submit(applicant, page, {"objet": HOSTILE, "adherents": "cent vingt"}, "Pièces", htmx=htmx)
    assert (there.status, there.h1) == (200, "Pièces")
    again = values(await applicant.browser.get(f"{base}/{PAGE}"))
    assert (again["objet"], again["adherents"]) == (HOSTILE.replace("\r\n", "\n"), "cent vingt")


@pytest.mark.parametrize("end", ENDS)
async def test_each_step_says_where_one_is_and_that_nothing_is_sent(end: str, applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/{end}", status=200)
    assert page.title.startswith(f"Étape {ENDS.index(end) + 1} sur 6")
    assert "Votre demande n'est pas encore transmise" in page.text
    assert "À transmettre avant le" in page.text
    assert "Service vie associative" in page.text


async def test_the_whole_way_by_its_buttons(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/preambule")
    page = await applicant.browser.follow(page, "Continuer")
    criteria = {"siege_region": "oui", "exercice_cloture": "oui"}
    page = await applicant.browser.submit(page, criteria, form="dossier", button="Continuer")
    assert page.h1 == "Votre structure"
    page = await applicant.browser.follow(page, "Continuer")
    page = await applicant.browser.submit(page, ANSWERS, form="dossier", button="Continuer")
    assert page.h1 == "Pièces"
    page = await applicant.browser.follow(page, "Continuer")
    assert page.h1 == "Récapitulatif"
    assert "Favoriser la pratique de la musique en milieu rural." in page.text


@both_ways
@pytest.mark.parametrize(
    ("button", "there"),
    [
        ("Continuer", "pieces"),
        ("Précédent", "votre-structure"),
        ("Vérifier ma demande", "recapitulatif"),
        ("Critères d'éligibilité", "criteres-d-eligibilite"),
    ],
)
async def test_each_button_keeps_what_is_typed_and_leads_on_though_something_is_missing(
    button: str, there: str, htmx: bool, applicant: Person, base: str
) -> None:
    page = await applicant.browser.get(f"{base}/{PAGE}")
    landed = await submit(applicant, page, {"adherents": "120"}, button, htmx=htmx)
    assert landed.history == [Hop(204 if htmx else 303, f"{base}/{there}")]
    assert values(await applicant.browser.get(f"{base}/{PAGE}"))["adherents"] == "120"


@both_ways
async def test_saving_stays_and_says_so(htmx: bool, applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/{PAGE}")
    saved = await submit(applicant, page, {"adherents": "beaucoup"}, "Enregistrer mes réponses", htmx=htmx)
    assert "Vos réponses sont enregistrées." in saved.text
    assert values(saved)["adherents"] == "beaucoup"
    assert set(saved.errors) == {"adherents"}, "what is wrong, not what is missing"


@pytest.mark.parametrize("end", ["preambule", "votre-structure", "pieces"])
async def test_a_step_without_questions_takes_a_form_and_goes_on(end: str, applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/{PAGE}")
    forged = {"csrf_token": str(values(page)["csrf_token"]), "action": "next"}
    answer = await applicant.browser.http.post(f"{base}/{end}", data=forged)
    following = ENDS[ENDS.index(end) + 1]
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{base}/{following}")


@both_ways
async def test_an_answer_that_is_wrong_is_kept_with_its_sentence(htmx: bool, applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/{PAGE}")
    typed = {"adherents": "cent vingt", "montant_sollicite": "-5", "objet": HOSTILE}
    refused = await submit(applicant, page, typed, "Continuer", htmx=htmx)
    assert refused.status == 422
    assert list(refused.errors) == ["montant_sollicite", "adherents"], "in the order of the page"
    for sentence in refused.errors.values():
        assert refused.text.count(sentence) >= 2, "in the summary, and beside the field"

    again = await applicant.browser.get(f"{base}/{PAGE}", status=200)
    assert again.errors == refused.errors
    assert again.title.startswith("Erreur : ")
    for shown in (refused, again):
        assert values(shown)["adherents"] == "cent vingt"
        assert values(shown)["montant_sollicite"] == "-5"
        assert values(shown)["objet"] == HOSTILE.replace("\r\n", "\n")
        assert "<script>alert" not in shown.html
    summary = await applicant.browser.get(f"{base}/recapitulatif")
    assert "cent vingt" in summary.text
    assert "Il manque encore" in summary.text


async def test_a_page_that_is_checked_says_what_is_missing_too(applicant: Person, base: str) -> None:
    quiet = await applicant.browser.get(f"{base}/{PAGE}")
    assert quiet.errors == {}
    checked_page = await applicant.browser.get(f"{base}/{PAGE}?verifier=oui")
    missing = ["nature", "montant_sollicite", "objet", "activites", "adherents", "budget_structure"]
    assert [anchor.removesuffix("-1") for anchor in checked_page.errors] == missing


async def test_an_answer_can_be_emptied(applicant: Person, base: str) -> None:
    for text in ("12", ""):
        page = await applicant.browser.get(f"{base}/{PAGE}")
        await submit(applicant, page, {"benevoles": text}, "Continuer")
    assert values(await applicant.browser.get(f"{base}/{PAGE}"))["benevoles"] == ""


async def test_fields_that_the_scheme_does_not_have_are_dropped(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/{PAGE}")
    await applicant.browser.submit(page, ANSWERS, form="dossier", forged={"inconnu": "x", "state": "submitted"})
    summary = await applicant.browser.get(f"{base}/recapitulatif", status=200)
    assert "Votre demande n'est pas encore transmise" in summary.text


async def test_an_option_that_is_not_offered_is_refused(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/{PAGE}")
    forged = {"nature": "Autre chose"}
    refused = await applicant.browser.submit(page, ANSWERS, form="dossier", button="Continuer", forged=forged)
    assert refused.status == 422
    assert [anchor.removesuffix("-1") for anchor in refused.errors] == ["nature"]


@both_ways
async def test_criteria_are_all_answered_before_one_goes_on(htmx: bool, applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/criteres-d-eligibilite")
    refused = await submit(applicant, page, {"siege_region": "oui"}, "Continuer", htmx=htmx)
    assert refused.status == 422
    assert [anchor.removesuffix("-1") for anchor in refused.errors] == ["exercice_cloture"]
    assert checked(refused) == ["oui"]


async def test_a_criterion_that_is_not_met_says_why(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/criteres-d-eligibilite")
    refused = await submit(applicant, page, {"siege_region": "non", "exercice_cloture": "oui"}, "Continuer")
    reason = "Cette aide est réservée aux associations dont le siège ou l'activité principale est dans la région."
    assert list(refused.errors.values()) == [reason]
    again = await applicant.browser.get(f"{base}/criteres-d-eligibilite")
    assert again.errors == refused.errors
    assert checked(refused) == ["non", "oui"]


@pytest.mark.parametrize("end", ENDS)
async def test_once_it_is_sent_a_step_leads_to_the_application(
    end: str, applicant: Person, applications: Applications
) -> None:
    sent = await applications.submitted(applicant)
    page = await applicant.browser.get(f"/demandes/{sent.reference}/{end}")
    assert page.history == [Hop(303, f"/demandes/{sent.reference}")]


@both_ways
async def test_a_page_left_open_cannot_change_what_was_sent(
    htmx: bool, applicant: Person, applications: Applications
) -> None:
    draft = await applications.complete(applicant)
    base = f"/demandes/{draft.reference}"
    open_page = await applicant.browser.get(f"{base}/{PAGE}")
    summary = await applicant.browser.get(f"{base}/recapitulatif")
    await applicant.browser.submit(summary, {"statement": True, "commitment": True}, form="submission-form")
    late: Page = await submit(applicant, open_page, {"adherents": "1"}, "Continuer", htmx=htmx)
    assert late.status == 409
    assert "déjà transmise" in late.text


@pytest.mark.parametrize("end", ["votre-dossier/inconnue", "votre-dossier/Demande", "votre-dossier/%00", "inconnue"])
async def test_a_page_that_no_form_of_the_scheme_has_is_not_found(end: str, applicant: Person, base: str) -> None:
    await applicant.browser.get(f"{base}/{end}", status=404)
    page = await applicant.browser.get(f"{base}/{PAGE}")
    fields = {"csrf_token": str(values(page)["csrf_token"]), "inconnu": "Chant", "action": "next"}
    assert (await applicant.browser.http.post(f"{base}/{end}", data=fields)).status_code in (404, 405)


async def test_the_address_of_all_pages_leads_to_the_first(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/votre-dossier")
    assert page.history == [Hop(303, f"{base}/{PAGE}")]


async def test_a_text_of_20_000_characters_is_kept_whole(applicant: Person, base: str) -> None:
    """Too long for its field: it is kept, and its sentence says what is allowed."""
    text = "é 😀" * 6_667
    page = await applicant.browser.get(f"{base}/{PAGE}")
    refused = await submit(applicant, page, {"objet": text}, "Continuer")
    assert refused.status == 422
    assert refused.errors["objet"].startswith("Raccourcissez ce texte")
    assert values(await applicant.browser.get(f"{base}/{PAGE}"))["objet"] == text


async def test_two_tabs_on_different_questions_lose_nothing(applicant: Person, base: str) -> None:
    """And Back: the page as the browser kept it, with what was typed there."""
    first, second = [await applicant.browser.get(f"{base}/{PAGE}") for _ in range(2)]
    await submit(applicant, first, {"objet": "Chant"}, "Continuer")
    landed = await submit(applicant, second, {"adherents": "120"}, "Continuer")
    assert landed.h1 == "Pièces"
    back = await submit(applicant, first, {"objet": "Chant", "benevoles": "8"}, "Continuer")
    assert back.h1 == "Pièces"
    kept = values(await applicant.browser.get(f"{base}/{PAGE}"))
    assert (kept["objet"], kept["adherents"], kept["benevoles"]) == ("Chant", "120", "8")
