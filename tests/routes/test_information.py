"""The pages of every footer: they are there, and they say plainly what the Region has not filled in yet."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.routes.people import Person
from tests.support.client import PortalClient

FOOTER = {
    "Aide et contact": "/aide",
    "Accessibilité : non conforme": "/accessibilite",
    "Mentions légales": "/mentions-legales",
    "Données personnelles": "/donnees-personnelles",
}
FILLED_BY_THE_REGION = {
    "/accessibilite": "accessibility_statement",
    "/mentions-legales": "legal_notices",
    "/donnees-personnelles": "privacy_notice",
}
HOSTILE = "Directrice de la publication : Zoé <script>alert(1)</script> & 😀\n\nHébergeur : Exemple."


@pytest.mark.parametrize("path", FOOTER.values())
async def test_each_page_is_there_for_everybody(
    path: str, client: PortalClient, applicant: Person, agent: Person
) -> None:
    for browser in (client, applicant.browser, agent.browser):
        page = await browser.get(path, status=200)
        for words, address in FOOTER.items():
            assert page.link(words) == address


@pytest.mark.parametrize("path", FILLED_BY_THE_REGION)
async def test_what_the_region_has_not_filled_in_is_said(path: str, client: PortalClient) -> None:
    assert "n'a pas encore rempli cette partie" in (await client.get(path)).text


@pytest.mark.parametrize(("path", "setting"), FILLED_BY_THE_REGION.items())
async def test_the_region_s_words_are_shown_as_text(
    path: str, setting: str, set_up: Callable[..., PortalClient], tmp_path: Path
) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(HOSTILE, encoding="utf-8")
    page = await set_up(**{setting: str(notice)}).get(path, status=200)
    for paragraph in HOSTILE.split("\n\n"):
        assert paragraph in page.text
    assert "<script>alert" not in page.html


async def test_help_tells_how_to_reach_somebody(client: PortalClient) -> None:
    page = await client.get("/aide")
    assert page.link("aides@region.example") == "mailto:aides@region.example"


async def test_accessibility_says_non_conforme(client: PortalClient) -> None:
    assert "non conforme" in (await client.get("/accessibilite")).text
