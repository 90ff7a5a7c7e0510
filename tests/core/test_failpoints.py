"""The points where the tests kill a process; what is there afterwards: tests/launch/test_failpoints.py."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from webapp.settings import Failpoint

ROOT = Path(__file__).parents[2]
COMES_THERE_TWICE = """
from webapp.core.failpoints import OF_THE_SERVER, OF_THE_WORKER, arm, reached
from webapp.settings import Failpoint, load
arm(load(), {mine})
for time in ("first", "second"):
    reached(Failpoint.BEFORE_COMMIT)
    print(time, flush=True)
"""


def _come_there_twice(failpoint: str, mine: str = "OF_THE_SERVER") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", COMES_THERE_TWICE.format(mine=mine)]
    return subprocess.run(command, cwd=ROOT, env={"FAILPOINT": failpoint}, capture_output=True, text=True, check=False)


def test_it_kills_at_the_time_that_is_named_and_says_so() -> None:
    done = _come_there_twice("before_commit:2")
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "first\n")
    assert done.stderr == "failpoint before_commit: this process kills itself\n"


@pytest.mark.parametrize(
    ("failpoint", "mine"),
    [("", "OF_THE_SERVER"), ("before_tx", "OF_THE_SERVER"), ("before_commit:2", "OF_THE_WORKER")],
    ids=["none", "another", "another process's"],
)
def test_it_does_nothing_else(failpoint: str, mine: str) -> None:
    done = _come_there_twice(failpoint, mine)
    assert (done.returncode, done.stdout, done.stderr) == (0, "first\nsecond\n", "")


@pytest.mark.parametrize("point", Failpoint)
def test_each_is_one_place(point: Failpoint) -> None:
    call = f"reached(Failpoint.{point.name})"
    places = [path for path in (ROOT / "webapp").rglob("*.py") for _ in range(path.read_text().count(call))]
    assert len(places) == 1, places
