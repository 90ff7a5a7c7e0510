"""A DATA_DIR for tests that start the portal or its database for real."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.launch.apart import Installation
from tests.launch.filers import publish_the_scheme


@contextmanager
def _folder() -> Iterator[Path]:
    """Unlike `tmp_path` other users can enter it: where root has no user namespaces, PostgreSQL runs as nobody."""
    folder = Path(tempfile.mkdtemp(prefix="mes-aides-launch-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with _folder() as folder:
        yield folder


@pytest.fixture(scope="session")
async def portal() -> AsyncIterator[Installation]:
    """Without its server, which each test starts and kills; the database, the catcher and the job worker live on."""
    with _folder() as folder:
        portal = Installation(folder)
        try:
            portal.start("mail-catcher")
            portal.start("worker")
            await publish_the_scheme(portal)
            yield portal
        finally:
            portal.close()
