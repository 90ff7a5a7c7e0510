"""What `run` refuses before it starts anything: one line, exit status 2."""

import socket
import subprocess
import sys
from pathlib import Path
from threading import Timer

from tests.launch.running import ROOT, environment
from webapp.launch.premises import ensure_free, free_port, kept_secret, occupied


def _refused(data_dir: Path, **settings: object) -> str:
    """The one line of a `run` that refuses."""
    done = subprocess.run(
        [sys.executable, "-m", "webapp", "run"],
        cwd=ROOT,
        env=environment(data_dir, **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert not (data_dir / "postgres").exists()
    (line,) = done.stderr.splitlines()
    return line


def test_a_port_that_is_taken(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = _refused(data_dir, PORT=port)
    assert line == f"error: PORT {port} cannot be used on 127.0.0.1: Address already in use. Choose another PORT."


def test_a_mail_port_that_is_taken(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"SMTP_PORT {port} cannot be used" in _refused(data_dir, PORT=free_port(), SMTP_PORT=port)


def test_a_port_that_is_not_a_number(data_dir: Path) -> None:
    assert "PORT" in _refused(data_dir, PORT="eighty")


def test_a_data_dir_in_use(data_dir: Path) -> None:
    with occupied(data_dir):
        assert "already runs on DATA_DIR" in _refused(data_dir, PORT=free_port())


def test_a_data_dir_that_cannot_be_made(data_dir: Path) -> None:
    (data_dir / "file").touch()
    done = _refused(data_dir / "file" / "below", PORT=free_port())
    assert done.startswith("error: DATA_DIR cannot be written")


def test_an_external_database_needs_its_owner(data_dir: Path) -> None:
    line = _refused(data_dir, PORT=free_port(), DATABASE_URL="postgresql://somebody@localhost/portal")
    assert "DATABASE_OWNER_URL is required" in line


def test_the_lock_tells_whether_the_last_holder_was_killed(data_dir: Path) -> None:
    with occupied(data_dir) as first:
        assert not first
    with occupied(data_dir) as after_a_clean_end:
        assert not after_a_clean_end
    (data_dir / "run.lock").write_text("123\n")
    with occupied(data_dir) as after_a_kill:
        assert after_a_kill


def test_a_port_that_becomes_free_is_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        closing = Timer(0.3, taken.close)
        closing.start()
        ensure_free("PORT", "127.0.0.1", port, patience=10)
        closing.join()


def test_the_demonstration_key_is_private_and_kept(data_dir: Path) -> None:
    key = kept_secret(data_dir)
    assert len(key) >= 32
    assert kept_secret(data_dir) == key
    assert (data_dir / "secret-key").stat().st_mode & 0o777 == 0o600
