"""People who file an application over real HTTP, all at once, and send again whatever had no answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from tests.documents.sample_files import pdf
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.applications import (
    GOOD_ANSWERS,
    REQUIRED_PIECES,
    SLUG,
    make_complete_draft,
    make_scheme,
)
from tests.factories.structures import make_structure
from tests.launch.apart import Installation
from tests.routes.walk import csrf_token
from tests.support.client import new_address
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.sessions import sign_in
from webapp.adapters.disk_store import DiskStore
from webapp.core.clock import SystemClock
from webapp.core.db import Database
from webapp.core.work import Origin, Work
from webapp.web import cookies
from webapp.web.csrf import FIELD

LARGER_THAN_A_CHUNK = 200_000


@dataclass
class Filer:
    """What it was told is done, it never does again: were it lost, the next step would be refused."""

    portal: Installation
    http: httpx.AsyncClient
    email: str
    number: str = ""
    has_pieces: bool = False
    is_acknowledged: bool = False
    turned_away: int = 0
    """How many times the portal said that it cannot serve now."""
    token: str = ""
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def path(self) -> str:
        return f"/demandes/{self.number}"

    async def files(self) -> None:
        """The whole way, from where it stands."""
        await self.begins()
        if not self.has_pieces:
            await self.answers()
            for piece in REQUIRED_PIECES:
                await self._posts(f"{self.path}/pieces/{piece}", file=a_large_file())
        await self.transmits()

    async def begins(self) -> None:
        self.token = await self.opens_a_tab()
        if not self.number:
            begun = await self._posts(f"/aides/{SLUG}/demandes", key=self.key)
            self.number = begun.split("/")[2]

    async def opens_a_tab(self) -> str:
        """The token of its forms."""
        return csrf_token((await self._asked("GET", f"/aides/{SLUG}")).text)

    async def answers(self) -> None:
        await self._posts(f"{self.path}/reponses", **GOOD_ANSWERS)

    async def transmits(self) -> None:
        assert await self.transmits_from(self.token) == self.receipt_path
        self.is_acknowledged = True
        await self.reads_the_receipt()

    async def transmits_from(self, tab: str) -> str:
        """Where the answer leads."""
        return await self._posts(f"{self.path}/depot", statement="y", commitment="y", **{FIELD: tab})

    async def deposits_once(self, piece: str) -> httpx.Response:
        """Whatever the answer is."""
        files = {"file": a_large_file()}
        return await self.http.post(f"{self.path}/pieces/{piece}", data={FIELD: self.token}, files=files)

    @property
    def receipt_path(self) -> str:
        return f"{self.path}/accuse-de-reception"

    async def reads_the_receipt(self) -> bytes:
        page = await self._asked("GET", self.receipt_path)
        assert (page.status_code, self.number in page.text) == (200, True)
        return (await self._asked("GET", f"{self.receipt_path}.pdf")).content

    async def _posts(self, path: str, **fields: str | tuple[str, bytes]) -> str:
        """Where the answer leads."""
        files = {name: value for name, value in fields.items() if isinstance(value, tuple)}
        data = {FIELD: self.token} | {name: value for name, value in fields.items() if isinstance(value, str)}
        answer = await self._asked("POST", path, data=data, files=files or None)
        assert answer.status_code == 303, f"{path}: {answer.status_code}\n{answer.text}"
        return answer.headers["Location"].partition("#")[0]

    async def _asked(self, method: str, path: str, **content: object) -> httpx.Response:
        """As often as it takes to get an answer."""
        while True:
            try:
                answer = await self.http.request(method, path, **content)  # type: ignore[arg-type]
            except httpx.TransportError:
                pass
            else:
                if answer.status_code != 503:
                    return answer
                assert_readable(answer)
                self.turned_away += 1
            await self.portal.is_up()


def a_large_file() -> tuple[str, bytes]:
    """Its name, and a PDF that is nobody else's, of several chunks."""
    return "Budget prévisionnel « 2027 » 😀.pdf", pdf(Mark=uuid4().hex * (LARGER_THAN_A_CHUNK // 32))


def assert_readable(answer: httpx.Response) -> None:
    """A 503 that says what happened, that nothing is lost, and when to come back."""
    assert answer.headers["Retry-After"] == "10"
    assert "<h1" in answer.text
    assert "Ce que vous aviez enregistré est conservé." in answer.text


@asynccontextmanager
async def people_filing(portal: Installation, count: int, *, complete: bool = False) -> AsyncIterator[list[Filer]]:
    """Each with an association of their own, signed in; `complete`: with a draft that waits to be sent."""
    filers = []
    async with AsyncExitStack() as browsers:
        async with _beside(portal) as database:
            for _ in range(count):
                filers.append(await _filer(portal, database, complete=complete))
                await browsers.enter_async_context(filers[-1].http)
        yield filers


async def _filer(portal: Installation, database: Database, *, complete: bool) -> Filer:
    passwords, address = Passwords(portal.settings), new_address()
    work = Work(database.sessions, SystemClock(), Origin(client_address=address))
    account = await make_account(work, passwords)
    await make_structure(work, account)
    _, session = await sign_in(work, passwords, account.login, PASSWORD)
    http = httpx.AsyncClient(
        base_url=portal.url,
        cookies={cookies.SESSION: session},
        headers={"X-Forwarded-For": address, "Sec-Fetch-Site": "same-origin"},
        timeout=30,
    )
    filer = Filer(portal, http, account.email, has_pieces=complete)
    if complete:
        draft = await make_complete_draft(work, account, DiskStore(portal.settings.files_dir))
        filer.number = draft.reference
    return filer


async def publish_the_scheme(portal: Installation) -> None:
    async with _beside(portal) as database:
        await make_scheme(Work(database.sessions, SystemClock()))


@asynccontextmanager
async def _beside(portal: Installation) -> AsyncIterator[Database]:
    database = Database.connect(portal.settings)
    try:
        yield database
    finally:
        await database.close()


async def all_file(filers: list[Filer]) -> None:
    """At once; each of them to the end."""
    await asyncio.gather(*(filer.files() for filer in filers))
