"""20 uploads of 20 MB at once: what becomes of the server's memory, and of who only wants a page meanwhile?

Each is a real PDF, put by a person with a draft of their own. Memory is what the server and what it starts hold beside
the files that the kernel keeps at hand (Pss of anonymous pages): its own processes, and the inspections'.
"""

import asyncio
import http.client
import io
import os
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pikepdf

from tests.factories.accounts import PASSWORD, make_account
from tests.factories.applications import make_draft
from tests.factories.structures import make_structure
from tests.support.client import new_address
from tests.support.loops import run_apart
from tests.support.portal import Portal, running
from tests.support.s3_server import s3_server
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.sessions import sign_in
from webapp.core.clock import SystemClock
from webapp.core.db import Database
from webapp.core.work import Origin, Work
from webapp.web import cookies

AT_ONCE = 20
SIZE = 19_900_000  # bytes; 20 000 000 are allowed
SCHEME, PIECE = "fonctionnement-general-association", "budget_previsionnel"


class Sender(NamedTuple):
    session: str
    path: str


class Sample(NamedTuple):
    """MB: the server's own processes, and those with its inspections."""

    server: float
    tree: float


def main(portal: Portal, file: Path) -> None:
    senders = run_apart(_senders(portal))
    with ProcessPoolExecutor(2) as elsewhere:  # nothing of what is measured here waits for who sends
        elsewhere.submit(_burst, portal.url, senders[:1], file).result()  # the first loads what is loaded once
        calm, before = _watched(portal, elsewhere.submit(time.sleep, 3))
        busy, during = _watched(portal, burst := elsewhere.submit(_burst, portal.url, senders[1:], file))
        _, after = _watched(portal, elsewhere.submit(time.sleep, 1))
    statuses, seconds = burst.result()
    held = max(sample.server for sample in before), max(sample.tree for sample in before)
    grown = max(sample.server for sample in during) - held[0]
    print(f"{AT_ONCE} uploads of {SIZE / 1e6:.1f} MB at once: {dict(statuses)} in {seconds:.1f} s")
    print(f"memory of the server: +{grown:.0f} MB at most, of {held[0]:.0f} MB", end="")
    print(f"; +{after[-1].server - held[0]:.0f} MB a second later")
    print(f"with its inspections: +{max(sample.tree for sample in during) - held[1]:.0f} MB at most")
    print(f"a light page: median x{statistics.median(busy) / statistics.median(calm):.1f}, slowest x", end="")
    print(f"{max(busy) / statistics.median(calm):.0f} ({max(busy) * 1000:.0f} ms), {len(busy)} asked")


def make_pdf(path: Path) -> None:
    """One page and a picture of noise, that nothing can make smaller."""
    document = pikepdf.new()
    page = document.add_blank_page()
    noise = document.make_stream(os.urandom(SIZE))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Noise=noise))
    out = io.BytesIO()
    document.save(out)
    path.write_bytes(out.getvalue())


async def _senders(portal: Portal) -> list[Sender]:
    settings = portal.settings
    database = Database.connect(settings)
    work, passwords = Work(database.sessions, SystemClock(), Origin(client_address=new_address())), Passwords(settings)
    found = []
    for _ in range(AT_ONCE + 1):
        account = await make_account(work, passwords)
        await make_structure(work, account)
        draft = await make_draft(work, account, SCHEME)
        _, session = await sign_in(work, passwords, account.login, PASSWORD)
        found.append(Sender(session, f"/demandes/{draft.reference}/pieces"))
    await database.close()
    return found


def _burst(url: str, senders: list[Sender], file: Path) -> tuple[Counter[int], float]:
    return asyncio.run(_send_at_once(url, senders, file))


async def _send_at_once(url: str, senders: list[Sender], file: Path) -> tuple[Counter[int], float]:
    browsers = [
        httpx.AsyncClient(base_url=url, timeout=300, cookies={cookies.SESSION: sender.session}) for sender in senders
    ]
    tokens = [_token((await one.get(sender.path)).text) for one, sender in zip(browsers, senders, strict=True)]
    started = time.perf_counter()
    answers = await asyncio.gather(*(_send(*one, file) for one in zip(browsers, senders, tokens, strict=True)))
    seconds = time.perf_counter() - started
    for browser in browsers:
        await browser.aclose()
    return Counter(answer.status_code for answer in answers), seconds


async def _send(browser: httpx.AsyncClient, sender: Sender, token: str, file: Path) -> httpx.Response:
    with file.open("rb") as content:
        files = {"csrf_token": (None, token), "file": ("statuts.pdf", content, "application/pdf")}
        return await browser.post(f"{sender.path}/{PIECE}", files=files)


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError("no form")
    return found[1]


def _watched(portal: Portal, until: Future[Any]) -> tuple[list[float], list[Sample]]:
    """Seconds of each answer of a page without a database, and the memory beside it, until that is done."""
    seconds, samples = [], []
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=60)
    while not until.done():
        started = time.perf_counter()
        connection.request("GET", "/creer-un-compte")
        answer = connection.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - started)
        samples.append(_memory(portal))
        time.sleep(0.02)
    return seconds, samples


def _memory(portal: Portal) -> Sample:
    server, inspections = 0, 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            if b"structure.py" in command:
                inspections += _anonymous(folder)
            elif b"serve" in command and f"PORT={portal.port}\0" in (folder / "environ").read_text():
                server += _anonymous(folder)
        except OSError:
            continue
    return Sample(server / 1024, (server + inspections) / 1024)


def _anonymous(process: Path) -> int:
    """KiB that are its own, pages shared with others counted by their share."""
    return sum(int(kib) for kib in re.findall(r"^Pss_Anon:\s+(\d+)", (process / "smaps_rollup").read_text(), re.M))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        folder, environ = Path(name), {}
        if "s3" in sys.argv[1:]:
            (folder / "s3").mkdir()
            environ = servers.enter_context(s3_server(folder / "s3")).environ
        make_pdf(folder / "statuts.pdf")
        main(servers.enter_context(running(folder / "portal", **environ)), folder / "statuts.pdf")
