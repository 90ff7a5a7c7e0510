"""The schemes of the demonstration, each with a complete and right set of answers."""

import tomllib
from functools import cache
from pathlib import Path

from webapp.schemes.definition import SchemeDefinition, from_toml

SCHEMES = Path(__file__).parents[2] / "schemes"
ANSWERS = Path(__file__).parent / "answers"
SLUGS = sorted(path.stem for path in SCHEMES.glob("*.toml"))


@cache
def shipped(slug: str) -> SchemeDefinition:
    return from_toml((SCHEMES / f"{slug}.toml").read_text(encoding="utf-8"))


def answers_to(slug: str, changes: dict[str, str] | None = None) -> dict[str, str]:
    """As a person types them, by the name of their control; `changes` come over them."""
    known = tomllib.loads((ANSWERS / f"{slug}.toml").read_text(encoding="utf-8"))
    return {**known["answers"], **(changes or {})}
