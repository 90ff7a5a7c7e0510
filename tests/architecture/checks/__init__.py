"""House rules as functions: a Tree in, one sentence for each violation out. Each docstring says why it is a rule."""

from tests.architecture.checks import documentation, python, repository, templates
from tests.architecture.checks.tree import Check

CHECKS: tuple[Check, ...] = (*python.CHECKS, *templates.CHECKS, *repository.CHECKS, *documentation.CHECKS)
