"""The real product for end-to-end tests: `python -m webapp run` on a port and a data folder of its own."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from tests.support.loops import run_apart
from webapp.launch import postgres
from webapp.launch.premises import free_port
from webapp.settings import Settings, load

ROOT = Path(__file__).parents[2]
START_SECONDS = 90.0
STOP_SECONDS = 20.0
MAIL_SECONDS = 20.0
EVERY_SECONDS = 0.05
LINK = re.compile(r"https?://\S+")
# Hashing a password must not be what tests wait for; the tests stand for a proxy, so that each browser has its address.
CHEAP = {
    "ARGON2_TIME_COST": "1",
    "ARGON2_MEMORY_KIB": "8",
    "LOG_LEVEL": "warning",
    "TRUSTED_PROXIES": "127.0.0.1",
}


class Portal:
    def __init__(self, port: int, data_dir: Path, process: subprocess.Popen[bytes]) -> None:
        self.url = f"http://localhost:{port}"
        self.port = port
        self.data_dir = data_dir
        self.process = process

    @property
    def settings(self) -> Settings:
        """Where its database and its files are, for what is made beside its screens."""
        socket_dir = postgres.running_on(self.data_dir / "postgres")
        assert socket_dir, "the database is not running"
        database = {
            "DATABASE_URL": postgres.address(socket_dir, postgres.APPLICATION),
            "DATABASE_OWNER_URL": postgres.address(socket_dir, postgres.OWNER),
        }
        return load({"MODE": "demo", "DATA_DIR": str(self.data_dir), **CHEAP, **database})

    @property
    def log(self) -> str:
        return (self.data_dir / "run.log").read_text(errors="replace")

    def mails(self, to: str = "") -> list[EmailMessage]:
        """In order of arrival; those to one address if `to` is given."""
        files = sorted((self.data_dir / "mails").glob("*.eml"))
        mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [mail for mail in mails if to.lower() in str(mail["To"]).lower()]

    def wait_for_mail(
        self, to: str, subject: str = "", *, count: int = 1, seconds: float = MAIL_SECONDS
    ) -> EmailMessage:
        """The newest mail to this address whose subject holds `subject`, once there are `count` of them.

        AssertionError after `seconds`.
        """
        deadline = time.monotonic() + seconds
        while True:
            mails = self.mails(to)
            found = [mail for mail in mails if subject.lower() in str(mail["Subject"]).lower()]
            if len(found) >= count:
                return found[-1]
            subjects = [str(mail["Subject"]) for mail in mails]
            assert time.monotonic() < deadline, f"no mail to {to} with {subject!r} in {seconds} s, only {subjects}"
            time.sleep(EVERY_SECONDS)

    def wait_for_link(self, to: str, subject: str, part: str, *, count: int = 1) -> str:
        """The address that holds `part`, in the newest mail to this address of that subject: see wait_for_mail."""
        return next(link for link in links_in(self.wait_for_mail(to, subject, count=count)) if part in link)

    def ask(self, question: str, *values: object) -> list[Any]:
        """The rows that the database answers to this SQL, asked as the role that owns the tables."""

        async def rows() -> list[Any]:
            connection = await asyncpg.connect(self.settings.database_owner_url)
            try:
                return list(await connection.fetch(question, *values))
            finally:
                await connection.close()

        return run_apart(rows())

    def receipt_sha256(self, number: str) -> str:
        """What the portal recorded when it made the receipt of the application of that public number."""
        (row,) = self.ask(
            "SELECT sha256 FROM receipt JOIN application ON application.id = application_id WHERE number = $1",
            int(number),
        )
        return str(row["sha256"])

    def kill(self, words: str = "") -> None:
        """SIGKILL to every process of the portal at once, or to those whose command line holds `words`, and wait."""
        family = descendants(self.process.pid)
        victims = [pid for pid in family if words in _command_line(pid)]
        assert victims, f"nothing runs {words!r}"
        for pid in victims:
            with suppress(ProcessLookupError):  # its parent's death was its own
                os.kill(pid, signal.SIGKILL)
        self.process.wait(STOP_SECONDS)
        deadline = time.monotonic() + STOP_SECONDS
        while left := [pid for pid in family if _command_line(pid)]:
            assert time.monotonic() < deadline, f"still there: {[_command_line(pid) for pid in left]}"
            time.sleep(EVERY_SECONDS)


def descendants(pid: int) -> list[int]:
    """The process and all that it started, itself or through others."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [one for child in task.read_text().split() for one in descendants(int(child))]
    return found


def _command_line(pid: int) -> str:
    """Empty for a process that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def links_in(mail: EmailMessage) -> list[str]:
    """The addresses in the text of a mail, in order."""
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None, "the mail has no text part"
    return [link.rstrip(".,;:)>") for link in LINK.findall(body.get_content())]


@contextmanager
def running(data_dir: Path, *, port: int = 0, **settings: str) -> Iterator[Portal]:
    """Serve until the block ends, on a free port if none is given.

    Settings of the surrounding environment are not taken over. A portal that the block has ended is left alone.
    """
    ours = {field.name.upper() for field in msgspec.structs.fields(Settings)}
    environ = {name: value for name, value in os.environ.items() if name not in ours}
    port = port or free_port()
    environ |= {"MODE": "demo", "DATA_DIR": str(data_dir), "PORT": str(port), **CHEAP, **settings}
    data_dir.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "webapp", "run", "--parent", str(os.getpid())]
    with (data_dir / "run.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT)
        portal = Portal(port, data_dir, process)
        try:
            _wait_until_live(portal, process)
            yield portal
        finally:
            _stop(process)


def _wait_until_live(portal: Portal, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_live(portal.port):
        assert process.poll() is None, f"the portal stopped by itself ({process.returncode}):\n{portal.log[-3000:]}"
        assert time.monotonic() < deadline, f"no answer on /livez after {START_SECONDS} s:\n{portal.log[-3000:]}"
        time.sleep(EVERY_SECONDS)


def _is_live(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
