"""`python -m webapp mail-catcher`: an SMTP server on this machine that keeps each mail as a file, and sends none."""

import asyncio
import os
import time
from pathlib import Path
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session

from webapp.settings import Settings

LARGEST = 40 * 1024 * 1024


class Keeper:
    """Files are named so that their order is that of arrival; a reader never sees half a mail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        await asyncio.to_thread(self._keep, content)
        return "250 2.0.0 Kept"

    def _keep(self, content: bytes) -> None:
        path = self.folder / f"{time.time_ns():020d}-{uuid4()}.eml"
        draft = path.with_suffix(".tmp")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)


async def catch(settings: Settings) -> None:
    """Listen on 127.0.0.1 and SMTP_PORT until cancelled."""
    folder = settings.data_dir / "mails"
    folder.mkdir(parents=True, exist_ok=True)
    keeper = Keeper(folder)

    def session() -> SMTP:
        return SMTP(keeper, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="localhost", ident="mail catcher")

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", settings.smtp_port)
    async with server:
        await server.serve_forever()
