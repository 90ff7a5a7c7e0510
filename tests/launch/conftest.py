"""A DATA_DIR for tests that start the portal or its database for real."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Unlike `tmp_path` other users can enter it: where root has no user namespaces, PostgreSQL runs as nobody."""
    folder = Path(tempfile.mkdtemp(prefix="mes-aides-launch-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)
