"""The embedded PostgreSQL: made on first use, reached by a Unix socket only, stopped with the process that started it.

Whoever calls `start` holds the lock on DATA_DIR (`webapp/launch/premises.py`): a server that is still running on the
data is then one whose supervisor was killed, and may be stopped.
"""

# ruff: noqa: S603 (the programs run here are ours to choose)
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from webapp.launch import binaries, identity
from webapp.launch.binaries import Binaries
from webapp.launch.errors import CannotStart
from webapp.launch.identity import Identity

SUPERUSER, OWNER, APPLICATION, DATABASE = "postgres", "portal_owner", "portal_app", "portal"
PORT = 5432  # only names the socket file

# One command a line: single-user mode reads it so. The owner is no superuser; owning the database is enough to create
# the trusted extensions.
FIRST_COMMANDS = f"""\
CREATE ROLE {OWNER} LOGIN;
CREATE ROLE {APPLICATION} LOGIN;
CREATE DATABASE {DATABASE} OWNER {OWNER};
REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;
GRANT CONNECT ON DATABASE {DATABASE} TO {APPLICATION};
"""

# A postmaster killed by force: its children need a moment to notice, and itself is there until somebody has reaped it.
PASSING = ("shared memory block", 'lock file "postmaster.pid" already exists')


@dataclass(frozen=True, slots=True)
class Server:
    process: subprocess.Popen[bytes]
    socket_dir: Path

    def url(self, user: str, database: str = DATABASE) -> str:
        return address(self.socket_dir, user, database)

    @property
    def database_url(self) -> str:
        return self.url(APPLICATION)

    @property
    def database_owner_url(self) -> str:
        return self.url(OWNER)


def address(socket_dir: Path, user: str, database: str = DATABASE) -> str:
    return f"postgresql://{user}@/{database}?host={socket_dir}&port={PORT}"


def start(home: Path, *, durable: bool = True) -> Server:
    """Start the server whose data is in `home`; `durable=False` is for tests, which may lose everything in a crash.

    Call it from the main thread: the kernel stops the server when the thread that started it ends. Raises CannotStart.
    """
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    who = identity.choose(home)
    data = home / "data"
    programs = _remembered(home) if data.exists() else binaries.find()
    if not data.exists():
        _create(home, programs, who, durable)
    _finish_previous(home)
    socket_dir = _socket_dir(who)
    _remember(home, programs, socket_dir)
    try:
        return Server(_start(home, programs, who, socket_dir, durable), socket_dir)
    except BaseException:
        shutil.rmtree(socket_dir, ignore_errors=True)
        raise


def stop(server: Server) -> None:
    """Fast shutdown; a server that has not ended after 8 s is made to, and recovers at its next start."""
    for signum, patience in ((signal.SIGINT, 8.0), (signal.SIGQUIT, 3.0), (signal.SIGKILL, 3.0)):
        if server.process.poll() is None:
            server.process.send_signal(signum)
        try:
            server.process.wait(patience)
            break
        except subprocess.TimeoutExpired:
            continue
    shutil.rmtree(server.socket_dir, ignore_errors=True)


def running_on(home: Path) -> Path | None:
    """The socket folder of the server that now serves the data in `home`, for commands run beside `make run`."""
    lines = _pid_file(home / "data")
    return Path(lines[4]) if len(lines) > 7 and lines[7].strip() == "ready" and _alive(home) else None


def _create(home: Path, programs: Binaries, who: Identity, durable: bool) -> None:
    """Make the cluster, its roles and its database aside, then rename: what exists is complete."""
    unfinished = home / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    # macOS has no C.UTF-8.
    locale = ["--locale=C", "--lc-ctype=UTF-8"] if sys.platform == "darwin" else ["--locale=C.UTF-8"]
    initdb = [programs.path("initdb"), "-D", str(unfinished), "-U", SUPERUSER, "-E", "UTF8", *locale]
    # The socket's folder, which only its owner can enter, is the authentication.
    initdb += ["--auth-local=trust", "--auth-host=reject", "--data-checksums", "--no-instructions"]
    initdb += [] if durable else ["--no-sync"]
    _run(who.wrap(initdb))
    single = [programs.path("postgres"), "--single", "-D", str(unfinished), "-c", "exit_on_error=on", SUPERUSER]
    _run(who.wrap(single), FIRST_COMMANDS)
    unfinished.rename(home / "data")


