"""The twin of the register: a few dozen establishments in a file, for demonstrations without network and for tests."""

from datetime import date
from functools import cache
from pathlib import Path

from webapp.adapters.directory.answer import RNA, SIRET, Answer, decode, record_of
from webapp.core.ports import DirectoryRecord, DirectoryUnavailable

SOURCE = "répertoire Sirene (fichier de démonstration)"
RECORDS = Path(__file__).parent / "directory" / "records.json"
_GATHERED_ON = date(2026, 11, 25)


class OfflineDirectory:
    def __init__(self) -> None:
        self._answer = _answer()
        self.down = False  # a test sets it: then nothing is answered

    async def find(self, number: str) -> DirectoryRecord | None:
        if self.down:
            raise DirectoryUnavailable("the directory is down")
        if not (SIRET.fullmatch(number) or RNA.fullmatch(number)):
            return None
        return record_of(self._answer, number, on=_GATHERED_ON, source=SOURCE)

    async def close(self) -> None:
        """It has no connection."""


@cache
def _answer() -> Answer:
    return decode(RECORDS.read_bytes())
