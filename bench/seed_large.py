"""Fills a database with 100 000 applications, or as many as it is told: that of `make run`, while it runs, or that of
DATABASE_OWNER_URL. Never one that people use: demonstrations and tests only. Again, it adds what is missing.
"""

import asyncio
import sys
import time

import asyncpg

from tests.factories.many_applications import fill
from webapp.launch import postgres
from webapp.settings import BadSettings, Mode, Settings, load

COUNT = 100_000


def main(settings: Settings, count: int) -> int:
    """The exit status."""
    if settings.mode is Mode.PRODUCTION:
        return _fail("MODE is production: what people use is never filled with what nobody has sent.")
    folder = postgres.running_on(settings.data_dir / "postgres")
    embedded = postgres.address(folder, postgres.OWNER) if folder else ""
    address = settings.database_owner_url or embedded
    if not address:
        return _fail("DATABASE_OWNER_URL must be set, or `make run` must be running on the same DATA_DIR.")
    started = time.monotonic()
    asyncio.run(_fill(address, count))
    print(f"{count} applications in {time.monotonic() - started:.0f} s")
    return 0


def _fail(sentence: str) -> int:
    print(f"error: {sentence}", file=sys.stderr)
    return 2


async def _fill(address: str, count: int) -> None:
    connection = await asyncpg.connect(address)
    try:
        await fill(connection, count)
    finally:
        await connection.close()


if __name__ == "__main__":
    try:
        settings = load()
    except BadSettings as bad:
        sys.exit(_fail(str(bad)))
    sys.exit(main(settings, int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
