"""As whom PostgreSQL runs: it refuses to run as root, and a container often has nobody else.

Nothing is configured: the owner of the folder that holds the data says it, at the first start and at every other.
"""

# ruff: noqa: S603 (the programs run here are ours to choose)
import os
import pwd
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from webapp.launch import process
from webapp.launch.errors import CannotStart

NOBODY = pwd.getpwnam("nobody")
# Root under another name, where the machine allows it. initdb wants a user that exists: nobody always does.
NAMESPACE = ("unshare", "--user", f"--map-user={NOBODY.pw_uid}", f"--map-group={NOBODY.pw_gid}", "--")


@dataclass(frozen=True, slots=True)
class Identity:
    """`prefix` goes before a command; `owner` is the user and group that must own the files, when it is not ours."""

    prefix: tuple[str, ...] = ()
    owner: tuple[int, int] | None = None

    def wrap(self, command: list[str], *, death: signal.Signals = signal.SIGKILL) -> list[str]:
        """The command that runs `command` under this identity and sends it `death` when this process dies."""
        return [
            *self.prefix,
            sys.executable,
            "-I",
            "-S",
            process.__file__,
            str(os.getpid()),
            str(death.value),
            *command,
        ]

    def take(self, folder: Path) -> None:
        if self.owner:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, *self.owner, follow_symlinks=False)


def choose(folder: Path) -> Identity:
    """Who runs PostgreSQL on the data in `folder`, which exists and is made theirs. Raises CannotStart."""
    owner = folder.stat()
    if os.geteuid() != 0:
        if owner.st_uid != os.geteuid():
            raise CannotStart(f"{folder} belongs to another user: run as that user, or choose another DATA_DIR.")
        return Identity()
    if owner.st_uid != 0:
        return _another(owner.st_uid, owner.st_gid)
    if _works(NAMESPACE):
        return Identity(NAMESPACE)
    nobody = _another(NOBODY.pw_uid, NOBODY.pw_gid)
    nobody.take(folder)
    return nobody


def _another(uid: int, gid: int) -> Identity:
    prefix = ("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups")
    # To reach DATA_DIR and .venv below a folder that only root enters, as /root is. The bit is for access(2), which
    # forgets the capabilities of users without it; initdb asks access(2) whether it may run postgres.
    through_closed_folders = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    for more in ((*through_closed_folders, "--securebits=+no_setuid_fixup"), ()):
        candidate = (*prefix, *more, "--")
        if _works(candidate):
            return Identity(candidate, (uid, gid))
    raise CannotStart(
        "PostgreSQL cannot run as root, and this machine lets root neither make a user namespace (unshare) nor become "
        "another user (setpriv): run as a normal user, or set DATABASE_URL and DATABASE_OWNER_URL."
    )


def _works(prefix: tuple[str, ...]) -> bool:
    try:
        return subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