def _run(command: list[str], text: str = "") -> None:
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, cwd="/", env=_environment())
    if done.returncode:
        said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()] or ["no reason given"]
        reason = next((line for line in said if "error:" in line or "FATAL" in line), said[-1])
        raise CannotStart(f"The embedded database could not be made: {reason}")


def _environment() -> dict[str, str]:
    """Ours, without the variables that PostgreSQL would obey, and with messages in English."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}


def _remember(home: Path, programs: Binaries, socket_dir: Path) -> None:
    note = {"major": str(programs.major), "bin": str(programs.folder), "socket_dir": str(socket_dir)}
    (home / "cluster.json").write_text(json.dumps(note))


def _note(home: Path) -> dict[str, str]:
    path = home / "cluster.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return known


def _remembered(home: Path) -> Binaries:
    """The programs of the version that made the data."""
    known = _note(home)
    major = int((home / "data" / "PG_VERSION").read_text())
    return binaries.find(major=major, remembered=Path(known["bin"]) if "bin" in known else None)


def _socket_dir(who: Identity) -> Path:
    # Not under TMPDIR: the path of a Unix socket holds 107 characters (103 on macOS).
    folder = Path(tempfile.mkdtemp(prefix="mes-aides-", dir="/tmp"))
    who.take(folder)
    return folder


def _start(home: Path, programs: Binaries, who: Identity, socket_dir: Path, durable: bool) -> subprocess.Popen[bytes]:
    command = [programs.path("postgres"), "-D", str(home / "data")]
    command += [part for name, value in _options(socket_dir, durable).items() for part in ("-c", f"{name}={value}")]
    command = who.wrap(command, death=signal.SIGINT)  # a fast shutdown; SIGTERM would wait for clients to leave
    log = home / "server.log"
    deadline = time.monotonic() + 10
    while True:
        with log.open("wb") as output:
            # Its own session, so that Ctrl-C reaches the supervisor alone.
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=_environment(),
                start_new_session=True,
            )
        if _becomes_ready(process, home):
            return process
        said = log.read_text(errors="replace")
        if not any(words in said for words in PASSING) or time.monotonic() > deadline:
            reason = next((line for line in said.splitlines() if "FATAL" in line or "Error" in line), "no reason given")
            raise CannotStart(f"The embedded database does not start: {reason} (see {log})")
        time.sleep(0.1)


def _options(socket_dir: Path, durable: bool) -> dict[str, str]:
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700",
        "port": str(PORT),
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if sys.platform == "linux" and not os.access("/dev/shm", os.W_OK):  # noqa: S108 (asked, not written)
        options["dynamic_shared_memory_type"] = "mmap"
    if not durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return options


def _becomes_ready(process: subprocess.Popen[bytes], home: Path) -> bool:
    """Wait for it: recovery after a crash may take long, so only the end of the process is a failure."""
    while process.poll() is None:
        lines = _pid_file(home / "data")
        if len(lines) > 7 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
            return True
        time.sleep(0.01)
    return False


def _pid_file(data: Path) -> list[str]:
    """Lines of postmaster.pid: the process first, the socket folder fifth, the state eighth."""
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _alive(home: Path) -> int:
    """The process that serves the data in `home`, 0 when there is none; a number taken by another program is none."""
    lines = _pid_file(home / "data")
    pid = int(lines[0]) if lines else 0
    return pid if str(home / "data") in _command_line(pid) else 0


def _command_line(pid: int) -> str:
    if sys.platform == "linux":  # where `ps` may be missing
        try:
            return Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            return ""
    ps = ["/bin/ps", "-o", "args=", "-p", str(pid)]
    return subprocess.run(ps, capture_output=True, text=True, check=False).stdout


def _finish_previous(home: Path) -> None:
    """Stop the server that a killed supervisor left, or wait until it has stopped; remove its socket's folder."""
    for signum, patience in ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0)):
        deadline = time.monotonic() + patience
        if pid := _alive(home):
            os.kill(pid, signum)
        while _alive(home) and time.monotonic() < deadline:
            time.sleep(0.05)
    if pid := _alive(home):
        raise CannotStart(f"An older PostgreSQL (process {pid}) holds {home} and does not stop.")
    if left := _note(home).get("socket_dir"):
        shutil.rmtree(left, ignore_errors=True)
