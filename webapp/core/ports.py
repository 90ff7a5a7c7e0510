"""What the domains need from the outside world; `webapp/adapters/` holds what implements it, with in-memory twins."""

from collections.abc import AsyncIterable, AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is on disk for good: its length in bytes and the sha256 of its content, in hexadecimal."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as the store lists it; `size` in bytes."""

    key: str
    size: int
    kept_at: datetime


class FileTooLarge(Exception):
    """More bytes came than the caller allowed; nothing of them was kept."""


class FileMissing(Exception):
    """The store has nothing under this key."""


class StoreFull(Exception):
    """No room is left on the store; nothing of the file was kept. It is not the person's fault: 503, and an alert."""


class StoreUnavailable(OSError):
    """The store does not answer, or not to us; nothing of the file was kept. Not the person's fault either: 503."""


class Incoming(Protocol):
    """A file on its way: written and hashed once, inspected where it lies, then kept or dropped."""

    async def write(self, chunk: bytes) -> None:
        """Raises FileTooLarge as soon as the limit is passed, and whenever it is asked afterwards; StoreFull."""
        ...

    async def whole(self) -> Path:
        """All has come: a file of this machine to look into, until it is kept or dropped. Raises as `write` does."""
        ...

    async def keep(self, key: str) -> StoredFile:
        """Durable under `key` once this returns. Raises as `write` does, and StoreUnavailable."""
        ...

    async def drop(self) -> None:
        """Forget what was not kept; harmless after `keep`, and twice."""
        ...


class FileStore(Protocol):
    """Keys are made by us (`documents/ab/abcdef…`), never from what a person typed.

    Each method but `incoming` and `sweep` may raise StoreUnavailable.
    """

    def incoming(self, *, limit: int | None = None) -> Incoming:
        """A file of at most `limit` bytes that begins to come. Whoever asks drops it, however it ends."""
        ...

    async def put(self, key: str, chunks: AsyncIterable[bytes], *, limit: int | None = None) -> StoredFile:
        """Keep the chunks under `key`, durable once this returns. Raises FileTooLarge past `limit` bytes, StoreFull."""
        ...

    def read(self, key: str) -> AsyncIterator[bytes]:
        """The content in chunks of at most 64 KiB. Raises FileMissing on the first step."""
        ...

    async def delete(self, key: str) -> None:
        """Forget the file; a key that is not there is not an error."""
        ...

    def keys(self) -> AsyncIterator[str]:
        """Every key in the store, in no order."""
        ...

    def kept(self) -> AsyncIterator[KeptFile]:
        """Every file in the store, in no order."""
        ...

    async def sweep(self, *, older_than: timedelta = timedelta(hours=1)) -> int:
        """Remove what killed processes left half-written; returns how many. A store that is away is left for later."""
        ...


class ScanRefused(Exception):
    """The scanner does not take this file, or not whole: it is over one of its limits. Nobody knows what it is."""


class ScanUnavailable(Exception):
    """No verdict now: no scanner, a connection that broke, no answer in time, an odd answer. Ask again later."""


class Scanner(Protocol):
    async def scan(self, chunks: AsyncIterable[bytes]) -> str:
        """The name of what the content is infected with; empty when it was looked at whole and nothing was found.

        Raises ScanRefused, ScanUnavailable, and what `chunks` raises.
        """
        ...


class MailRefused(Exception):
    """The relay will never take this message (5xx): trying again would not help."""


class MailUnavailable(Exception):
    """The relay cannot take it now (4xx, no connection, time-out): try again later."""


class Mailer(Protocol):
    async def send(self, message: EmailMessage, recipient: str) -> None:
        """Hand over one message to one recipient. Raises MailRefused or MailUnavailable."""
        ...


class PdfRenderer(Protocol):
    async def render(self, template: str, data: Mapping[str, Any]) -> bytes:
        """A tagged PDF (PDF/A-3a and PDF/UA-1) of `webapp/adapters/pdf/<template>.typ`, fed with JSON-like data.

        Raises Busy when too many wait for one.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryAddress:
    """By the lines of AFNOR NF Z10-011, each kept whole even past its 38 characters: only people can shorten it.

    No register tells line 2, the addressee.
    """

    building: str = ""  # line 3
    street: str = ""  # line 4
    locality: str = ""  # line 5: lieu-dit, BP
    postal_code: str = ""
    commune: str = ""
    country: str = ""  # ISO 3166-1 alpha-2: FR; "" when the address is abroad and the country is not told


@dataclass(frozen=True, slots=True)
class DirectoryRecord:
    """One establishment, as a public register tells it. Texts are empty where the register is silent."""

    siret: str  # 14 digits; "" for an association known by its RNA only
    name: str  # raison sociale; "" when the register may not tell it
    rna: str  # W123456789 or ""
    naf: str  # 71.12A or ""
    naf_version: str  # "NAF rév. 2", "NAF 2025" or ""
    legal_form: str  # catégorie juridique of Insee, 4 digits, or ""
    address: DirectoryAddress
    is_open: bool  # False: the establishment, or the whole unit, has ceased
    is_public: bool  # False, "non diffusible": name and address are withheld by the register
    source: str  # what people read: "répertoire Sirene"


class DirectoryUnavailable(Exception):
    """It did not answer in time, or with something that cannot be used; one types by hand."""


class Directory(Protocol):
    async def find(self, number: str) -> DirectoryRecord | None:
        """By Siret (14 digits) or RNA (W and 9 digits), without spaces; None when the register does not know it.

        Raises DirectoryUnavailable, always within `DIRECTORY_TIMEOUT_SECONDS`.
        """
        ...

    async def close(self) -> None:
        """Give back its connections; it is not asked any more."""
        ...
