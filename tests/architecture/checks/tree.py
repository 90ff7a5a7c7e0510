"""The files that a check looks at: those of the repository, or of a small bad sample."""

import ast
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

Check = Callable[["Tree"], Iterator[str]]


@dataclass(frozen=True)
class Tree:
    root: Path
    names: tuple[str, ...]

    @classmethod
    def of_repository(cls, root: Path) -> "Tree":
        """What git tracks or would track: nothing that is ignored."""
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout
        names = sorted(name for name in listed.split("\0") if name and (root / name).is_file())
        return cls(root, tuple(names))

    @classmethod
    def of_folder(cls, root: Path) -> "Tree":
        return cls(root, tuple(sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())))

    def matching(self, *patterns: str) -> list[str]:
        """Names that match a pattern such as `webapp/**/*.py`, where `**/` may be nothing."""
        return [name for name in self.names if any(_matches(name, pattern) for pattern in patterns)]

    def read(self, name: str) -> str:
        return (self.root / name).read_text()

    def lines(self, name: str) -> int:
        return len(self.read(name).splitlines())

    def parsed(self, name: str) -> ast.Module:
        return _parse(self.read(name))


@cache
def _parse(source: str) -> ast.Module:
    return ast.parse(source)


def _matches(name: str, pattern: str) -> bool:
    head, _, tail = pattern.partition("**/")
    if "**/" not in pattern:
        return PurePosixPath(name).match(pattern) and name.count("/") == pattern.count("/")
    return name.startswith(head) and PurePosixPath(name).match(tail)
