"""Bodies as browsers send them, whole before they look at the answer; and as they stop half-way. The real server."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.factories.accounts import PASSWORD, make_account
from tests.factories.applications import make_draft, make_scheme
from tests.factories.structures import make_structure
from tests.launch.running import eventually
from tests.routes.walk import csrf_token
from tests.support.loops import run_apart
from tests.support.portal import Portal, running
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.sessions import sign_in
from webapp.core.clock import SystemClock
from webapp.core.db import Database
from webapp.core.work import Work
from webapp.web import cookies

pytestmark = pytest.mark.drill
MB = 1_000_000
END = b"\r\n--x--\r\n"


class Sender:
    """An applicant with a draft, and the cookie of their session."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.path, self.session = run_apart(self._begin())

    async def _begin(self) -> tuple[str, str]:
        settings = self.portal.settings
        database = Database.connect(settings)
        work, passwords = Work(database.sessions, SystemClock()), Passwords(settings)
        await make_scheme(work)
        account = await make_account(work, passwords)
        await make_structure(work, account)
        draft = await make_draft(work, account)
        _, session = await sign_in(work, passwords, account.login, PASSWORD)
        await database.close()
        return f"/demandes/{draft.reference}/pieces", session

    def get(self, path: str) -> str:
        with closing(http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=30)) as connection:
            connection.request("GET", path, headers={"Cookie": f"{cookies.SESSION}={self.session}"})
            answer = connection.getresponse()
            assert answer.status == 200
            return answer.read().decode()

    def begin_upload(self, size: int, *, signed_in: bool = True) -> socket.socket:
        """Its head is sent, and the form as far as the file's first byte; `size` bytes are promised."""
        token = csrf_token(self.get(self.path)) if signed_in else ""
        first = (
            f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
            '--x\r\nContent-Disposition: form-data; name="file"; filename="statuts.pdf"\r\n\r\n'
        )
        lines = [
            f"POST {self.path}/statuts HTTP/1.1",
            "Host: localhost",
            "Sec-Fetch-Site: same-origin",
            "Content-Type: multipart/form-data; boundary=x",
            f"Content-Length: {len(first) + size + len(END)}",
            *([f"Cookie: {cookies.SESSION}={self.session}"] if signed_in else []),
        ]
        connection = socket.create_connection(("127.0.0.1", self.portal.port), timeout=60)
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n" + first).encode())
        return connection


def answer_to(connection: socket.socket, size: int) -> tuple[int, str]:
    """What it says once all is sent. A reset while sending is what people see as an error of their browser."""
    for _ in range(size // MB):
        connection.sendall(bytes(MB))
    connection.sendall(END)
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    return answer.status, answer.read().decode()


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sender]:
    with running(tmp_path_factory.mktemp("portal")) as portal:
        yield Sender(portal)


def half_written(sender: Sender) -> list[Path]:
    return [*(sender.portal.data_dir / "files" / ".incoming").glob("*")]


def test_a_session_that_is_over_is_told_to_who_sends_a_large_file(sender: Sender) -> None:
    with sender.begin_upload(15 * MB, signed_in=False) as connection:
        status, page = answer_to(connection, 15 * MB)
    assert status == 401
    assert "Se connecter" in page


def test_a_file_that_is_too_large_is_told_at_its_slot_and_leaves_nothing(sender: Sender) -> None:
    with sender.begin_upload(45 * MB) as connection:
        status, page = answer_to(connection, 45 * MB)
    assert status == 422
    assert "Ce fichier dépasse 20" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert half_written(sender) == []


def test_who_hangs_up_leaves_nothing(sender: Sender) -> None:
    with sender.begin_upload(10 * MB) as connection:
        connection.sendall(bytes(5 * MB))
        assert eventually(lambda: half_written(sender), within=20)
    assert eventually(lambda: not half_written(sender), within=20)
    assert "statuts.pdf" not in sender.get(sender.path)


def test_twenty_who_hang_up_at_once_leave_nothing_and_the_rest_answers(sender: Sender) -> None:
    connections = [sender.begin_upload(10 * MB) for _ in range(20)]
    for connection in connections:
        connection.sendall(bytes(MB))
    assert eventually(lambda: len(half_written(sender)) == 20, within=20)
    assert "statuts" in sender.get(sender.path)
    for connection in connections:
        connection.close()
    assert eventually(lambda: not half_written(sender), within=20)
