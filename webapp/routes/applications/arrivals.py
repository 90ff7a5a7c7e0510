"""The files of one form, received one after the other: what is kept stays kept, whatever becomes of the others."""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from webapp.applications import texts
from webapp.applications.use_cases.pieces import AlreadyThere, add_piece, admit_upload, replace_piece
from webapp.core.actor import Actor
from webapp.core.forms import FormData
from webapp.core.ports import FileTooLarge, StoreFull, StoreUnavailable
from webapp.core.refusals import Busy, Final, NotFound, Refused, Throttled
from webapp.core.typed import cleaned
from webapp.core.work import Work
from webapp.documents.inspection import clean_name
from webapp.documents.use_cases import Received, discard, take_in
from webapp.routes.applications.pieces_step import limits_of, too_large
from webapp.web.parts import Upload
from webapp.web.request import PortalRequest

LONGEST_REFUSAL = 600  # characters, name included


@dataclass(slots=True)
class Arrived:
    """Names of the files that are kept, and a sentence for each one that is not."""

    kept: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    is_replaced: bool = False

    @property
    def said(self) -> str:
        if len(self.kept) == 1:
            return (texts.FILE_REPLACED if self.is_replaced else texts.FILE_ADDED).format(name=self.kept[0])
        return texts.FILES_ADDED.format(names=", ".join(f"« {name} »" for name in self.kept)) if self.kept else ""


class Slot(Protocol):
    """Where they go, and by whom."""

    @property
    def request(self) -> PortalRequest: ...

    async def admit(self) -> None:
        """Whether to receive a file at all. Raises Throttled, NotFound, Refused."""

    async def keep(self, received: Received, old: UUID | None) -> None:
        """`old`: the document that this one replaces. Raises NotFound, Refused, AlreadyThere."""


@dataclass(frozen=True, slots=True)
class PieceOfDraft:
    """A slot of the scheme, in a draft."""

    request: PortalRequest
    work: Work
    actor: Actor
    number: int
    key: str

    async def admit(self) -> None:
        await admit_upload(self.work, self.actor, self.number, self.key)

    async def keep(self, received: Received, old: UUID | None) -> None:
        about = self.actor, self.number, self.key
        limits = limits_of(self.request)
        if old:
            keys = await replace_piece(self.work, *about, old, received, limits)
            await discard(self.request.app.state.store, keys)
        else:
            await add_piece(self.work, *about, received, limits)


async def take_all(slot: Slot) -> Arrived:
    """Raises what `admit` does, and for the first file, with nothing kept, also StoreFull and Busy."""
    await slot.admit()
    fields = await slot.request.fields()
    uploads, arrived = fields.uploads("file"), Arrived(refused=_told_before(fields, slot))
    old = _replaced(fields)
    if not uploads and not arrived.refused:
        raise Refused(texts.NO_NEW_FILE if old else texts.NO_FILE)
    for rank, upload in enumerate(uploads):
        name = clean_name(upload.filename)
        try:
            if rank:
                await slot.admit()
            await _take(slot, upload, None if arrived.is_replaced else old)
            arrived.kept.append(name)
            arrived.is_replaced = bool(old)
        except (Throttled, StoreFull, StoreUnavailable, Busy):
            if not rank:
                raise
            arrived.refused.append(texts.ABOUT_FILE.format(name=name, reason=texts.NOT_RECEIVED))
        except AlreadyThere:
            arrived.kept.append(name)
        except Final:
            raise
        except FileTooLarge:
            arrived.refused.append(texts.ABOUT_FILE.format(name=name, reason=too_large(slot.request)))
        except Refused as refusal:
            arrived.refused.append(texts.ABOUT_FILE.format(name=name, reason=refusal.reason))
    return arrived


def _told_before(fields: FormData, slot: Slot) -> list[str]:
    """upload.js sends one file at a time; with the last one, what was said of those before it: all is told at once."""
    most = limits_of(slot.request).max_files
    return [cleaned(one)[:LONGEST_REFUSAL] for one in fields.getlist("refused")[:most] if one.strip()]


def _replaced(fields: FormData) -> UUID | None:
    try:
        return UUID(fields.get("replaces"))
    except ValueError:
        return None


async def _take(slot: Slot, upload: Upload, old: UUID | None) -> None:
    received = await take_in(upload.incoming, upload.filename)
    try:
        await slot.keep(received, old)
    except (Refused, NotFound):  # a file that no slot takes is not left in the store
        await slot.request.app.state.store.delete(received.stored.key)
        raise
