"""`make run`, started for real, and what the kernel says of its processes."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from webapp.launch.premises import free_port

ROOT = Path(__file__).parents[2]
# How each process is found: words of its command line, and who started it.
ROLES = {
    "supervisor": ("webapp run", "make"),
    "server": ("webapp serve", "supervisor"),
    "server worker": ("webapp serve", "server"),
    "job worker": ("webapp worker", "supervisor"),
    "mail catcher": ("webapp mail-catcher", "supervisor"),
    "postgres": ("postgres -D", "supervisor"),
}
PRODUCTION = {
    "MODE": "production",
    "BASE_URL": "https://aides.region.example",
    "SECRET_KEYS": "0f6c1e0b9a7d4c35" * 2,
    "DIRECTORY": "api",
    "ANTIVIRUS": "clamd",
    "TRUSTED_PROXIES": "127.0.0.1",
    "MAIL_FROM": "ne-pas-repondre@region.fr",
}
"""What that mode asks for, beside a database."""


def environment(data_dir: Path, **settings: object) -> dict[str, str]:
    """Ours, without what an outer `make` or an operator's settings would change."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "DATABASE_"))}
    return kept | {"DATA_DIR": str(data_dir)} | {name: str(value) for name, value in settings.items()}


def eventually(true: Callable[[], object], within: float) -> bool:
    deadline = time.monotonic() + within
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _in_a_terminal() -> None:
    """Ctrl-C is heard there, even when the tests themselves run in the background, where shells turn it off."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Portal:
    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port, self.mail_port = free_port(), free_port()
        self._log = data_dir / "run.log"
        with self._log.open("wb") as output:
            self.make = subprocess.Popen(
                ["make", "--no-print-directory", "run"],
                cwd=ROOT,
                env=environment(data_dir, PORT=self.port, SMTP_PORT=self.mail_port),
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_in_a_terminal,  # noqa: PLW1509
            )
        self.pids: dict[str, int] = {}
        self._family: dict[int, str] = {}

    def wait(self) -> None:
        eventually(lambda: "Ctrl-C stops everything." in self.said or self.make.poll() is not None, within=60)
        assert self.make.poll() is None, f"make run ended:\n{self.said}"
        assert "Ctrl-C stops everything." in self.said, f"make run did not finish starting:\n{self.said}"
        self.pids = _find_roles(self.make.pid)
        self._family = _descendants(self.make.pid)
        self._socket_dir = Path(json.loads((self.data_dir / "postgres/cluster.json").read_text())["socket_dir"])

    def kill(self) -> None:
        for pid, birth in (self._family or _descendants(self.make.pid)).items():
            if _birth(pid) == birth:
                with suppress(ProcessLookupError):  # its parent's death was its own
                    os.kill(pid, signal.SIGKILL)
        self.make.wait()

    @property
    def said(self) -> str:
        return self._log.read_text()

    def left_behind(self) -> list[str]:
        """What still lives or listens, for people to read; empty when all is gone."""
        self.make.poll()  # a process of which nobody took the status would still be there
        left = [f"process {pid} {_command_line(pid)}" for pid, birth in self._family.items() if _birth(pid) == birth]
        left += [f"port {port}" for port in (self.port, self.mail_port) if _accepts(("127.0.0.1", port))]
        if _accepts(str(self._socket_dir / ".s.PGSQL.5432")):
            left.append("PostgreSQL's socket")
        return left

    def assert_gone(self, after: str, within: float = 5.0) -> None:
        eventually(lambda: not self.left_behind(), within)
        assert not self.left_behind(), f"after {after}, still there after {within} s:\n{self.said}"


@contextmanager
def portal_on(data_dir: Path) -> Iterator[Portal]:
    """A portal that answers; whatever the test leaves of it is killed."""
    portal = Portal(data_dir)
    try:
        portal.wait()
        yield portal
    finally:
        portal.kill()


def _find_roles(make: int) -> dict[str, int]:
    pids = {"make": make}
    for role, (words, parent) in ROLES.items():
        (pids[role],) = (pid for pid in _children(pids[parent]) if words in _command_line(pid))
    return pids


def _descendants(pid: int) -> dict[int, str]:
    """Each process of the tree, with its birth: a number may be used again."""
    found = {pid: _birth(pid)}
    for child in _children(pid):
        found |= _descendants(child)
    return found


def _children(parent: int) -> list[int]:
    numbers = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
    return [pid for pid in numbers if _stat(pid)[1:2] == [str(parent)]]


def _birth(pid: int) -> str:
    """Clock ticks since boot; empty for a process that has ended, a zombie included."""
    fields = _stat(pid)
    return fields[19] if fields and fields[0] != "Z" else ""


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the third on: state, parent…"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _accepts(place: str | tuple[str, int]) -> bool:
    family = socket.AF_UNIX if isinstance(place, str) else socket.AF_INET
    with socket.socket(family) as probe:
        return probe.connect_ex(place) == 0
