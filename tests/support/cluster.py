"""One throw-away PostgreSQL for a whole test run: a migrated template, and a clone of it for each process.

The pytest controller starts and stops it; xdist's workers inherit its address from the environment.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import asyncpg

from tests.support.loops import run_apart
from webapp.core.migrate import upgrade
from webapp.launch import postgres
from webapp.settings import load

ROOT = Path(__file__).parents[2]
SOCKET_DIR, TEMPLATE = "TEST_CLUSTER_SOCKET_DIR", "TEST_CLUSTER_TEMPLATE"


class DatabaseUrls(NamedTuple):
    application: str
    owner: str


class Cluster:
    """Started by the controller, from its main thread."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="mes-aides-tests-"))

        self._server = postgres.start(self._home / "postgres", durable=False)
        os.environ[SOCKET_DIR] = str(self._server.socket_dir)
        os.environ[TEMPLATE] = f"template_{_fingerprint()}"
        self._make_template(os.environ[TEMPLATE])

    def stop(self) -> None:
        postgres.stop(self._server)
        shutil.rmtree(self._home)

    def _make_template(self, name: str) -> None:
        _execute(f"CREATE DATABASE {name} OWNER {postgres.OWNER}")
        urls = _urls(name)
        upgrade(load({"MODE": "test", "DATABASE_URL": urls.application, "DATABASE_OWNER_URL": urls.owner}))
        # PostgreSQL clones a database only while nobody is connected to it.
        _execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")


def clone_database(name: str) -> DatabaseUrls:
    """A database of this name with every table and no more rows than the migrations make; one that exists is replaced.

    0.1 s. `name` is written in SQL as it is: letters, digits and underscores.
    """
    _execute(
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"CREATE DATABASE {name} TEMPLATE {os.environ[TEMPLATE]} OWNER {postgres.OWNER}",
    )
    return _urls(name)


def empty_database(name: str) -> DatabaseUrls:
    """One without a single table."""
    _execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} OWNER {postgres.OWNER}")
    return _urls(name)


def drop_database(name: str) -> None:
    """Whoever is still connected to it is thrown out."""
    _execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _urls(database: str) -> DatabaseUrls:
    folder = Path(os.environ[SOCKET_DIR])
    return DatabaseUrls(
        postgres.address(folder, postgres.APPLICATION, database), postgres.address(folder, postgres.OWNER, database)
    )


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for folder in ("migrations", "schemes") for path in (ROOT / folder).rglob("*.*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _execute(*statements: str) -> None:
    async def execute() -> None:
        url = postgres.address(Path(os.environ[SOCKET_DIR]), postgres.SUPERUSER, "postgres")
        connection = await asyncpg.connect(url)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    run_apart(execute())
