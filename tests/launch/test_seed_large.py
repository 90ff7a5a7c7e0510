"""`python -m bench.seed_large`, as a real process: it fills the database of a demonstration, and no other."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.launch.running import PRODUCTION, ROOT, environment
from tests.support.cluster import DatabaseUrls, clone_database, drop_database
from webapp import demo
from webapp.settings import load

NAME = f"seeded_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
COUNTS = """SELECT (SELECT count(*) FROM application), (SELECT count(*) FROM submission),
    (SELECT count(*) FROM application_search), (SELECT count(*) FROM receipt)"""
"""A list, its search and the page of an application read these; as many rows in each."""


@pytest.fixture
def urls() -> Iterator[DatabaseUrls]:
    yield clone_database(NAME)
    drop_database(NAME)


def seed(owner: str, count: int, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.seed_large", str(count)]
    env = environment(Path("/nonexistent"), **{"MODE": "demo", "DATABASE_OWNER_URL": owner, **settings})
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


async def rows(urls: DatabaseUrls) -> set[int]:
    connection = await asyncpg.connect(urls.owner)
    try:
        return set(await connection.fetchrow(COUNTS))
    finally:
        await connection.close()


async def test_it_makes_as_many_applications_as_it_is_told_and_adds_what_is_missing(urls: DatabaseUrls) -> None:
    given = {"MODE": "demo", "DATABASE_URL": urls.application, "DATABASE_OWNER_URL": urls.owner}
    await demo.load(load(given | {"ARGON2_TIME_COST": "1", "ARGON2_MEMORY_KIB": "8"}))
    for count in (40, 40, 60):
        done = seed(urls.owner, count)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"{count} applications in ")
        assert await rows(urls) == {count}


async def test_what_people_use_is_never_filled(urls: DatabaseUrls) -> None:
    done = seed(urls.owner, 40, DATABASE_URL=urls.application, **PRODUCTION)
    assert done.returncode == 2
    assert done.stderr.startswith("error: MODE is production")
    assert await rows(urls) == {0}


def test_without_a_database_it_says_what_to_do() -> None:
    done = seed("", 40)
    assert done.returncode == 2
    assert done.stderr.startswith("error: DATABASE_OWNER_URL must be set, or `make run` must be running")


def test_settings_that_cannot_be_are_told_in_one_line() -> None:
    done = seed("", 40, MODE="production")
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert len(done.stderr.splitlines()) == 1
