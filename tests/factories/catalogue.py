"""The schemes of the demonstration, each with a complete and right set of answers."""

import tomllib
from functools import cache
from pathlib import Path

from webapp.core.work import Work
from webapp.schemes.definition import SchemeDefinition, from_toml
from webapp.schemes.templates import read_templates
from webapp.schemes.use_cases import publish

SCHEMES = Path(__file__).parents[2] / "schemes"
ANSWERS = Path(__file__).parent / "answers"
SLUGS = sorted(path.stem for path in SCHEMES.glob("*.toml"))


@cache
def shipped(slug: str) -> SchemeDefinition:
    return from_toml((SCHEMES / f"{slug}.toml").read_text(encoding="utf-8"))


async def publish_shipped(work: Work, slug: str, as_slug: str = "") -> None:
    """With the templates that lie beside it."""
    definition = shipped(slug)
    await publish(work, as_slug or slug, definition, read_templates(SCHEMES / f"{slug}.toml", definition))


def answers_to(slug: str, changes: dict[str, str] | None = None) -> dict[str, str]:
    """As a person types them, by the name of their control; `changes` come over them."""
    known = tomllib.loads((ANSWERS / f"{slug}.toml").read_text(encoding="utf-8"))
    return {**known["answers"], **(changes or {})}
