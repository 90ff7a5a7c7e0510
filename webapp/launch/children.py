"""The processes that the supervisor looks after, and the signals that it gets."""

# ruff: noqa: S603 (the programs run here are ours to choose)
import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]

    @property
    def ending(self) -> str:
        """How it ended, for people."""
        status = self.process.returncode
        return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def spawn(name: str, command: Sequence[str], environ: Mapping[str, str], *, keep_output: bool = False) -> Child:
    """Start `python -m webapp <command>`, in its own session so that Ctrl-C reaches the supervisor alone."""
    program = [sys.executable, "-m", "webapp", *command, "--parent", str(os.getpid())]
    output = subprocess.PIPE if keep_output else None
    process = subprocess.Popen(
        program, env=dict(environ), stdin=subprocess.DEVNULL, stdout=output, start_new_session=True
    )
    return Child(name, process)


def stop(children: Sequence[Child], *, patience: float) -> None:
    """Ask all of them to end; after `patience` seconds kill those that did not, with everything that they started."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + patience
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, deadline - time.monotonic()))
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


class Signals:
    """Waits for a signal without ever missing one: each writes a byte in a pipe that the wait reads."""

    def __init__(self) -> None:
        self.asked_to_stop = False
        self._read, write = os.pipe()
        for end in (self._read, write):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(write)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(signum) is not signal.SIG_IGN:  # nohup
                signal.signal(signum, self._stop)

    def _stop(self, *_: object) -> None:
        self.asked_to_stop = True

    def wait(self, seconds: float | None = None) -> None:
        """Return at the next signal, the end of a child included, or after `seconds`."""
        if select.select([self._read], [], [], seconds)[0]:
            os.read(self._read, 4096)

    def until(self, true: Callable[[], bool], *, patience: float | None = None, every: float | None = None) -> bool:
        """Wait until `true()` or a request to stop, asking at each signal and `every` so many seconds.

        False after `patience` seconds.
        """
        deadline = None if patience is None else time.monotonic() + patience
        while not (self.asked_to_stop or true()):
            if deadline is not None and time.monotonic() > deadline:
                return False
            self.wait(every)
        return True
