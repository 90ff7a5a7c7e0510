"""What every test may ask for. Fixtures of one domain stay beside its tests."""

import os

import hypothesis
import pytest

from tests.support.cluster import Cluster, DatabaseUrls, clone_database

# No test asserts a time: a machine may be busy.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

pytest_plugins = ["tests.support.application"]

_CLUSTER = pytest.StashKey[Cluster]()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        config.stash[_CLUSTER] = Cluster()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _CLUSTER in config.stash:
        config.stash[_CLUSTER].stop()


@pytest.fixture(scope="session")
def database_urls() -> DatabaseUrls:
    """A migrated database for this process alone; tests that commit share it."""
    return clone_database(f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
