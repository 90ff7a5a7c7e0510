"""`python -m webapp serve`: granian in front of `webapp.app:create`."""

import os
import signal
from functools import partial
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from webapp.launch.process import die_with_parent
from webapp.settings import Settings


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM."""
    server = Server(
        "webapp.app:create",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        websockets=False,
        workers_kill_timeout=3,  # without it granian waits for ever for a worker that got SIGTERM while it started
        log_level=LogLevels.warning,
        log_access=False,
    )
    server.serve(target_loader=partial(_load, os.getpid()), wrap_loader=False)


def _load(server: int) -> Any:
    """Runs first in each worker process. Without this, workers whose main process was killed go on serving."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until granian's own handler, the one of the main process is here
    die_with_parent(signal.SIGTERM, server)
    from webapp.app import create  # noqa: PLC0415 (after the line above; the main process never needs it)

    return create()
