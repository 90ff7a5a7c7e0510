"""The embedded PostgreSQL."""

import asyncio
import json
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from tests.launch.running import ROOT, eventually
from webapp.launch import binaries, postgres, process
from webapp.launch.errors import CannotStart


@contextmanager
def server_on(home: Path) -> Iterator[postgres.Server]:
    server = postgres.start(home, durable=False)
    try:
        yield server
    finally:
        postgres.stop(server)


def _sql(url: str, statement: str) -> object:
    async def execute() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(execute())


def test_it_is_made_once_and_keeps_its_data(data_dir: Path) -> None:
    home = data_dir / "postgres"
    with server_on(home) as server:
        _sql(server.database_owner_url, "CREATE TABLE kept AS SELECT 'déjà vu' AS words")
        assert postgres.running_on(home) == server.socket_dir
    assert postgres.running_on(home) is None
    assert not server.socket_dir.exists()
    with server_on(home) as server:
        assert _sql(server.database_owner_url, "SELECT words FROM kept") == "déjà vu"


def test_the_two_roles_have_their_rights_and_no_more(data_dir: Path) -> None:
    with server_on(data_dir / "postgres") as server:
        application, owner = server.database_url, server.database_owner_url
        for url in (application, owner):
            assert _sql(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        for extension in ("unaccent", "citext", "pg_trgm", "btree_gin"):
            _sql(owner, f"CREATE EXTENSION {extension}")
        _sql(owner, "CREATE TABLE audit (what text)")
        for forbidden in ("CREATE TABLE mine ()", "CREATE TEMP TABLE mine ()", "SELECT * FROM audit", "CREATE ROLE x"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                _sql(application, forbidden)


def test_texts_are_utf8_sorted_by_code_point_and_times_are_utc(data_dir: Path) -> None:
    with server_on(data_dir / "postgres") as server:
        assert _sql(server.database_url, "SHOW server_encoding") == "UTF8"
        assert _sql(server.database_url, "SHOW TimeZone") == "UTC"
        assert _sql(server.database_url, "SELECT lower('ÉCOLE') || ('a' > 'Z')::text") == "écoletrue"


def test_nothing_listens_on_the_network(data_dir: Path) -> None:
    with server_on(data_dir / "postgres") as server:
        assert _sql(server.database_url, "SHOW listen_addresses") == ""
        assert server.socket_dir.stat().st_mode & 0o077 == 0


def test_a_server_left_by_a_killed_process_is_stopped_and_replaced(data_dir: Path) -> None:
    home = data_dir / "postgres"
    with server_on(home) as left:
        with server_on(home) as server:
            assert left.process.wait(5) == 0
            assert _sql(server.database_url, "SELECT 1") == 1
        assert left.socket_dir != server.socket_dir


def test_data_survive_the_kill_of_the_server(data_dir: Path) -> None:
    home = data_dir / "postgres"
    killed = postgres.start(home)
    _sql(killed.database_owner_url, "CREATE TABLE kept AS SELECT 1 AS number")
    killed.process.kill()
    killed.process.wait()
    with server_on(home) as server:
        assert _sql(server.database_owner_url, "SELECT number FROM kept") == 1
    assert not killed.socket_dir.exists()


def test_it_dies_with_the_process_that_started_it(data_dir: Path) -> None:
    home = data_dir / "postgres"
    script = f"import os, pathlib; from webapp.launch import postgres; postgres.start(pathlib.Path({str(home)!r})); "
    done = subprocess.run([sys.executable, "-c", script + "os.kill(os.getpid(), 9)"], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert eventually(lambda: not (home / "data/postmaster.pid").exists(), within=5)
    left = Path(json.loads((home / "cluster.json").read_text())["socket_dir"])
    with server_on(home):
        assert not left.exists()


def test_an_unfinished_first_start_is_done_again(data_dir: Path) -> None:
    home = data_dir / "postgres"
    (home / "data.new").mkdir(parents=True, mode=0o700)
    (home / "data.new" / "PG_VERSION").write_text("half")
    with server_on(home) as server:
        assert _sql(server.database_url, "SELECT 1") == 1
    assert not (home / "data.new").exists()


def test_data_of_a_version_that_is_gone_is_said(data_dir: Path) -> None:
    home = data_dir / "postgres"
    (home / "data").mkdir(parents=True)
    (home / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match="made by PostgreSQL 9, which is no longer installed"):
        postgres.start(home)


def test_a_server_that_does_not_start_says_why(data_dir: Path) -> None:
    home = data_dir / "postgres"
    with server_on(home):
        pass
    (home / "data" / "postgresql.conf").write_text("max_connections = none\n")
    with pytest.raises(CannotStart, match="contains errors"):
        postgres.start(home)


def test_the_wheel_serves_where_the_system_has_none(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = list(binaries._folders())
    monkeypatch.setattr(binaries, "_folders", lambda: iter(folders[-1:]))
    with server_on(data_dir / "postgres") as server:
        assert str(_sql(server.database_url, "SHOW server_version")).startswith("18")
        for extension in ("unaccent", "citext", "pg_trgm", "btree_gin"):
            _sql(server.database_owner_url, f"CREATE EXTENSION {extension}")


def test_without_user_namespaces_root_hands_it_to_nobody(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = data_dir / "entered by root alone" / "postgres"
    home.parent.mkdir(mode=0o700)
    monkeypatch.setattr("webapp.launch.identity.NAMESPACE", ("no-such-program",))
    runs_as = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
    for _ in ("made", "started again"):
        with server_on(home) as server:
            assert Path(f"/proc/{server.process.pid}").stat().st_uid == runs_as
            assert _sql(server.database_url, "SELECT 1") == 1


def test_a_child_whose_parent_is_already_gone_does_not_start() -> None:
    gone = "1" if os.getppid() != 1 else "2"
    wrapper = [sys.executable, "-I", "-S", process.__file__, gone, str(int(signal.SIGINT))]
    assert subprocess.run([*wrapper, "/bin/true"], check=False).returncode == -signal.SIGKILL
    wrapper[4] = str(os.getpid())
    assert subprocess.run([*wrapper, "/bin/true"], check=False).returncode == 0
