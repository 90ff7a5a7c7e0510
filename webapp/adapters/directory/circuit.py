"""Leaves a register in peace while it is down or has had enough of us, so that no page waits for it meanwhile."""

from datetime import datetime, timedelta

from webapp.core.clock import Clock
from webapp.core.ports import DirectoryUnavailable

FAILURES_IN_A_ROW = 3
PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=5)  # a Retry-After of a day would be a day without the register


class Circuit:
    """After a pause one failure more opens it again; a success forgets all."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._pause_ends: datetime | None = None

    def check(self) -> None:
        """Raises DirectoryUnavailable during a pause."""
        if self._pause_ends is not None and self._clock.now() < self._pause_ends:
            raise DirectoryUnavailable("not asked: it failed a moment ago")

    def succeeded(self) -> None:
        self._failures, self._pause_ends = 0, None

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES_IN_A_ROW:
            self.pause(PAUSE)

    def pause(self, asked: timedelta = PAUSE) -> None:
        self._pause_ends = self._clock.now() + min(asked, LONGEST_PAUSE)
