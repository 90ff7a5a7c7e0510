"""The State's public API "Recherche d'entreprises": Sirene, with the RNA number of associations. No key.

Whatever it does, `find` ends within the time of the settings: with a record, with None, or with DirectoryUnavailable.
"""

import asyncio
import re
from datetime import timedelta

import httpx
import msgspec
import structlog

from webapp.adapters.directory.answer import RNA, SIRET, decode, record_of
from webapp.adapters.directory.circuit import PAUSE, Circuit
from webapp.core.clock import PARIS, Clock
from webapp.core.ports import DirectoryRecord, DirectoryUnavailable
from webapp.settings import Settings

log = structlog.get_logger(__name__)
SOURCE = "répertoire Sirene"
MOST_BYTES = 1_000_000
# Neither directors nor accounts: the portal asks for nothing that it does not use.
_WANTED = {
    "minimal": "true",
    "include": "siege,matching_etablissements,complements",
    "page": "1",
    "per_page": "10",
}
# What is sent compressed could grow without limit here; the answers are a few kilobytes.
_HEADERS = {"User-Agent": "mes-aides-en-ligne/0.1", "Accept": "application/json", "Accept-Encoding": "identity"}


class _TooManyRequests(Exception):
    """`pause` is what the register asks for."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__("status 429")
        self.pause = pause


class _Unusable(Exception):
    """What came is no answer; its text is the reason, for the log."""


class _OutOfOrder(_Unusable):
    """A 5xx: the same question may be answered the second time."""


class RechercheEntreprises:
    """Of one process: it counts the failures that it has seen itself."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._url = f"{settings.directory_url.rstrip('/')}/search"
        self._timeout = settings.directory_timeout_seconds
        self._clock = clock
        self._circuit = Circuit(clock)
        self._client = httpx.AsyncClient(headers=_HEADERS, timeout=self._timeout, follow_redirects=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def find(self, number: str) -> DirectoryRecord | None:
        if not (SIRET.fullmatch(number) or RNA.fullmatch(number)):
            return None
        self._circuit.check()
        try:
            record = await self._find(number)
        except DirectoryUnavailable as refusal:
            log.warning("directory unavailable", reason=str(refusal))
            raise
        self._circuit.succeeded()
        return record

    async def _find(self, number: str) -> DirectoryRecord | None:
        """Raises DirectoryUnavailable for every way to fail."""
        try:
            async with asyncio.timeout(self._timeout):
                body = await self._ask_twice(number)
            return record_of(decode(body), number, on=self._clock.now().astimezone(PARIS).date(), source=SOURCE)
        except _TooManyRequests as error:
            self._circuit.pause(error.pause)
            raise DirectoryUnavailable("status 429") from error
        except (TimeoutError, httpx.HTTPError, msgspec.DecodeError, _Unusable) as error:
            self._circuit.failed()
            raise DirectoryUnavailable(_reason(error)) from error

    async def _ask_twice(self, number: str) -> bytearray:
        """A connection that breaks or a 5xx is often the accident of one moment. What is slow is not asked again."""
        try:
            return await self._ask(number)
        except (httpx.NetworkError, httpx.RemoteProtocolError, _OutOfOrder):
            return await self._ask(number)

    async def _ask(self, number: str) -> bytearray:
        async with self._client.stream("GET", self._url, params={"q": number, **_WANTED}) as response:
            _check(response)
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise _Unusable("an answer of more than 1 MB")
        return body


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise _TooManyRequests(_pause(response.headers.get("Retry-After", "")))
    if status == httpx.codes.BAD_REQUEST:  # about this number, not about the register's health
        raise DirectoryUnavailable("status 400")
    if response.is_server_error:
        raise _OutOfOrder(f"status {status}")
    if status != httpx.codes.OK:  # redirections too: who asked this register does not ask another
        raise _Unusable(f"status {status}")


def _pause(retry_after: str) -> timedelta:
    """Seconds; a date, which the standard allows too, or nothing means our own pause."""
    return timedelta(seconds=int(retry_after)) if re.fullmatch(r"[0-9]{1,6}", retry_after) else PAUSE


def _reason(error: Exception) -> str:
    """A few words that hold no number of anybody."""
    match error:
        case _Unusable():
            return str(error)
        case TimeoutError() | httpx.TimeoutException():
            return "no answer in time"
        case msgspec.ValidationError():
            return "JSON of another shape"
        case msgspec.DecodeError():
            return "not JSON"
    return type(error).__name__
