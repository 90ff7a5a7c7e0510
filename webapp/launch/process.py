"""No process of ours outlives the one that started it.

Run as a script, this file is the wrapper that gives the same promise to a program that is not ours (PostgreSQL):
`process.py PARENT SIGNAL program arguments…`. It imports nothing of `webapp`, so it costs 20 ms.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(signum: int, parent: int) -> None:
    """Have the kernel send `signum` to this process once `parent`, which started it, is gone.

    Linux only; elsewhere it does nothing. Forgotten by the kernel when the process changes its user, so call it after.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signum, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:  # it died before the line above: no signal would ever come
        os.kill(os.getpid(), signal.SIGKILL)


def _wrap(parent: str, signum: str, *command: str) -> None:
    die_with_parent(int(signum), int(parent))
    os.execv(command[0], command)  # noqa: S606 (no shell is the point)


if __name__ == "__main__":
    _wrap(*sys.argv[1:])
