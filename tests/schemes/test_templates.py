"""Templates to download: kept with the revision, checked before it is loaded; ours are what their script makes."""

from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from schemes.modeles import make
from tests.documents.sample_files import PROGRAM, office
from tests.factories.applications import definition
from tests.factories.catalogue import SCHEMES, SLUGS, shipped
from webapp.core.work import Work
from webapp.schemes.definition import SchemeDefinition, Template
from webapp.schemes.queries import sheet_template
from webapp.schemes.templates import LARGEST, read_templates, template_mistakes, template_of
from webapp.schemes.use_cases import publish

BUDGET = "budget.ods"


def _with_template(file: str = BUDGET) -> SchemeDefinition:
    scheme = definition()
    first = msgspec.structs.replace(scheme.pieces[0], template=Template(file=file, label="Modèle de budget"))
    return msgspec.structs.replace(scheme, pieces=(first, *scheme.pieces[1:]))


async def test_a_revision_keeps_the_template_that_it_came_with(work: Work, reads: AsyncEngine) -> None:
    slug = f"aide-{uuid4().hex[:8]}"
    first = await publish(work, slug, _with_template(), {BUDGET: b"first"})
    assert (await publish(work, slug, _with_template(), {BUDGET: b"first"})).id == first.id
    second = await publish(work, slug, _with_template(), {BUDGET: b"corrected"})
    assert second.id != first.id
    async with reads.connect() as connection:
        kept = [await template_of(connection, one.id, BUDGET) for one in (first, second)]
        assert await template_of(connection, first.id, "autre.ods") is None
    assert [one.content for one in kept if one] == [b"first", b"corrected"]
    current = await sheet_template(reads, slug, BUDGET)
    assert current is not None
    assert (current.content, current.media_type) == (
        b"corrected",
        "application/vnd.oasis.opendocument.spreadsheet",
    )
    assert await sheet_template(reads, "aide-inconnue", BUDGET) is None


async def test_a_template_that_is_not_given_stops_the_publication(work: Work) -> None:
    with pytest.raises(LookupError):
        await publish(work, f"aide-{uuid4().hex[:8]}", _with_template())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, ["is not in"]),
        (b"", ["Ce fichier est vide"]),
        (PROGRAM, ["would be refused as a piece"]),
        (bytes(LARGEST + 1), ["has 1,000,001 bytes: at most 1,000,000"]),
        (office("ods"), []),
    ],
    ids=["missing", "empty", "a program", "too large", "right"],
)
def test_what_nobody_could_use_is_a_mistake(content: bytes | None, said: list[str], tmp_path: Path) -> None:
    (tmp_path / "modeles").mkdir()
    if content is not None:
        (tmp_path / "modeles" / BUDGET).write_bytes(content)
    mistakes = list(template_mistakes(tmp_path / "aide.toml", _with_template()))
    assert len(mistakes) == len(said)
    assert all(part in mistake for part, mistake in zip(said, mistakes, strict=True))


def test_those_that_ship_are_what_their_script_makes() -> None:
    made = make.made()
    assert {name: (SCHEMES / "modeles" / name).read_bytes() for name in made} == made
    assert {name for slug in SLUGS for name in shipped(slug).template_files} == set(made)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_shipped_scheme_has_its_templates(slug: str) -> None:
    path = SCHEMES / f"{slug}.toml"
    assert list(template_mistakes(path, shipped(slug))) == []
    assert set(read_templates(path, shipped(slug))) == set(shipped(slug).template_files)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_structure_is_asked_for_its_account_once(slug: str) -> None:
    """The same word for the same document, in all schemes."""
    assert [piece.document for piece in shipped(slug).pieces if piece.key == "rib"] == ["rib"]
