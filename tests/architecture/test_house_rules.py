"""The house rules, on the repository as it is. Why each is a rule: its docstring in `checks/`."""

from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec
import pytest

import webapp.tables  # noqa: F401  # every mapped class
from tests.architecture.checks import CHECKS, documentation, models
from tests.architecture.checks.tree import Check, Tree
from webapp.core.db import Base
from webapp.settings import Settings


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree.of_repository(Path(__file__).parents[2])


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_house_rule(check: Check, tree: Tree) -> None:
    violations = list(check(tree))
    assert not violations, f"{check.__doc__}\n- " + "\n- ".join(violations)


def test_settings_are_documented(tree: Tree) -> None:
    defaults = {field.name.upper(): shown(field.default) for field in msgspec.structs.fields(Settings)}
    assert list(documentation.settings_are_documented(tree, defaults)) == []


def test_relationships_never_load_by_themselves() -> None:
    assert list(models.relationships_never_load_by_themselves(Base)) == []


def shown(default: Any) -> str:
    """As a person would write it in the environment."""
    return default.value if isinstance(default, StrEnum) else str(default)
