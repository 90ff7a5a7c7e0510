"""For the machines that watch the portal: is the process alive, and can it serve?"""

import shutil

from litestar import Response
from sqlalchemy import text

from webapp.core.migrations import head
from webapp.web import paths
from webapp.web.errors import DATABASE_DOWN
from webapp.web.guards import Access, declare
from webapp.web.request import PortalRequest
from webapp.web.routing import get

LEAST_FREE_BYTES = 500 * 1024 * 1024
EXPECTED = head()  # of the code that this process runs, whatever lies on the disk later
# Each from an index of its own, whatever was sent before.
MAILS = text(
    "SELECT (SELECT count(*) FROM mail_outbox WHERE state = 'pending'"
    " AND coalesce(asked_again_at, created_at) < now() - interval '5 minutes'),"
    " (SELECT count(*) FROM mail_outbox WHERE state = 'failed')"
)
LATE_SCANS = text(
    "SELECT count(*) FROM document WHERE state = 'scanning' AND uploaded_at < now() - interval '5 minutes'"
)


@get(paths.ALIVE, opt=declare(Access.TECHNICAL), sync_to_thread=False)
def live() -> Response[dict[str, str]]:
    return Response({"status": "ok"})


@get(paths.READY, opt=declare(Access.TECHNICAL))
async def ready(request: PortalRequest) -> Response[dict[str, str]]:
    """503 with the first thing that is wrong. Mails and scans that wait or failed are told only."""
    state = request.app.state
    if shutil.disk_usage(state.settings.data_dir).free < LEAST_FREE_BYTES:
        return Response({"status": "disk almost full"}, status_code=503)
    try:
        async with state.database.reads.connect() as connection:
            revision = await connection.scalar(text("SELECT version_num FROM alembic_version"))
            late, failed = (await connection.execute(MAILS)).one()
            scans = await connection.scalar(LATE_SCANS)
    except DATABASE_DOWN:
        return Response({"status": "no database"}, status_code=503)
    if revision != EXPECTED:
        return Response({"status": f"tables at {revision}, code at {EXPECTED}"}, status_code=503)
    waiting = {"late_mails": str(late), "failed_mails": str(failed), "late_scans": str(scans)}
    return Response({"status": "ok", **waiting})


ROUTES = [live, ready]
