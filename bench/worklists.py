"""A page of the agents' lists among 100 000 applications: how many times one among 1 000?

Two throw-away databases in one run, asked in turn, so that a busy machine slows both. "page": the whole answer, as a
browser gets it; "database": what is asked of PostgreSQL for it alone. Medians. More rows take longer to show: their
numbers stand beside.
"""

import asyncio
import logging
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog

from tests.factories.many_applications import make_region
from tests.routes.walk import send, token_for
from tests.support.client import PortalClient
from tests.support.cluster import Cluster
from webapp import demo
from webapp.accounts.paths import AGENT_DESK
from webapp.app import create_app, real_adapters
from webapp.applications.worklists.form import WorklistForm
from webapp.applications.worklists.offered import offered
from webapp.applications.worklists.queries import worklist
from webapp.core.actor import Actor
from webapp.core.forms import FormData
from webapp.settings import Settings
from webapp.web.csrf import FIELD

SMALL, LARGE, TIMES = 1_000, 100_000, 40
ASKED = {
    "first page": {},
    "to take over": {"liste": "a-prendre-en-charge"},
    "late": {"liste": "en-retard"},
    "a state": {"liste": "toutes", "statut": "retiree"},
    "a scheme": {"aide": "fonctionnement-general-association"},
    "a year": {"liste": "toutes", "annee": "2025"},
    "a number": {"liste": "toutes", "recherche": "00000108"},
    "a word of each fourth": {"recherche": "musique"},
    "two words": {"recherche": "musique ecole"},
    "a structure": {"recherche": "union theatre foix"},
    "a rare word": {"recherche": "xylophone"},
}


class Region:
    """A portal with so many applications, and its agent's browser."""

    def __init__(self, settings: Settings, agent: Actor) -> None:
        adapters = real_adapters(settings)
        self._agent, self._database = agent, adapters.database
        self._browser = PortalClient(create_app(settings, adapters))

    async def sign_in(self) -> None:
        fields = {FIELD: await token_for(self._browser), "identifier": demo.AGENT[0], "password": demo.PASSWORD}
        answer = await send(self._browser, "POST", "/connexion", fields)
        if answer.status_code != 303:
            raise RuntimeError(f"no session: {answer.status_code}")

    async def show(self, asked: dict[str, str]) -> None:
        answer = await self._browser.http.get(AGENT_DESK, params=asked)
        if answer.status_code != 200:
            raise RuntimeError(f"{asked}: {answer.status_code}")

    async def ask(self, asked: dict[str, str]) -> int:
        """How many rows are on the page."""
        wanted = WorklistForm(FormData.of(asked.items())).wanted
        found = await worklist(self._database.reads, self._agent, wanted, datetime.now(UTC))
        await offered(self._database.reads, self._agent)
        return len(found.rows)


async def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    regions = [Region(*await make_region(f"bench_{count}", count)) for count in (SMALL, LARGE)]
    for region in regions:
        await region.sign_in()
    print(f"{LARGE:,} applications against {SMALL:,}: page, database")
    for name, asked in ASKED.items():
        page = await _ratio([region.show for region in regions], asked)
        database = await _ratio([region.ask for region in regions], asked)
        small, large = [await region.ask(asked) for region in regions]
        print(f"{name:<22} {page}   {database}   {small} → {large} rows")


async def _ratio(ways: list[Callable[[dict[str, str]], Awaitable[int | None]]], asked: dict[str, str]) -> str:
    seconds: list[list[float]] = [[] for _ in ways]
    for _ in range(TIMES):
        for way, found in zip(ways, seconds, strict=True):
            started = time.perf_counter()
            await way(asked)
            found.append(time.perf_counter() - started)
    small, large = map(statistics.median, seconds)
    return f"x{large / small:.2f} ({small * 1000:.0f} → {large * 1000:.0f} ms)"


if __name__ == "__main__":
    cluster = Cluster()
    try:
        asyncio.run(main())
    finally:
        cluster.stop()
