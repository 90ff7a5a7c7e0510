"""The pages of every footer: they are there, and they say plainly what the Region has not filled in yet."""

import ast
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.routes.people import Person
from tests.support.client import PortalClient
from tests.support.dom import text_of

FOOTER = {
    "Aide et contact": "/aide",
    "Accessibilité : non conforme": "/accessibilite",
    "Mentions légales": "/mentions-legales",
    "Données personnelles": "/donnees-personnelles",
}
CHAPTERS = [
    "Créer un compte et déposer une demande d'aide",
    "Modifier mon compte",
    "Demande de contribution pour modification",
    "Demande de pièces complémentaires",
]
WEBAPP = Path(__file__).parents[2] / "webapp"
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


async def test_help_has_the_four_chapters_of_the_guide_and_leads_to_each(client: PortalClient) -> None:
    page = await client.get("/aide", status=200)
    headings = {one.get("id", ""): text_of(one) for one in page.document.all("h2")}
    assert list(headings.values())[:4] == CHAPTERS
    for address, words in list(headings.items())[:4]:
        assert page.link(words) == f"#{address}"


async def test_help_says_who_may_answer_and_what_to_do_without_a_piece(client: PortalClient) -> None:
    said = (await client.get("/aide")).text
    for words in (
        "un signataire de la structure les atteste et les transmet",
        "Un rédacteur, un signataire ou l'administrateur de la structure peut répondre",
        "« Je ne peux pas fournir cette pièce »",
        "« Voir ma réponse »",
    ):
        assert words in said


async def test_what_help_puts_in_quotation_marks_stands_on_a_screen(client: PortalClient) -> None:
    """A label that is changed and not here would send people to a button that is not there."""
    quoted = set(re.findall(r"« ([^»]+) »", (await client.get("/aide")).text))
    screens = _plain(" ".join([*_said_by_templates(), *_said_by_code()]))
    assert len(quoted) > 30
    assert [words for words in sorted(quoted) if _plain(words) not in screens] == []


def _said_by_templates() -> Iterator[str]:
    """Without their comments; mails are no screens, and the help page does not prove itself."""
    for path in (WEBAPP / "templates").rglob("*.html"):
        if "emails" not in path.parts and not path.stem.startswith("help"):
            yield re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def _said_by_code() -> Iterator[str]:
    """Labels of fields and sentences: what is in quotes, and is no docstring."""
    for path in WEBAPP.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield node.value


def _plain(text: str) -> str:
    """With one kind of space, whatever keeps lines from breaking."""
    return " ".join(unescape(text).split())


async def test_accessibility_says_non_conforme(client: PortalClient) -> None:
    assert "non conforme" in (await client.get("/accessibilite")).text
