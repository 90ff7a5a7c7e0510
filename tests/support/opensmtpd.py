"""A real relay: Debian's opensmtpd on a port of loopback, which delivers every mail into a folder.

It has to be root and to change users. For root there is a mount namespace; for anybody else a user namespace too, with
the users that /etc/subuid grants (Debian does so for each account), by newuidmap of the package uidmap. `make
test-setup` unpacks the programs into `.venv/opensmtpd` without installing them.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from webapp.launch import process

ROOT = Path(__file__).parents[2]
PROGRAMS = ROOT / ".venv/opensmtpd"
START_SECONDS = 30.0
# Written aside, then renamed: what is seen is whole. Anybody may read it: it belongs to a user without a name here.
CONFIGURATION = """\
listen on 127.0.0.1 port {port} hostname "relais.example"
action "keep" mda "umask 0; cat >/run/box/.$$ && mv /run/box/.$$ /run/box/$$.eml" virtual {{ "@" = "portail" }}
match from any for any action "keep"
"""


@dataclass(frozen=True, slots=True)
class RealRelay:
    port: int
    box: Path

    def delivered(self) -> list[EmailMessage]:
        """In no order."""
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in self.box.glob("*.eml")]

    async def first(self) -> EmailMessage:
        """Waits for it."""
        async with asyncio.timeout(START_SECONDS):
            while True:
                if found := self.delivered():
                    return found[0]
                await asyncio.sleep(0.02)


@asynccontextmanager
async def real_relay(folder: Path) -> AsyncIterator[RealRelay]:
    """`folder`: an empty one, for its configuration and what it delivers."""
    relay = RealRelay(_free_port(), folder / "box")
    relay.box.mkdir()
    relay.box.chmod(0o777)
    configuration = folder / "smtpd.conf"
    configuration.write_text(CONFIGURATION.format(port=relay.port), encoding="utf-8")
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user", "--map-auto"]
    script = (str(Path(__file__).with_suffix(".sh")), str(PROGRAMS.resolve()), str(configuration), str(relay.box))
    wrapped = (sys.executable, process.__file__, str(os.getpid()), str(signal.SIGTERM.value))
    with (folder / "smtpd.log").open("wb") as log:
        running = await asyncio.create_subprocess_exec(
            *wrapped, "/usr/bin/unshare", *as_root, "--mount", *script, stdout=log, stderr=log
        )
    try:
        await _listening(relay.port, running)
        yield relay
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def _listening(port: int, running: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            assert running.returncode is None, "it ended: see smtpd.log beside its configuration"
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
