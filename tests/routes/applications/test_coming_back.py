"""Récapitulatif: "Modifier" leads to a section, and that page leads back to where one was."""

import pytest

from tests.routes.applications.filling import both_ways, submit
from tests.routes.people import Applications, Person
from tests.support.dom import text_of

TITLES = ("les critères d'éligibilité", "« Votre structure »", "les pièces")


def landed(address: str) -> tuple[str, str]:
    path, _, anchor = address.partition("#")
    return path.partition("?")[0], anchor


async def test_each_section_has_its_way_there_and_each_way_its_section(
    applicant: Person, applications: Applications
) -> None:
    draft = await applications.complete(applicant)
    summary = await applicant.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    pencils = [link for link in summary.document.all("a") if (link.get("id") or "").startswith("modifier-")]

    assert len(pencils) >= 5
    assert len({text_of(link) for link in pencils}) == len({link.get("id") for link in pencils}) == len(pencils)
    for words in TITLES:
        assert f"Modifier {words}" in [text_of(link) for link in pencils]
    for link in pencils:
        page = await applicant.browser.get(link.get("href", ""), status=200)
        anchor = link.get("href", "").partition("#")[2]
        assert not anchor or page.document.by_id(anchor) is not None
        assert "Revenir au récapitulatif" in page.text


@both_ways
async def test_coming_back_keeps_what_was_typed(applicant: Person, applications: Applications, htmx: bool) -> None:
    draft = await applications.complete(applicant)
    base = f"/demandes/{draft.reference}"
    page = await applicant.browser.get(f"{base}/votre-dossier/demande?retour=demande-association")

    back = await submit(applicant, page, {"objet": "Un tout autre objet"}, "Revenir au récapitulatif", htmx=htmx)

    assert [hop.location for hop in back.history] == [f"{base}/recapitulatif#modifier-demande-association"]
    assert "Un tout autre objet" in (await applicant.browser.get(f"{base}/recapitulatif")).text


@both_ways
async def test_a_mistake_on_the_way_does_not_lose_the_way_back(
    applicant: Person, applications: Applications, htmx: bool
) -> None:
    draft = await applications.complete(applicant)
    page = await applicant.browser.get(f"/demandes/{draft.reference}/votre-dossier/demande?retour=demande-association")

    refused = await submit(applicant, page, {"adherents": "beaucoup"}, "Continuer", htmx=htmx)

    assert refused.status == 422
    assert "Revenir au récapitulatif" in refused.button_words()


@pytest.mark.parametrize("named", ["//ailleurs.example", "a#b", "é", "<b>", "a" * 200, "%0d%0aSet-Cookie:x"])
async def test_what_is_no_section_leads_nowhere(applicant: Person, applications: Applications, named: str) -> None:
    draft = await applications.complete(applicant)
    base = f"/demandes/{draft.reference}"
    page = await applicant.browser.get(f"{base}/votre-dossier/demande", status=200)
    fields = {"csrf_token": page.html.partition('name="csrf_token" value="')[2].partition('"')[0], "action": "back"}

    answer = await applicant.browser.http.post(f"{base}/votre-dossier/demande", data={**fields, "retour": named})

    assert answer.headers["Location"] == f"{base}/recapitulatif"


async def test_from_the_structure_and_the_pieces_a_link_leads_back(
    applicant: Person, applications: Applications
) -> None:
    draft = await applications.complete(applicant)
    base = f"/demandes/{draft.reference}"
    for step, key in (("votre-structure", "structure"), ("pieces", "pieces")):
        page = await applicant.browser.get(f"{base}/{step}?retour={key}")
        assert page.link("Revenir au récapitulatif") == f"{base}/recapitulatif#modifier-{key}"
        summary = await applicant.browser.get(f"{base}/recapitulatif")
        assert summary.document.by_id(f"modifier-{key}") is not None
        assert (await applicant.browser.get(f"{base}/{step}")).link("Vérifier ma demande")
