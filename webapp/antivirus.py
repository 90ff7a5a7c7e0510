"""Has the scanner look at each file that people send. A file waits as long as it takes; none counts as clean unseen."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from webapp.core.ports import FileStore, Scanner, ScanUnavailable
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.documents.scans import claim, infected_keys, put_off, settle_clean
from webapp.documents.use_cases import discard
from webapp.solicitations.use_cases.infections import settle_infected_file

log = structlog.get_logger(__name__)
BATCH = 4  # at once, of the ten that clamd looks at by default; each also takes a connection of the pool at its end
# While the scanner is away: when it is back, each file is looked at within this time.
LONGEST_WHILE_AWAY = timedelta(minutes=5)
# For a file that it does not take: until somebody changes the scanner's limits.
LONGEST_WHEN_REFUSED = timedelta(hours=1)
AFTER_LEASE = timedelta(seconds=10)


class Altered(Exception):
    """What the store gave is not what was uploaded: a verdict would be about something else."""


@dataclass(frozen=True)
class Antivirus:
    """`longest` is what the scanner may take for one file."""

    new_work: Callable[[], Work]
    scanner: Scanner
    store: FileStore
    longest: timedelta

    async def scan_due(self) -> int:
        """How many were tried; 0 when nothing is due, or when the scanner answered for none of them: time to wait."""
        documents = await claim(self.new_work(), BATCH, self.longest + AFTER_LEASE)
        answered = await asyncio.gather(*(self._scan(document) for document in documents))
        return len(documents) if any(answered) else 0

    async def remove_infected(self) -> None:
        """Those that a killed process has settled and not removed."""
        await discard(self.store, await infected_keys(self.new_work()))

    async def _scan(self, document: Document) -> bool:
        """Whether the scanner answered."""
        try:
            signature = await self.scanner.scan(self._content(document))
        except ScanUnavailable as error:
            log.warning("scanner unavailable", document=str(document.id), attempts=document.scans, reason=str(error))
            await put_off(self.new_work(), document, LONGEST_WHILE_AWAY)
            return False
        except Exception as error:  # ScanRefused, a file that is not what it was: nothing is said of the content
            reason = f"{type(error).__name__}: {error}"
            log.error("file not scanned", document=str(document.id), attempts=document.scans, reason=reason)
            await put_off(self.new_work(), document, LONGEST_WHEN_REFUSED)
            return True
        if signature:
            await self._remove(document, signature)
        else:
            await settle_clean(self.new_work(), document.id)
        return True

    async def _remove(self, document: Document, signature: str) -> None:
        log.warning("infected file", document=str(document.id), signature=signature)
        key = await settle_infected_file(self.new_work(), document.id, signature)
        if key is not None:
            await discard(self.store, [key])

    async def _content(self, document: Document) -> AsyncIterator[bytes]:
        """Raises Altered before the scanner has heard the end."""
        sha256 = hashlib.sha256()
        async for chunk in self.store.read(document.storage_key):
            sha256.update(chunk)
            yield chunk
        if sha256.hexdigest() != document.sha256:
            raise Altered(document.storage_key)
