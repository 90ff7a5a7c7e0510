"""The form has changed since the draft began: what changes is listed, then one takes it or stays."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from tests.factories.applications import definition
from tests.routes.people import Applications, People, Person
from webapp.applications import texts
from webapp.applications.models import Application
from webapp.core.actor import MemberRole
from webapp.schemes.definition import Piece

CHANGED = "Le formulaire de cette aide a changé depuis que vous avez commencé."
DEVIS = Piece(key="devis", label="Devis", required=True)


@pytest.fixture
async def draft(applicant: Person, applications: Applications) -> AsyncIterator[Application]:
    """Of a form that has changed since; other tests find the scheme as it was."""
    draft = await applications.complete(applicant)
    await applications.revised(pieces=(*definition().pieces, DEVIS))
    yield draft
    await applications.revised()


def offered(draft: Application) -> str:
    return f"/demandes/{draft.reference}/nouvelle-version"


async def test_the_steps_say_it_until_one_has_chosen(applicant: Person, draft: Application) -> None:
    step = await applicant.browser.get(f"/demandes/{draft.reference}/preambule")
    assert CHANGED in step.text
    page = await applicant.browser.follow(step, "Voir ce qui change")
    assert page.h1 == "Nouvelle version du formulaire"
    assert "Nouvelle pièce obligatoire : « Devis »." in page.text.replace("\u00a0", " ")
    stays = await applicant.browser.submit(page, form=offered(draft), button="Rester sur la version actuelle")
    assert texts.REVISION_DECLINED in stays.text
    assert CHANGED not in stays.text
    assert stays.link("Voir la nouvelle version du formulaire") == offered(draft)
    assert CHANGED not in (await applicant.browser.get(f"/demandes/{draft.reference}/preambule")).text


async def test_taken_the_draft_says_what_misses_now_and_again_is_once(applicant: Person, draft: Application) -> None:
    page = await applicant.browser.get(offered(draft))
    for _ in range(2):
        taken = await applicant.browser.submit(page, form=offered(draft), button="Passer à la nouvelle version")
        assert taken.path == f"/demandes/{draft.reference}/recapitulatif"
        assert texts.REVISION_TAKEN in taken.text
        assert "Déposez la pièce « Devis »." in taken.text.replace("\u00a0", " ")
        assert CHANGED not in taken.text


async def test_a_form_that_changed_once_more_is_shown_before_it_is_taken(
    applicant: Person, applications: Applications, draft: Application
) -> None:
    page = await applicant.browser.get(offered(draft))
    await applications.revised(pieces=())
    again = await applicant.browser.submit(page, form=offered(draft), button="Passer à la nouvelle version")
    assert again.status == 422
    assert texts.REVISION_OVERTAKEN in again.text
    assert "Pièce retirée" in again.text
    taken = await applicant.browser.submit(again, form=offered(draft), button="Passer à la nouvelle version")
    assert taken.path == f"/demandes/{draft.reference}/recapitulatif"


async def test_a_revision_that_no_page_of_ours_named_is_not_taken(applicant: Person, draft: Application) -> None:
    page = await applicant.browser.get(offered(draft))
    for named in ("", "x", str(draft.id)):
        again = await applicant.browser.submit(
            page, form=offered(draft), button="Passer à la nouvelle version", forged={"revision": named}
        )
        assert again.status == 422


async def test_a_reader_sees_what_changes_and_no_button(people: People, applicant: Person, draft: Application) -> None:
    reader = await people.member_of(applicant, MemberRole.READER)
    page = await reader.browser.get(offered(draft))
    assert "Devis" in page.text
    assert "Passer à la nouvelle version" not in page.text
    assert "Votre rôle dans la structure permet de lire" in page.text


async def test_what_is_sent_from_a_page_that_the_new_form_has_no_more_is_kept(
    applicant: Person, applications: Applications, draft: Application
) -> None:
    base = f"/demandes/{draft.reference}"
    page = await applicant.browser.get(f"{base}/votre-dossier")
    await _loses_its_page(applicant, applications, draft)
    kept = await applicant.browser.submit(page, {"Nombre d'adhérents": "121"}, form="dossier", button="Continuer")
    assert (kept.status, kept.path) == (200, f"{base}/recapitulatif")
    assert "121" in kept.text


async def test_of_two_answers_on_a_page_that_is_gone_both_are_told(
    applicant: Person, applications: Applications, draft: Application
) -> None:
    base = f"/demandes/{draft.reference}"
    first, second = [await applicant.browser.get(f"{base}/votre-dossier") for _ in range(2)]
    await applicant.browser.submit(first, {"Nombre d'adhérents": "121"}, form="dossier", button="Enregistrer")
    await _loses_its_page(applicant, applications, draft)
    kept = await applicant.browser.submit(second, {"Nombre d'adhérents": "122"}, form="dossier", button="Continuer")
    assert kept.status == 409
    assert "« 121 »" in kept.text
    assert "« 122 »" in kept.text


async def _loses_its_page(applicant: Person, applications: Applications, draft: Application) -> None:
    """The newer form, which the draft takes, asks the same on a page of another name."""
    [step] = definition().steps
    await applications.revised(steps=(msgspec.structs.replace(step, key="autre-page"),))
    offer = await applicant.browser.get(offered(draft))
    await applicant.browser.submit(offer, form=offered(draft), button="Passer à la nouvelle version")
