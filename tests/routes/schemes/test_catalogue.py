"""Mes aides en ligne: the public catalogue, with words and filters that stand in its address, with htmx and without."""

from uuid import uuid4

import msgspec
import pytest

from tests.factories.applications import definition, make_scheme
from tests.routes.people import People
from tests.routes.walk import SCHEME
from tests.support.client import PortalClient
from tests.support.dom import text_of
from tests.support.form_entries import Value
from tests.support.page import Page, Swap
from tests.support.swaps import assert_same_page
from webapp.core.work import Work
from webapp.schemes.use_cases import publish

SHEET = f"/aides/{SCHEME}"
TITLE = "Petite aide aux associations"
RESULTS = "catalogue-results"


@pytest.fixture
async def theme(committed: Work) -> str:
    """Of this test alone, with two schemes: one for associations, one for companies."""
    theme = f"Énergie {uuid4().hex[:6]}"
    for title, family in (("Rénover une salle", "association"), ("Rénover un atelier", "company")):
        changed = msgspec.structs.replace(definition(), title=title, theme=theme, families=(family,))
        await publish(committed, f"aide-{uuid4().hex[:8]}", changed)
    return theme


def _titles(page: Page) -> list[str]:
    return [text_of(title) for title in page.document.all("h3")]


async def test_a_visitor_reads_the_catalogue(client: PortalClient, committed: Work) -> None:
    await make_scheme(committed)
    page = await client.get("/aides", status=200)
    assert page.h1 == "Les aides de la Région"
    assert "Vie associative" in page.text
    assert SHEET in [link.get("href") for link in page.document.all("a")]
    assert "Pour : associations" in page.text
    assert "Ouverte jusqu'au" in page.text


async def test_words_and_filters_stand_in_the_address_and_stay_in_the_form(client: PortalClient, theme: str) -> None:
    page = await client.get("/aides")
    found = await client.submit(page, {"Rechercher une aide": "RENOVER", "Je suis": "entreprise", "Thématique": theme})
    assert _titles(found) == ["Rénover un atelier"]
    assert "Une aide correspond à votre recherche." in found.text
    again = await client.get(found.path)
    assert again.document.by_id("recherche").get("value") == "RENOVER"  # type: ignore[union-attr]
    chosen = [text_of(option) for option in again.document.all("option") if option.get("selected") is not None]
    assert chosen == ["Une entreprise", theme]


async def test_the_results_that_htmx_swaps_are_those_of_a_reload_and_are_counted_aloud(
    client: PortalClient, theme: str
) -> None:
    page = await client.get("/aides")
    typed = {"Rechercher une aide": "rénov", "Thématique": theme}
    swap, plain = await client.htmx_submit(page, typed), await client.submit(page, typed)
    assert isinstance(swap, Swap)
    assert swap.title == plain.title
    assert_same_page(_results(swap.result), _results(plain.html))
    assert "2 aides correspondent à votre recherche." in swap.html.partition('hx-target="#page-status"')[2]


def _results(html: str) -> str:
    """Without the form: a person's browser keeps there what they typed."""
    start = html.index(f'id="{RESULTS}"')
    return f"<div {html[start : html.index('</main>')]}"


async def test_nothing_found_says_what_to_do(client: PortalClient, theme: str) -> None:
    page = await client.get("/aides")
    filters: dict[str, Value] = {
        "Rechercher une aide": "potager",
        "Je suis": "association",
        "Thématique": theme,
        "ouvertes": True,
    }
    found = await client.submit(page, filters)
    assert "Aucune aide ne correspond à votre recherche" in found.text
    without = await client.follow(found, "Retirer « potager »")
    assert _titles(without) == ["Rénover une salle"]
    for label in ("Une association", theme, "Seulement les aides ouvertes en ce moment"):
        assert "potager" in found.link(f"Retirer « {label} »")
    assert found.link("Voir toutes les aides") == "/aides"


@pytest.mark.parametrize(
    "query", ["type=inconnu", "ouvertes=", "page=3", "recherche=%00", "type=association&type=autre"]
)
async def test_what_is_not_understood_is_no_filter(client: PortalClient, committed: Work, query: str) -> None:
    await make_scheme(committed)
    assert TITLE in _titles(await client.get(f"/aides?{query}", status=200))


async def test_a_theme_of_nobody_finds_nothing_and_can_be_taken_out(client: PortalClient, committed: Work) -> None:
    await make_scheme(committed)
    page = await client.get("/aides?theme=Inconnue")
    assert page.link("Retirer « Inconnue »") == "/aides"


async def test_far_too_long_a_search_answers(client: PortalClient) -> None:
    assert (await client.get(f"/aides?recherche={'a' * 3000}")).status == 200


async def test_the_family_one_acts_for_is_proposed_and_never_chosen(people: People, theme: str) -> None:
    person = await people.applicant()
    page = await person.browser.get(f"/aides?recherche=rénover&theme={theme}")
    assert len(_titles(page)) == 2
    ours = await person.browser.follow(page, "Voir seulement les aides qui s'adressent aux associations")
    assert _titles(ours) == ["Rénover une salle"]
    assert "Voir seulement" not in ours.text
    assert ours.document.by_id("recherche").get("value") == "rénover"  # type: ignore[union-attr]
