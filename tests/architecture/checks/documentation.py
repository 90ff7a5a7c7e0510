"""Documents that fail when they are stale."""

import ast
import re
import textwrap
from collections.abc import Iterator, Mapping

from tests.architecture.checks.tree import Tree

OPERATIONS = "docs/operations.md"
GLOSSARY = "docs/glossary.md"
SECTION = re.compile(r"^(?=\*\*)", re.MULTILINE)
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
HANDLER = re.compile(r"^@(get|post)\(", re.MULTILINE)
ROW = re.compile(r"^\|\s*`([A-Z][A-Z0-9_]*)`\s*\|\s*`?([^|`]*?)`?\s*\|", re.MULTILINE)


def settings_are_documented(tree: Tree, defaults: Mapping[str, str]) -> Iterator[str]:
    """An operator reads docs/operations.md, not our code: each setting is a row, with the default that is true."""
    text = tree.read(OPERATIONS) if OPERATIONS in tree.names else ""
    rows = dict(ROW.findall(text))
    for name, default in defaults.items():
        if name not in rows:
            yield f"{OPERATIONS} lacks the row | `{name}` | `{default}` | …"
        elif rows[name] != default:
            yield f"{OPERATIONS}: the default of {name} is {default!r}, not {rows[name]!r}"
    for name in sorted(set(rows) - set(defaults)):
        yield f"{OPERATIONS} documents {name}, which is not a setting"


def vocabularies_are_in_the_glossary(tree: Tree) -> Iterator[str]:
    """The words in the database are the words people ask about: each value of a StrEnum stands in the glossary, in a
    section (from one **title** to the next) that names its class; elsewhere the same word means something else.
    """
    sections = SECTION.split(tree.read(GLOSSARY)) if GLOSSARY in tree.names else []
    for name in tree.matching("webapp/**/*.py"):
        for node in ast.walk(tree.parsed(name)):
            if not isinstance(node, ast.ClassDef) or "StrEnum" not in [
                ast.unparse(b).split(".")[-1] for b in node.bases
            ]:
                continue
            own = [section for section in sections if f"`{node.name}`" in section]
            for value in _values(node):
                if not any(f"`{value}`" in section for section in own):
                    yield f"{GLOSSARY} lacks `{value}` in a section on `{node.name}` ({name})"


def quoted_handlers_are_the_code(tree: Tree) -> Iterator[str]:
    """Who copies an example from a document gets one that runs: each handler quoted there is so in webapp/routes."""
    sources = [tree.read(name) for name in tree.matching("webapp/routes/**/*.py")]
    for name in tree.matching("CONTRIBUTING.md", "docs/**/*.md"):
        for block in CODE.findall(tree.read(name)):
            code = textwrap.dedent(block).strip()
            handler = code[code.index("@") :] if HANDLER.search(code) else ""
            if handler and not any(handler in source for source in sources):
                yield f"{name} quotes a handler that is not in webapp/routes: {handler.splitlines()[1]}"


def _values(vocabulary: ast.ClassDef) -> Iterator[str]:
    for statement in vocabulary.body:
        if not isinstance(statement, ast.Assign) or not isinstance(target := statement.targets[0], ast.Name):
            continue
        if isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str):
            yield statement.value.value
        elif ast.unparse(statement.value) == "auto()":
            yield target.id.lower()


CHECKS = (vocabularies_are_in_the_glossary, quoted_handlers_are_the_code)
