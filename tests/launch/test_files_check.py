"""`python -m webapp files check`, as a real process: what rows and files say of each other."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_account
from tests.factories.applications import make_complete_draft, make_scheme, make_submitted
from tests.factories.structures import make_structure
from tests.launch.running import ROOT, environment
from tests.support.cluster import DatabaseUrls, clone_database
from webapp.accounts.passwords import Passwords
from webapp.adapters.disk_store import DiskStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Receipt
from webapp.core.clock import SystemClock
from webapp.core.db import Database
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.documents.upkeep import holders
from webapp.settings import load


@dataclass(frozen=True, slots=True)
class Kept:
    """A database and a folder of its own: an application sent, another that is filled in."""

    urls: DatabaseUrls
    data_dir: Path
    documents: list[str]  # keys
    receipt: str

    @property
    def files(self) -> Path:
        return self.data_dir / "files"

    def check(self, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "webapp", "files", "check", *options]
        given = {"MODE": "test", "DATABASE_URL": self.urls.application, "DATABASE_OWNER_URL": ""} | settings
        env = environment(self.data_dir, **given)
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    def add(self, key: str, *, days_old: float) -> Path:
        path = self.files / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"whose?")
        then = path.stat().st_mtime - days_old * 86400
        os.utime(path, (then, then))
        return path


@pytest.fixture
async def kept(tmp_path: Path, passwords: Passwords, renderer: TypstRenderer) -> Kept:
    urls = clone_database(f"files_{uuid4().hex[:12]}")
    database = Database.connect(load({"MODE": "test", "DATABASE_URL": urls.application}))
    work, store = Work(database.sessions, SystemClock()), DiskStore(tmp_path / "files")
    await make_scheme(work)
    account = await make_account(work, passwords)
    await make_structure(work, account)
    await make_submitted(work, account, store, renderer)
    await make_complete_draft(work, account, store)
    async with database.reads.connect() as connection:
        documents = list(await connection.scalars(select(Document.storage_key).order_by(Document.id)))
        (receipt,) = list(await connection.scalars(select(Receipt.storage_key)))
    await database.close()
    return Kept(urls, tmp_path, documents, receipt)


def test_every_table_that_names_files_is_asked() -> None:
    assert {"document", "receipt"} <= {table.name for table in holders()}
    for table in holders():
        assert {"size", "sha256"} <= set(table.c.keys()), f"{table.name} names files and does not say what they were"


async def test_what_agrees_is_counted(kept: Kept) -> None:
    done = kept.check()
    files = len(kept.documents) + 1
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{files} files, {files} rows: 0 orphans, 0 missing, 0 of another size\n"
    assert kept.check("--deep").stdout == done.stdout.replace("size\n", "size, 0 of another content\n")


async def test_what_is_wrong_is_a_line_each_and_the_status(kept: Kept) -> None:
    gone, cut, changed = kept.documents[:3]
    (kept.files / gone).unlink()
    (kept.files / cut).write_bytes(b"x")
    content = bytearray((kept.files / changed).read_bytes())
    content[-1] ^= 1
    (kept.files / changed).write_bytes(content)
    kept.add("documents/zz/orphan", days_old=2)
    (kept.files / kept.receipt).unlink()

    done = kept.check("--deep")

    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert {" ".join(line.split()[:3]).rstrip(",") for line in lines[:-1]} == {
        "orphan: documents/zz/orphan, 6",
        f"missing: {gone}, named",
        f"missing: {kept.receipt}, named",
        f"another size: {cut}",
        f"another content: {changed}",
    }
    assert "1 orphans, 2 missing, 1 of another size, 1 of another content" in lines[-1]
    assert "another content" not in kept.check().stdout


async def test_orphans_are_deleted_on_demand_and_nothing_else_is(kept: Kept) -> None:
    old, young = kept.add("documents/zz/old", days_old=1.1), kept.add("documents/zz/young", days_old=0.9)
    gone = kept.files / kept.documents[0]
    gone.unlink()

    assert kept.check().returncode == 1
    assert old.exists()
    done = kept.check("--delete-orphans")

    assert done.returncode == 1, "a file is missing all the same"
    assert "deleted: documents/zz/old" in done.stdout.splitlines()
    assert (old.exists(), young.exists()) == (False, True)
    assert all((kept.files / key).exists() for key in [*kept.documents[1:], kept.receipt])
    assert "0 orphans, 1 missing" in kept.check("--delete-orphans").stdout


async def test_the_wrong_database_deletes_nothing(kept: Kept) -> None:
    empty = Kept(clone_database(f"files_{uuid4().hex[:12]}"), kept.data_dir, [], "")
    for key in kept.documents:
        os.utime(kept.files / key, (0, 0))
    done = empty.check("--delete-orphans")
    assert done.returncode == 1
    assert done.stderr == ("error: no row names any file, nothing is deleted: is this the database of these files?\n")
    assert all((kept.files / key).exists() for key in kept.documents)


async def test_a_server_that_is_away_is_said(kept: Kept) -> None:
    away = {"FILES_STORE": "s3", "S3_ENDPOINT": "http://127.0.0.1:1", "S3_BUCKET": "portail"}
    done = kept.check(**away, S3_ACCESS_KEY="x", S3_SECRET_KEY="x")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: the store of files does not answer: ")
