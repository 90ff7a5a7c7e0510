"""`python -m webapp schemes`, as a real process: from a file to the catalogue."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.factories.applications import SCHEME_FILE
from tests.launch.running import ROOT, environment
from tests.support.cluster import DatabaseUrls
from webapp.core.audit import AuditEvent
from webapp.core.work import Work
from webapp.schemes.models import Scheme, SchemeRevision

TOML = SCHEME_FILE.read_text(encoding="utf-8")


def schemes(*arguments: str | Path, urls: DatabaseUrls | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "webapp", "schemes", *map(str, arguments)]
    given = {"MODE": "test"} | ({"DATABASE_URL": urls.application, "DATABASE_OWNER_URL": ""} if urls else {})
    env = environment(Path("/nonexistent"), **given)
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def scheme_file(folder: Path, text: str = TOML) -> Path:
    path = folder / f"aide-{uuid4().hex[:8]}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_right_file_is_counted(tmp_path: Path) -> None:
    path = scheme_file(tmp_path)
    done = schemes("check", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{path}: right: ")


def test_every_mistake_of_every_file_is_a_line(tmp_path: Path) -> None:
    first, second = (
        scheme_file(tmp_path, TOML.replace(old, new, 1))
        for old, new in (("theme =", "themes ="), ('requested_amount = "', 'requested_amount = "x'))
    )
    done = schemes("check", first, second)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert lines[0] == "error: 3 to correct, nothing is loaded:"
    assert [line.partition(": line ")[0] for line in lines[1:]] == [str(first), str(first), str(second)]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["check"], 2, "error: name at least one file"),
        (["check", "nowhere.toml"], 2, "error: nowhere.toml cannot be read: "),
        (["load", SCHEME_FILE], 2, "error: DATABASE_URL must be set"),
        (["publish", SCHEME_FILE], 2, "usage: "),
    ],
    ids=["no file", "a file that is not there", "no database", "no such verb"],
)
def test_what_is_typed_wrong_is_told(arguments: list[str | Path], status: int, said: str) -> None:
    done = schemes(*arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith(said)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("Vélo électrique.toml", TOML.encode(), "its name is the scheme's address"),
        ("velo.toml", TOML.encode("latin-1", errors="replace"), "is not in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_a_scheme_is_told(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    done = schemes("check", tmp_path / name)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr


def test_the_schema_is_printed() -> None:
    assert schemes("schema").stdout == (ROOT / "schemes" / "scheme.schema.json").read_text(encoding="utf-8")


async def test_a_file_is_published_once(database_urls: DatabaseUrls, committed: Work, tmp_path: Path) -> None:
    path = scheme_file(tmp_path)
    done = schemes("load", path, urls=database_urls)
    assert (done.returncode, done.stderr) == (0, "")
    again = schemes("load", path, urls=database_urls)
    assert (again.returncode, again.stdout) == (0, f"{path}: nothing to change\n")
    async with committed as work:
        (revision,) = await work.session.scalars(
            select(SchemeRevision.id).where(SchemeRevision.scheme_slug == path.stem)
        )
        (event,) = await work.session.scalars(select(AuditEvent).where(AuditEvent.object_id == path.stem))
    assert done.stdout == f"{path}: published, revision {revision}\n"
    assert (event.action, event.details) == ("scheme.published", {"revision": str(revision)})


async def test_one_wrong_file_keeps_back_the_others(
    database_urls: DatabaseUrls, committed: Work, tmp_path: Path
) -> None:
    right, wrong = scheme_file(tmp_path), scheme_file(tmp_path, "title = 1")
    assert schemes("load", right, wrong, urls=database_urls).returncode == 1
    async with committed as work:
        assert await work.session.get(Scheme, right.stem) is None
