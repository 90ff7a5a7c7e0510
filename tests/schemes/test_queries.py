"""The catalogue: what is found by words, what filters leave, and in which order it stands."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.applications import definition
from tests.support.clock import MONDAY_MORNING
from webapp.core.clock import PARIS
from webapp.core.work import Work
from webapp.schemes.definition import Campaign, SchemeDefinition, Sheet
from webapp.schemes.queries import Catalogue, catalogue, scheme_sheet
from webapp.schemes.searching import LETTERS_MAX, WORDS_MAX, Wanted
from webapp.schemes.use_cases import publish

SHEET = Sheet(
    purpose="Isoler les salles où l'on répète.", beneficiaries="Toutes.", amount="La moitié.", calendar="Chaque année."
)
TODAY = MONDAY_MORNING.astimezone(PARIS).replace(tzinfo=None)


def _open(days: int = 100) -> Campaign:
    return Campaign(opens=TODAY - timedelta(days=1), closes=TODAY + timedelta(days=days))


CLOSED = Campaign(opens=TODAY - timedelta(days=9), closes=TODAY - timedelta(days=1))


@pytest.fixture
def theme() -> str:
    """Of this test alone: others have published schemes before."""
    return f"Thème {uuid4().hex[:8]}"


async def _publish(work: Work, title: str, **changed: object) -> str:
    known = {"sheet": SHEET, "summary": "Une aide.", "campaign": _open(), "title": title}
    scheme: SchemeDefinition = msgspec.structs.replace(definition(), **(known | changed))
    slug = f"aide-{uuid4().hex[:8]}"
    await publish(work, slug, scheme)
    return slug


async def _look(reads: AsyncEngine, wanted: Wanted, now: datetime = MONDAY_MORNING) -> Catalogue:
    return await catalogue(reads, now, wanted)


def _titles(found: Catalogue) -> Sequence[str]:
    return [card.title for _, cards in found.groups for card in cards]


@pytest.mark.parametrize(
    "typed",
    [
        "rénovation",
        "RÉNOVATION ÉNERGÉTIQUE",
        "renovation energetique",
        "rénover",
        "énergétiques rénovées",
        "rénov",
        "renovatio",
        "l'œuvre énergétique",
        "oeuvre",
        "  rénovation,  énergétique ! ",
    ],
)
async def test_words_are_found_by_their_stem_their_beginning_and_without_accents(
    work: Work, reads: AsyncEngine, theme: str, typed: str
) -> None:
    await _publish(work, "Rénovation énergétique des lieux d'œuvre", theme=theme)
    await _publish(work, "Festival de musique", theme=theme)
    assert _titles(await _look(reads, Wanted(typed, theme=theme))) == ["Rénovation énergétique des lieux d'œuvre"]


@pytest.mark.parametrize("typed", ["rénovation de piscines", "novation", "reno energetique", "théâtre"])
async def test_all_words_are_wanted_and_only_the_last_may_be_a_beginning(
    work: Work, reads: AsyncEngine, theme: str, typed: str
) -> None:
    await _publish(work, "Rénovation énergétique", theme=theme)
    found = await _look(reads, Wanted(typed, theme=theme))
    assert (_titles(found), found.groups) == ([], [])


async def test_a_title_weighs_more_than_keywords_a_summary_and_the_sheet(
    work: Work, reads: AsyncEngine, theme: str
) -> None:
    in_sheet = msgspec.structs.replace(SHEET, purpose="Pour un potager.")
    in_keywords = msgspec.structs.replace(SHEET, keywords=("jardin", "potager"))
    await _publish(work, "Quatre", theme=theme, sheet=in_sheet)
    await _publish(work, "Trois", theme=theme, summary="Aide aux potagers.")
    await _publish(work, "Deux", theme=theme, sheet=in_keywords)
    await _publish(work, "Un potager", theme=theme)
    found = await _look(reads, Wanted("potager", theme=theme))
    assert _titles(found) == ["Un potager", "Deux", "Trois", "Quatre"]
    assert [name for name, _ in found.groups] == [""]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ' & | ! ( ) :* <-> _ ",
        "la",
        "à la",
        "é" * 4000,
        " ".join(["mot"] * 500),
        "a:* & !b",
        "\\",
        "日本語 한국어",
        "%",
    ],
)
async def test_nothing_that_is_typed_breaks_the_search(work: Work, reads: AsyncEngine, typed: str) -> None:
    await _publish(work, "Rénovation")
    await _look(reads, Wanted(typed))
    assert WORDS_MAX * LETTERS_MAX < 1000


async def test_words_of_no_meaning_find_as_if_nothing_was_typed(work: Work, reads: AsyncEngine, theme: str) -> None:
    await _publish(work, "Rénovation", theme=theme)
    assert _titles(await _look(reads, Wanted(" ?! ", theme=theme))) == ["Rénovation"]


async def test_filters_leave_what_is_for_this_family_and_what_is_open(
    work: Work, reads: AsyncEngine, theme: str
) -> None:
    await _publish(work, "Pour tous", theme=theme, families=("association", "company"))
    await _publish(work, "Pour les entreprises", theme=theme, families=("company",))
    await _publish(work, "Close", theme=theme, campaign=CLOSED)
    assert _titles(await _look(reads, Wanted(theme=theme, family="company"))) == ["Pour les entreprises", "Pour tous"]
    assert _titles(await _look(reads, Wanted(theme=theme, family="association", only_open=True))) == ["Pour tous"]
    assert _titles(await _look(reads, Wanted(theme=theme, family="individual"))) == []
    assert theme in (await _look(reads, Wanted(theme="Un autre"))).themes


async def test_open_comes_first_then_titles_as_the_alphabet_has_them(
    work: Work, reads: AsyncEngine, theme: str
) -> None:
    for title, campaign in (("Zoo", _open()), ("Archives", CLOSED), ("Éclairage", _open(days=3)), ("Forêt", _open())):
        await _publish(work, title, theme=theme, campaign=campaign)
    assert _titles(await _look(reads, Wanted(theme=theme))) == ["Éclairage", "Forêt", "Zoo", "Archives"]


async def test_themes_stand_in_the_order_of_the_alphabet_too(work: Work, reads: AsyncEngine, theme: str) -> None:
    for beginning in ("Z", "É", "A"):
        await _publish(work, "Une aide", theme=f"{beginning} {theme}")
    found = await _look(reads, Wanted())
    ours = [f"{beginning} {theme}" for beginning in "AÉZ"]
    assert [name for name, _ in found.groups if theme in name] == ours
    assert [name for name in found.themes if theme in name] == ours


async def test_a_card_says_for_whom_in_words(work: Work, reads: AsyncEngine, theme: str) -> None:
    families = ("public_body", "association", "company")
    await _publish(work, "Une aide", theme=theme, families=families)
    (_, (card,)), *_ = (await _look(reads, Wanted(theme=theme))).groups
    assert card.beneficiaries == "associations, entreprises, collectivités et établissements publics"
    assert card.standing.words == "Ouverte jusqu'au 3 mars 2027"


async def test_only_the_current_revision_is_found(work: Work, reads: AsyncEngine, theme: str) -> None:
    slug = await _publish(work, "Ancien titre", theme=theme)
    await publish(work, slug, msgspec.structs.replace(definition(), title="Nouveau titre", theme=theme))
    assert _titles(await _look(reads, Wanted("titre", theme=theme))) == ["Nouveau titre"]
    assert _titles(await _look(reads, Wanted("ancien", theme=theme))) == []
    sheet = await scheme_sheet(reads, slug)
    assert sheet is not None
    assert sheet.definition.title == "Nouveau titre"
    assert await scheme_sheet(reads, "inconnue") is None
