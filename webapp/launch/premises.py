"""What `run` makes sure of before it starts anything: DATA_DIR is its own, and its ports are free."""

import fcntl
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.launch.errors import Misused

# How long what a killed `run` left may take to end; its server gives requests in progress 3 s.
LEFTOVERS_END = 6.0


@contextmanager
def occupied(data_dir: Path) -> Iterator[bool]:
    """Hold DATA_DIR for this process alone; gives True when the last holder was killed. Raises Misused.

    Python opens files closed-on-exec, so no child inherits the lock and it ends with this process, however it ends.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        file = (data_dir / "run.lock").open("a+")
    except OSError as error:
        raise Misused(f"DATA_DIR cannot be written: {error}.") from error
    with file:
        file.seek(0)
        holder = file.read().strip()
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Misused(f"The portal already runs on DATA_DIR {data_dir} (process {holder or 'unknown'}).") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        try:
            yield bool(holder)
        finally:
            file.truncate(0)


def ensure_free(variable: str, host: str, port: int, *, patience: float = 0.0) -> None:
    """Raises Misused when something listens on the port; waits up to `patience` seconds for it to end."""
    deadline = time.monotonic() + patience
    while reason := _taken(host, port):
        if time.monotonic() > deadline:
            raise Misused(f"{variable} {port} cannot be used on {host}: {reason}. Choose another {variable}.")
        time.sleep(0.05)


def _taken(host: str, port: int) -> str:
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def kept_secret(data_dir: Path) -> str:
    """The signing key of a demonstration, made once, so that sessions and links survive a restart."""
    path = data_dir / "secret-key"
    if not path.exists():
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with open(draft, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(48))
        draft.rename(path)
    return path.read_text().strip()
