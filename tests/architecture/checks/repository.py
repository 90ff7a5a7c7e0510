"""Any file: sizes, licences of what comes from elsewhere, and no address of where packages are fetched."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.architecture.checks.tree import Tree

# The first pattern that matches a file counts.
MOST_LINES = {
    "webapp/templates/partials/**/*.html": 80,
    "webapp/templates/**/*.html": 120,
    "static/js/**/*.js": 100,
    "**/*.py": 400,
}
FOREIGN = re.compile(r"(^|/)(vendor|fonts|icons)(/|$)")
SUM = re.compile(r"^\|\s*`?([^|`]+?)`?\s*\|.*?\b([0-9a-f]{64})\b", re.MULTILINE)
LOCKS = ("requirements/*.lock", "**/package-lock.json", "**/uv.lock", "**/pylock.toml")
CONFIGURATION = (
    "**/.npmrc",
    "**/pip.conf",
    "pyproject.toml",
    "Makefile",
    "scripts/**/*",
    ".ci/**/*",
    "**/package.json",
)
# Words split by brackets, so that this file does not hold the names that it looks for.
REGISTRY = re.compile(
    r"https?://[^\s\"'/]*(?:registr[y]|artifac[t]|nexu[s]|devp[i]|mirro[r]|py[p]i|python[h]osted|npm[j]s|yarn[p]kg)",
    re.IGNORECASE,
)
INDEX_OPTION = re.compile(r"^\s*(?:--)?(?:extra-)?(?:index-url|index_url|registry)\s*[= ]\s*\S", re.MULTILINE)
BINARY = (".woff2", ".ttf", ".otf", ".png", ".jpg", ".pdf", ".ico", ".gz", ".br", ".docx", ".xlsx", ".odt", ".ods")


def small_files(tree: Tree) -> Iterator[str]:
    """What is short is read; what grows without limit is two things in one file."""
    allowed: dict[str, int] = {}
    for pattern, most in MOST_LINES.items():
        for name in tree.matching(pattern):
            allowed.setdefault(name, most)
    for name, most in allowed.items():
        if (lines := tree.lines(name)) > most:
            yield f"{name} has {lines} lines, at most {most}"


def foreign_files_have_papers(tree: Tree) -> Iterator[str]:
    """We may only ship what we may license: origin, version and licence lie beside each file."""
    folders = {
        str(PurePosixPath(name).parent) for name in tree.names if FOREIGN.search(str(PurePosixPath(name).parent))
    }
    for folder in sorted(folders):
        around = [name for name in tree.names if _beside(folder, name)]
        if not any("LICEN" in PurePosixPath(name).name.upper() for name in around):
            yield f"{folder} has no licence"
        readmes = [name for name in around if name.endswith("README.md")]
        if not any(re.search(r"\d+\.\d+", tree.read(name)) for name in readmes):
            yield f"{folder} has no README.md that names origin and version"


def _beside(folder: str, name: str) -> bool:
    """In the folder, or in the one above it that is foreign too."""
    above = str(PurePosixPath(folder).parent)
    parent = str(PurePosixPath(name).parent)
    return parent == folder or (parent == above and bool(FOREIGN.search(above)))


def sums_are_true(tree: Tree) -> Iterator[str]:
    """A vendored file that was changed is no longer the one whose origin is written."""
    for readme in tree.matching("**/README.md"):
        folder = PurePosixPath(readme).parent
        for name, expected in SUM.findall(tree.read(readme)):
            file = tree.root / folder / name.strip()
            if not file.is_file():
                yield f"{readme} gives the sum of {name}, which is not there"
            elif hashlib.sha256(file.read_bytes()).hexdigest() != expected:
                yield f"{folder / name}: its sha256 is not the one in {readme}"


def no_package_addresses(tree: Tree) -> Iterator[str]:
    """The repository installs from whatever index a machine is set to use; an address in it would bypass that."""
    locks, configuration = set(tree.matching(*LOCKS)), set(tree.matching(*CONFIGURATION))
    for name in tree.names:
        if name.endswith(BINARY):
            continue
        text = tree.read(name)
        if name in locks and "://" in text:
            yield f"{name} records an address"
        if name in locks | configuration and (option := INDEX_OPTION.search(text)):
            yield f"{name} chooses an index: {option[0].strip()}"
        if found := REGISTRY.search(text):
            yield f"{name} names a place of packages: {found[0]}"


CHECKS = (small_files, foreign_files_have_papers, sums_are_true, no_package_addresses)
