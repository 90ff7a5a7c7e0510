"""`python -m webapp schemes`: is a scheme's file right, and from the file to the catalogue."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from webapp.core.work import Work
from webapp.launch.console import console_work
from webapp.launch.errors import CannotStart, Misused
from webapp.schemes.checking import check
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.templates import read_templates, template_mistakes
from webapp.schemes.use_cases import current_revision, publish
from webapp.settings import Settings

SLUG = re.compile(r"[a-z0-9-]{1,60}")


def check_files(files: Sequence[Path]) -> list[str]:
    """What to tell of files that are all right. Raises CannotStart, which tells every mistake of all of them."""
    return [_shown(path, scheme) for path, scheme in _read(files)]


async def load_files(settings: Settings, files: Sequence[Path]) -> list[str]:
    """What to tell on the terminal. All files are published, or none. Raises CannotStart."""
    read = _read(files)
    async with console_work(settings) as work, work:
        return [await _publish(work, path, scheme) for path, scheme in read]


def _read(files: Sequence[Path]) -> list[tuple[Path, SchemeDefinition]]:
    if not files:
        raise Misused("name at least one file, such as schemes/velo-electrique.toml.")
    right, said = [], [*_misnamed(files)]
    for path in files:
        scheme, mistakes = check(_text(path))
        said += [f"{path}: {mistake}" for mistake in mistakes]
        if scheme:
            said += [f"{path}: {mistake}" for mistake in template_mistakes(path, scheme)]
            right.append((path, scheme))
    if said:
        raise CannotStart("\n".join([f"{len(said)} to correct, nothing is loaded:", *said]))
    return right


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Misused(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CannotStart(f"{path} is not in UTF-8: save it as such.") from error


def _misnamed(files: Iterable[Path]) -> list[str]:
    """The name of the file is the scheme's address, for ever."""
    return [
        f"{path}: its name is the scheme's address: a–z, 0–9 and -, 60 characters at most, then .toml"
        for path in files
        if path.suffix != ".toml" or not SLUG.fullmatch(path.stem)
    ]


def _shown(path: Path, scheme: SchemeDefinition) -> str:
    counted = ((len(scheme.steps), "step"), (len(scheme.fields), "field"), (len(scheme.pieces), "piece"))
    return f"{path}: right: " + ", ".join(f"{number} {word}{'s' * (number != 1)}" for number, word in counted)


async def _publish(work: Work, path: Path, scheme: SchemeDefinition) -> str:
    before = await current_revision(work, path.stem)
    revision = await publish(work, path.stem, scheme, read_templates(path, scheme))
    done = "nothing to change" if revision.id == before else f"published, revision {revision.id}"
    return f"{path}: {done}"
