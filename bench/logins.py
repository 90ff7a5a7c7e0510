"""200 logins at once, twice, with passwords as dear as in production: what becomes of /livez and of the memory?

The names are unknown: they cost as much as known ones, and no single account's counter holds them back.
"""

import asyncio
import http.client
import os
import re
import statistics
import tempfile
import time
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.support.client import new_address
from tests.support.portal import Portal, running

AT_ONCE = 200
DEAR = {"ARGON2_TIME_COST": "2", "ARGON2_MEMORY_KIB": str(19 * 1024)}


def main(portal: Portal) -> None:
    with ProcessPoolExecutor(1) as elsewhere:  # so that who asks for /livez does not wait for who logs in
        elsewhere.submit(_burst, portal.url).result()  # the first one loads what is loaded once
        calm, before = _livez(portal, elsewhere.submit(time.sleep, 2)), _memory(portal)
        burst = elsewhere.submit(_burst, portal.url)
        busy = _livez(portal, burst)
        statuses, seconds = burst.result()
        after = _memory(portal)
    print(f"{AT_ONCE} logins at once: {dict(statuses)} in {seconds:.2f} s")
    print(f"/livez: median x{statistics.median(busy) / statistics.median(calm):.1f}, from {_ms(calm)} to {_ms(busy)}")
    print(f"/livez: slowest {max(busy) * 1000:.0f} ms while pages and logins are answered, {len(busy)} asked")
    print(f"memory of the server: x{after / before:.2f}, {before} MB before, {after} MB after")


def _burst(url: str) -> tuple[Counter[int], float]:
    return asyncio.run(_log_in_at_once(url))


async def _log_in_at_once(url: str) -> tuple[Counter[int], float]:
    browsers = [httpx.AsyncClient(base_url=url, timeout=60) for _ in range(AT_ONCE)]
    pages = [await browser.get("/creer-un-compte") for browser in browsers]
    started = time.perf_counter()
    answers = await asyncio.gather(*(_sign_in(*one) for one in zip(browsers, pages, strict=True)))
    seconds = time.perf_counter() - started
    for browser in browsers:
        await browser.aclose()
    return Counter(answer.status_code for answer in answers), seconds


async def _sign_in(browser: httpx.AsyncClient, page: httpx.Response) -> httpx.Response:
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    if token is None:
        raise RuntimeError(f"no form: {page.status_code}")
    fields = {"csrf_token": token[1], "identifier": uuid4().hex, "password": "pas le bon"}
    return await browser.post("/connexion", data=fields, headers={"X-Forwarded-For": new_address()})


def _livez(portal: Portal, until: Future[Any]) -> list[float]:
    """Seconds of each answer, asked one after the other until that is done."""
    found = []
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=30)
    while not until.done():
        started = time.perf_counter()
        connection.request("GET", "/livez")
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"/livez: {answer.status}")
        found.append(time.perf_counter() - started)
        time.sleep(0.01)
    return found


def _memory(portal: Portal) -> int:
    """MB resident of the portal's largest process but PostgreSQL's: the server's worker."""
    sizes = [0]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = f"PORT={portal.port}\0" in (folder / "environ").read_text() and folder.name != str(os.getpid())
            resident = re.search(r"VmRSS:\s+(\d+)", (folder / "status").read_text())
            if is_ours and resident and b"serve" in (folder / "cmdline").read_bytes():
                sizes.append(int(resident[1]) // 1024)
        except OSError:
            continue
    return max(sizes)


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.1f} ms"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "portal", **DEAR) as started:
        main(started)
