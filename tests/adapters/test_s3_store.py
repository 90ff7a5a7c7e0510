"""What a server adds to the contract of test_file_store.py: it is killed, away, shut to us, and keeps half-uploads."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import obstore
import pytest
from obstore.store import S3Store as Bucket

from tests.adapters.full_s3 import full_server
from tests.adapters.kept_files import KEY, MIB, all_keys, chunks_of, content
from tests.support.s3_server import BUCKET, S3Server, s3_server
from webapp.adapters.s3_leftovers import Leftovers
from webapp.adapters.s3_store import S3Store
from webapp.adapters.stores import make_store
from webapp.core.ports import FileMissing, StoreFull, StoreUnavailable
from webapp.settings import Settings, load

ROOT = Path(__file__).parents[2]
LARGE = 64 * MIB


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[S3Server]:
    """A server that this test may kill."""
    folder = tmp_path / "s3"
    folder.mkdir()
    with s3_server(folder) as server:
        yield server


async def large() -> AsyncIterator[bytes]:
    block = os.urandom(MIB)
    for _ in range(LARGE // MIB):
        yield block


def begun(settings: Settings, key: str = "") -> list[str]:
    """The keys whose parts lie on the server, of uploads that are not finished."""
    return [left.key for left in Leftovers(settings).listed(key)]


async def test_a_server_killed_in_an_upload_shows_nothing_of_it_and_takes_it_once_it_is_back(
    mortal: S3Server, tmp_path: Path
) -> None:
    settings = mortal.settings(load({}), prefix="aides")
    store = S3Store(settings, tmp_path / "aside")
    await store.put("documents/ab/before", chunks_of(b"before"))
    upload = asyncio.create_task(store.put(KEY, large()))
    while not await asyncio.to_thread(begun, settings):
        assert not upload.done(), "over before the server could be killed: LARGE is too small"
    mortal.kill()

    with pytest.raises(StoreUnavailable):
        await upload
    with pytest.raises(StoreUnavailable):
        await content(store, "documents/ab/before")
    assert [*(tmp_path / "aside").iterdir()] == []

    await asyncio.to_thread(mortal.start)
    assert await all_keys(store) == {"documents/ab/before"}
    with pytest.raises(FileMissing):
        await content(store, KEY)
    assert await content(store, "documents/ab/before") == b"before"
    await store.sweep(older_than=timedelta(0))
    assert begun(settings) == []
    assert (await store.put(KEY, large())).size == LARGE


async def test_half_uploads_are_swept_once_they_are_old_and_living_ones_go_on(s3: S3Server, tmp_path: Path) -> None:
    settings = s3.settings(load({}), prefix="balayage")
    store = S3Store(settings, tmp_path / "aside")
    bucket = Bucket(
        BUCKET,
        prefix="balayage",
        endpoint=s3.endpoint,
        access_key_id=settings.s3_access_key,
        secret_access_key=settings.s3_secret_key,
        client_options={"allow_http": True},
    )
    writer = obstore.open_writer(bucket, KEY, buffer_size=5 * MIB)
    writer.write(os.urandom(12 * MIB))
    del writer  # as a killed process leaves it
    (tmp_path / "aside").mkdir()
    left_aside = tmp_path / "aside" / "upload-dead"
    left_aside.write_bytes(b"half")
    os.utime(left_aside, (0, 0))

    assert begun(settings) == [f"balayage/{KEY}"]
    assert await store.sweep() == 1, "the file that lies here; the parts are of today"
    assert begun(settings) == [f"balayage/{KEY}"]
    assert await store.sweep(older_than=timedelta(0)) == 1
    assert begun(settings) == []
    assert not left_aside.exists()


async def test_two_prefixes_of_one_bucket_are_two_stores(s3: S3Server, tmp_path: Path) -> None:
    ours, theirs = (s3.settings(load({}), prefix=name) for name in ("a", "ab"))
    await S3Store(theirs, tmp_path).put(KEY, chunks_of(b"theirs"))

    assert await all_keys(S3Store(ours, tmp_path)) == set()
    assert await all_keys(S3Store(theirs, tmp_path)) == {KEY}


@pytest.mark.parametrize("change", [{"s3_secret_key": "not the key"}, {"s3_access_key": "nobody"}])
async def test_a_server_that_does_not_know_us_is_away(s3: S3Server, tmp_path: Path, change: dict[str, str]) -> None:
    store = S3Store(msgspec.structs.replace(s3.settings(load({}), prefix="x"), **change), tmp_path)
    with pytest.raises(StoreUnavailable):
        await store.put(KEY, chunks_of(b"x"))
    with pytest.raises(StoreUnavailable):
        await content(store, KEY)
    with pytest.raises(StoreUnavailable):
        await all_keys(store)
    with pytest.raises(StoreUnavailable):
        await store.delete(KEY)
    assert await store.sweep() == 0


async def test_a_refused_upload_of_several_parts_leaves_none(tmp_path: Path) -> None:
    async with full_server() as settings:
        with pytest.raises(StoreFull):
            await S3Store(settings, tmp_path / "aside").put(KEY, chunks_of(os.urandom(12 * MIB)))
    assert [*(tmp_path / "aside").iterdir()] == []


async def test_the_settings_say_which_store(s3: S3Server, tmp_path: Path) -> None:
    """The key on the server is the prefix and ours."""
    settings = load({**s3.environ, "S3_PREFIX": "region/aides", "DATA_DIR": str(tmp_path)})
    await make_store(settings).put(KEY, chunks_of(b"x"))

    whole = make_store(load({**s3.environ, "DATA_DIR": str(tmp_path)}))
    assert f"region/aides/{KEY}" in await all_keys(whole)
    assert not (tmp_path / "files").exists()


def test_a_command_that_used_the_server_ends_with_its_own_status(s3: S3Server, tmp_path: Path) -> None:
    """obstore's asynchronous calls stop one process in three with SIGABRT here."""
    script = """if True:
        import asyncio, sys
        from webapp.adapters.stores import make_store
        from webapp.settings import load

        async def main():
            store = make_store(load())
            return [key async for key in store.keys()]

        asyncio.run(main())
        sys.exit(7)
        """
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **s3.environ}
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environ, check=False)
        assert done.returncode == 7
