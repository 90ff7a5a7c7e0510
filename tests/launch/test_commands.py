"""`python -m webapp` and `make`: what they list is what there is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.launch.running import ROOT, environment
from webapp.cli import COMMANDS


def _webapp(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "webapp", *arguments]
    env = environment(Path("/nonexistent"), **settings)
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_make_help_lists_each_target_with_its_line() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line.partition(" — ")[0] for line in said.splitlines()] == targets
    assert all(line.partition(" — ")[2] for line in said.splitlines())
    assert phony
    assert phony[1].split() == targets


def test_help_lists_each_command_with_its_line() -> None:
    said = " ".join(_webapp("--help").stdout.split())
    assert COMMANDS.keys() == {
        *("run", "serve", "worker", "mail-catcher", "migrate", "revision", "administrator", "schemes", "files", "demo")
    }
    for name, (_, line) in COMMANDS.items():
        assert f"{name} {line}" in said


def test_help_loads_no_framework() -> None:
    script = (
        "import sys, webapp.cli; print([name for name in ('litestar', 'sqlalchemy', 'granian') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("command", ["worker", "migrate", "demo"])
def test_commands_that_need_a_database_say_so(command: str) -> None:
    done = _webapp(command)
    assert done.returncode == 2
    assert done.stderr.startswith("error: DATABASE_URL must be set")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["migrate", "revision", "demo"])
def test_what_changes_the_tables_needs_their_owner(command: str) -> None:
    done = _webapp(command, DATABASE_URL="postgresql://portal@127.0.0.1:1/portal")
    assert done.returncode == 2
    assert done.stderr.startswith("error: DATABASE_OWNER_URL must be set")


def test_demonstration_accounts_are_refused_outside_a_demonstration() -> None:
    done = _webapp("demo", MODE="test")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: Demonstration accounts are only loaded when MODE is demo.\n"
