"""`make run` under fire: each of its processes killed in turn, then the ways people stop it."""

import http.client
import os
import signal
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from tests.launch.running import Portal, portal_on
from webapp.launch import postgres

pytestmark = pytest.mark.drill


async def _count_and_add(data_dir: Path) -> int:
    """How many rows the starts before this one left in a table; leaves one more."""
    socket_dir = postgres.running_on(data_dir / "postgres")
    assert socket_dir
    connection = await asyncpg.connect(postgres.address(socket_dir, postgres.OWNER))
    await connection.execute("CREATE TABLE IF NOT EXISTS drill (at timestamptz DEFAULT now())")
    count: int = await connection.fetchval("SELECT count(*) FROM drill")
    await connection.execute("INSERT INTO drill DEFAULT VALUES")
    await connection.close()
    return count


def _status(portal: Portal, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=10)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def _notes(portal: Portal) -> list[str]:
    """What the terminal says between the address of the portal and that of its mails: the accounts."""
    said = portal.said.splitlines()
    start = next(number for number, line in enumerate(said) if f"localhost:{portal.port}" in line)
    return said[start + 1 : next(number for number, line in enumerate(said) if line.startswith("Mails:"))]


async def test_kill_9_of_any_process_leaves_no_orphan_and_loses_nothing(data_dir: Path) -> None:
    victims = ["make", "supervisor", "server", "server worker", "job worker", "mail catcher", "postgres"]
    accounts = None
    for starts, victim in enumerate(victims):
        with portal_on(data_dir) as portal:
            assert await _count_and_add(data_dir) == starts, f"rows lost before the kill of {victim}"
            assert _status(portal, "/") == 200
            accounts = accounts or _notes(portal)
            assert _notes(portal) == accounts
            os.kill(portal.pids[victim], signal.SIGKILL)
            portal.assert_gone(after=f"kill -9 of {victim}")
            if victim not in ("make", "supervisor"):
                assert portal.said.count("stopped by itself") == 1, portal.said
    with portal_on(data_dir) as portal:
        assert await _count_and_add(data_dir) == len(victims)
        assert _status(portal, "/readyz") == 200
        _term_supervisor(portal)
        portal.assert_gone(after="the last start")


def _term_make(portal: Portal) -> None:
    os.kill(portal.pids["make"], signal.SIGTERM)


def _term_supervisor(portal: Portal) -> None:
    os.kill(portal.pids["supervisor"], signal.SIGTERM)


def _control_c(portal: Portal) -> None:
    os.killpg(portal.pids["make"], signal.SIGINT)


async def test_it_stops_when_asked(data_dir: Path) -> None:
    ways: list[Callable[[Portal], None]] = [_term_make, _term_supervisor, _control_c]
    for way in ways:
        with portal_on(data_dir) as portal:
            way(portal)
            portal.assert_gone(after=way.__name__)
            assert "Stopping…" in portal.said
            assert "stopped by itself" not in portal.said
            assert "Traceback" not in portal.said
            assert not (data_dir / "run.lock").read_text()
            assert "database system is shut down" in (data_dir / "postgres/server.log").read_text()


def test_what_serves_has_no_access_as_owner_of_the_tables(data_dir: Path) -> None:
    """Whoever breaks into the server could else rewrite the audit, which it may only add to."""
    with portal_on(data_dir) as portal:
        for role in ("server", "server worker", "job worker", "mail catcher"):
            environment = Path(f"/proc/{portal.pids[role]}/environ").read_bytes()
            assert b"DATABASE_URL=" in environment, role
            assert b"DATABASE_OWNER_URL=" not in environment, role
