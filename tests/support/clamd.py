"""A real clamd in a folder of the test, which knows one signature: ready in a moment, nothing is downloaded."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from webapp.launch.premises import free_port

START_SECONDS = 30.0
SIGNATURE = "Eicar-Test-Signature"
# The harmless file that every antivirus finds (eicar.org), put together here: no file of ours holds it, so that none
# of ours is taken for it.
EICAR = b"".join((rb"X5O!P%@AP[4\PZX54(P^)7CC)7}", b"$EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE", b"!$H+H*"))
STREAM_MAX = 25_000_000


@dataclass
class Clamd:
    """Listens on a Unix socket and on TCP."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def path(self) -> str:
        return str(self.folder / "clamd.ctl")

    @property
    def addresses(self) -> dict[str, str | tuple[str, int]]:
        return {"unix": self.path, "tcp": ("127.0.0.1", self.port)}

    def start(self) -> None:
        """Raises AssertionError when it does not answer in time."""
        command = [_program(), f"--config-file={self.folder / 'clamd.conf'}"]
        with (self.folder / "clamd.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            said = (self.folder / "clamd.log").read_text()
            assert self.process.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as asked:
                asked.settimeout(1)
                asked.connect(self.path)
                asked.sendall(b"zPING\0")
                return asked.recv(16) == b"PONG\0"
        except OSError:
            return False

    def hang(self) -> None:
        """It takes connections, and says nothing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """Whoever is being answered hears no more; `start` brings it back at the same addresses."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(START_SECONDS)
            self.process = None


@contextmanager
def running_clamd(folder: Path, **options: str) -> Iterator[Clamd]:
    """`options` of clamd.conf, which take the place of ours."""
    clamd = Clamd(folder, free_port())
    (folder / "signatures").mkdir()
    (folder / "signatures" / "eicar.ndb").write_text(f"{SIGNATURE}:0:*:{EICAR.hex()}\n")
    ours = {
        "LocalSocket": clamd.path,
        "TCPSocket": str(clamd.port),
        "TCPAddr": "127.0.0.1",
        "DatabaseDirectory": str(folder / "signatures"),
        "TemporaryDirectory": str(folder),
        "Foreground": "yes",
        "ConcurrentDatabaseReload": "no",
        "AlertExceedsMax": "yes",
        "StreamMaxLength": str(STREAM_MAX),
        **({"User": "root"} if os.getuid() == 0 else {}),  # whose folders tests have; by default it becomes clamav
    }
    lines = [f"{name} {value}\n" for name, value in {**ours, **options}.items()]
    (folder / "clamd.conf").write_text("".join(lines))
    try:
        clamd.start()
        yield clamd
    finally:
        clamd.kill()


def _program() -> str:
    found = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin:/opt/homebrew/sbin")
    assert found, "clamd is missing: make test-setup"
    return found
