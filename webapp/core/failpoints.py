"""Where the tests kill a process as a power cut would: what was acknowledged before must be there after.

A process that is started with FAILPOINT=before_commit:3 is gone when it comes there for the third time. The server and
the job worker have the same environment: each heeds the points that lie on its own way.
"""

import os
import signal
import sys

from webapp.settings import Failpoint, Settings

OF_THE_WORKER = frozenset({Failpoint.AFTER_SEND_BEFORE_MARK})
OF_THE_SERVER = frozenset(Failpoint) - OF_THE_WORKER

_armed: Failpoint | None = None
_passes_left = 0


def arm(settings: Settings, mine: frozenset[Failpoint]) -> None:
    """Once, at the start of a process; without FAILPOINT, or with one that is not `mine`, nothing ever happens."""
    global _armed, _passes_left
    if (ordered := settings.ordered_end) and ordered[0] in mine:
        _armed, _passes_left = ordered


def reached(point: Failpoint) -> None:
    """Does not return at the time that FAILPOINT orders."""
    if point is _armed:
        _pass()


def _pass() -> None:
    global _passes_left  # noqa: PLW0603
    _passes_left -= 1
    if not _passes_left:
        print(f"failpoint {_armed}: this process kills itself", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
