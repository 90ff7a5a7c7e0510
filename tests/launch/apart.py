"""The product as the processes that it is made of, each started and killed alone; `make run` keeps them together."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from asyncio import Task
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from tests.launch.running import ROOT, environment
from tests.support.portal import CHEAP, descendants
from webapp.launch import children, postgres
from webapp.launch.children import Child
from webapp.launch.premises import free_port
from webapp.settings import Settings, load

PATIENCE_SECONDS = 60.0
EVERY_SECONDS = 0.02
STOP_SECONDS = 10.0


async def until(true: Callable[[], bool | Awaitable[bool]], what: str) -> None:
    """AssertionError after PATIENCE_SECONDS."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (answer if isinstance(answer := true(), bool) else await answer):
        assert time.monotonic() < deadline, f"not within {PATIENCE_SECONDS} s: {what}"
        await asyncio.sleep(EVERY_SECONDS)


Look = Callable[["Installation"], Awaitable[object]]


class Installation:
    """One DATA_DIR. PostgreSQL is always reached at the same place, also when it is started again."""

    def __init__(self, data_dir: Path, **settings: object) -> None:
        self.data_dir, self.port = data_dir, free_port()
        self.url = f"http://localhost:{self.port}"
        self._socket, self._log = data_dir / "socket", data_dir / "run.log"
        self._children: list[Child] = []
        self.start_database()
        own = {"MODE": "test", "PORT": self.port, "SMTP_PORT": free_port(), "LOG_LEVEL": "warning"}
        database = {"DATABASE_URL": postgres.address(self._socket, postgres.APPLICATION)}
        self._environ = environment(data_dir, **(CHEAP | own | database | settings))
        self._owner_url = postgres.address(self._socket, postgres.OWNER)
        self._environ_of_owner = self._environ | {"DATABASE_OWNER_URL": self._owner_url}
        command = [sys.executable, "-m", "webapp", "migrate"]
        subprocess.run(command, cwd=ROOT, env=self._environ_of_owner, check=True)

    @property
    def settings(self) -> Settings:
        return load(self._environ_of_owner)

    @property
    def said(self) -> str:
        """By all that were started here."""
        return self._log.read_text(errors="replace")

    def start_database(self) -> None:
        self._database = postgres.start(self.data_dir / "postgres")
        self._socket.unlink(missing_ok=True)
        self._socket.symlink_to(self._database.socket_dir)

    def kill_database(self) -> None:
        pid, *_ = (self.data_dir / "postgres" / "data" / "postmaster.pid").read_text().splitlines()
        os.kill(int(pid), signal.SIGKILL)
        self._database.process.wait()

    def start(self, *command: str, **settings: object) -> Child:
        """`python -m webapp <command>`, which does not outlive us."""
        environ = self._environ | {name: str(value) for name, value in settings.items()}
        with self._log.open("ab") as log:
            program = [sys.executable, "-m", "webapp", *command, "--parent", str(os.getpid())]
            process = subprocess.Popen(program, cwd=ROOT, env=environ, stdout=log, stderr=log, start_new_session=True)
        self._children.append(Child(command[0], process))
        return self._children[-1]

    @asynccontextmanager
    async def serving(
        self, *failpoints: str, look: Look | None = None, **settings: object
    ) -> AsyncIterator[Task[Child]]:
        """A server that answers, and the task of replacing it: for each failpoint one that kills itself there, then one
        that lives, which the task gives. `look` is called at each death, before the next one starts.
        """
        keeping = asyncio.create_task(self._keep_serving(failpoints, look, settings))
        try:
            await self.is_up()
            yield keeping
        finally:
            keeping.cancel()
            self.stop("serve")

    async def _keep_serving(
        self, failpoints: Sequence[str], look: Look | None, settings: Mapping[str, object]
    ) -> Child:
        for failpoint in failpoints:
            await until_it_ends(self.start("serve", FAILPOINT=failpoint, **settings))
            if look is not None:
                await look(self)
        return self.start("serve", **settings)

    async def is_up(self) -> None:
        """Waits until the server answers, and its database too."""

        async def answers() -> bool:
            with suppress(httpx.TransportError):
                return (await client.get("/readyz")).status_code == 200
            return False

        async with httpx.AsyncClient(base_url=self.url) as client:
            await until(answers, "an answer of the server")

    def limit_files(self, size: int) -> None:
        """The server writes no file past so many bytes, as on a disk that is full; -1 for as large as before."""
        for child in self._children:
            if child.name == "serve" and child.process.poll() is None:
                for pid in descendants(child.process.pid):
                    _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
                    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most if size < 0 else size, most))

    def stop(self, name: str = "") -> None:
        """Those of this name, or all."""
        chosen = [child for child in self._children if name in child.name]
        children.stop(chosen, patience=STOP_SECONDS)
        self._children = [child for child in self._children if child not in chosen]

    def close(self) -> None:
        self.stop()
        postgres.stop(self._database)

    async def ask(self, question: str, *values: object) -> list[Any]:
        """The rows that the database answers to this SQL, asked as the role that owns the tables."""
        connection = await asyncpg.connect(self._owner_url)
        try:
            return list(await connection.fetch(question, *values))
        finally:
            await connection.close()


async def until_it_ends(child: Child) -> None:
    await asyncio.to_thread(child.process.wait)
