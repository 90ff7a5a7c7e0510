"""The file store that the settings name; server, worker and commands all get theirs here."""

from webapp.adapters.disk_store import DiskStore
from webapp.adapters.s3_store import S3Store
from webapp.core.ports import FileStore
from webapp.settings import FilesStore, Settings


def make_store(settings: Settings) -> FileStore:
    """Opens nothing yet: the first file does."""
    if settings.files_store is FilesStore.S3:
        return S3Store(settings, aside=settings.data_dir / "tmp")
    return DiskStore(settings.files_dir)
