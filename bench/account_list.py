"""The last page of 20 000 accounts, each with ten logins: how many times its first? In a throw-away database."""

import asyncio
import statistics
import time

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.support.cluster import Cluster, DatabaseUrls, clone_database
from webapp.agents.queries import list_accounts
from webapp.core.db import Database, asyncpg_url
from webapp.settings import load

TIMES, LAST = 9, 800
FILL = (
    """INSERT INTO account
    (id, kind, state, login, email, password_hash, civility, first_name, last_name, created_at)
    SELECT gen_random_uuid(), 'applicant', 'active', 'u' || i, 'u' || i || '@exemple.fr', 'x', 'madam', 'Nadia',
           md5(i::text), now() FROM generate_series(1, 20000) i""",
    """INSERT INTO audit_event (at, action, object_kind, object_id, details)
    SELECT now() - j * interval '1 day', 'session.opened', 'account', id::text, '{}'
    FROM account, generate_series(1, 10) j""",
    "ANALYZE",
)


async def main(urls: DatabaseUrls) -> None:
    owner = create_async_engine(asyncpg_url(urls.owner), isolation_level="AUTOCOMMIT")
    async with owner.connect() as connection:
        for statement in FILL:
            await connection.execute(text(statement))
    await owner.dispose()
    database = Database.connect(load({"MODE": "test", "DATABASE_URL": urls.application}))
    first, last = [await _median(database, page) for page in (1, LAST)]
    await database.close()
    print(f"first page {first * 1000:.0f} ms, last page x{last / first:.1f}")


async def _median(database: Database, page: int) -> float:
    seconds = []
    for _ in range(TIMES):
        started = time.perf_counter()
        await list_accounts(database.reads, words="", kind=None, state=None, page=page)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


if __name__ == "__main__":
    cluster = Cluster()
    try:
        asyncio.run(main(clone_database("bench")))
    finally:
        cluster.stop()
