"""200 logins at once, twice, with passwords as dear as in production: what becomes of /livez and of the memory?

The names are unknown: they cost as much as known ones, and no single account's counter holds them back.
"""

import asyncio
import os
import re
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx

from tests.support.client import new_address
from tests.support.portal import Portal, running

AT_ONCE = 200
DEAR = {"ARGON2_TIME_COST": "2", "ARGON2_MEMORY_KIB": str(19 * 1024)}


async def main(portal: Portal) -> None:
    async with httpx.AsyncClient(base_url=portal.url, timeout=60, limits=httpx.Limits(max_connections=300)) as browser:
        await _burst(browser)  # the first one loads what is loaded once
        calm, before = await _livez(browser, asyncio.create_task(asyncio.sleep(2))), _memory(portal)
        burst = asyncio.create_task(_burst(browser))
        busy = await _livez(browser, burst)
        statuses, seconds, after = *burst.result(), _memory(portal)
    print(f"{AT_ONCE} logins at once: {dict(statuses)} in {seconds:.2f} s")
    print(f"/livez: median x{statistics.median(busy) / statistics.median(calm):.1f}, from {_ms(calm)} to {_ms(busy)}")
    print(f"/livez: slowest {max(busy) * 1000:.0f} ms during the burst, {len(busy)} asked")
    print(f"memory of the server: x{after / before:.2f}, {before} MB before, {after} MB after")


async def _burst(browser: httpx.AsyncClient) -> tuple[Counter[int], float]:
    pages = [await browser.get("/creer-un-compte") for _ in range(AT_ONCE)]
    started = time.perf_counter()
    answers = await asyncio.gather(*(_sign_in(browser, number, page) for number, page in enumerate(pages)))
    return Counter(answer.status_code for answer in answers), time.perf_counter() - started


async def _sign_in(browser: httpx.AsyncClient, number: int, page: httpx.Response) -> httpx.Response:
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    if token is None:
        raise RuntimeError(f"no form: {page.status_code}")
    fields = {"csrf_token": token[1], "identifier": f"personne-{number}-{time.time()}", "password": "pas le bon"}
    return await browser.post("/connexion", data=fields, headers={"X-Forwarded-For": new_address()})


async def _livez(browser: httpx.AsyncClient, until: asyncio.Task[object]) -> list[float]:
    """Seconds of each answer, asked one after the other until the task ends."""
    found = []
    while not until.done():
        started = time.perf_counter()
        (await browser.get("/livez")).raise_for_status()
        found.append(time.perf_counter() - started)
        await asyncio.sleep(0.01)
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
        asyncio.run(main(started))
