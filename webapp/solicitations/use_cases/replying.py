"""The reply, kept piece by piece as it is prepared; then sent once, by any member who may write."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from webapp.applications.correspondents import correspondents
from webapp.applications.use_cases.pieces import UPLOADS, AlreadyThere, UploadLimits, new_document, require_room
from webapp.applications.use_cases.shared_documents import release
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound, Refused
from webapp.core.throttle import count
from webapp.core.work import Work
from webapp.documents.models import CHANNEL, Document
from webapp.documents.rules import DocumentState
from webapp.documents.use_cases import Received
from webapp.schemes.models import SchemeRevision
from webapp.solicitations import mails, texts
from webapp.solicitations.access import Held, lock_solicitation, require
from webapp.solicitations.models import ReplyDocument, Solicitation, SolicitationItem
from webapp.solicitations.rules import ItemState, ItemTarget, SolicitationKind, SolicitationState, SolicitationVerb
from webapp.solicitations.standing import keep_standing
from webapp.solicitations.use_cases.composing import items_of

LONGEST_REASON = 2_000


class Unfinished(Refused):
    """`waiting`: id and sentence of each item that still waits, in the order of the page."""

    def __init__(self, items: Sequence[SolicitationItem]) -> None:
        self.waiting = [(item.id, texts.ITEM_MISSING.format(label=item.label)) for item in items]
        super().__init__(self.waiting[0][1])


async def admit_reply(work: Work, actor: Actor, number: int, solicitation_id: UUID, item_id: UUID) -> None:
    """Whether to receive a file at all. Raises Throttled, and what lock_item does."""
    await count(work, UPLOADS.of(actor.account_id))
    async with work:
        await _lock_item(work, actor, number, solicitation_id, item_id)


async def add_reply_document(
    work: Work,
    actor: Actor,
    number: int,
    solicitation_id: UUID,
    item_id: UUID,
    received: Received,
    limits: UploadLimits,
) -> UUID:
    """The document's id; what was said of not being able to provide the piece goes. Raises NotFound; Conflict once it
    is sent, cancelled or closed; OutOfRole; AlreadyThere; Refused past a limit.
    """
    async with work:
        _, item = await _lock_item(work, actor, number, solicitation_id, item_id)
        held = await _documents_of(work, solicitation_id)
        for document, of_item in held:
            if (of_item, document.sha256, document.filename) == (item_id, received.stored.sha256, received.filename):
                raise AlreadyThere(document.id)
        require_room([document for document, _ in held], received.stored.size, limits)
        document = new_document(work, actor, received, limits)
        work.session.add(document)
        await work.session.flush()
        work.session.add(ReplyDocument(item_id=item.id, document_id=document.id))
        item.state, item.unable = ItemState.ANSWERED, ""
        if limits.has_scanner:
            await work.wake(CHANNEL)
        work.audit("reply.added", "solicitation", solicitation_id, item=str(item_id), document=str(document.id))
        return document.id


async def remove_reply_document(
    work: Work, actor: Actor, number: int, solicitation_id: UUID, document_id: UUID
) -> tuple[UUID, str, list[str]]:
    """The item, the file's name, and keys of the store that nothing names any more, for after the commit.

    Raises NotFound, Conflict once it is sent, OutOfRole.
    """
    async with work:
        held = await lock_solicitation(work, actor, number, solicitation_id)
        require(actor, SolicitationVerb.REPLY, held)
        link = (
            delete(ReplyDocument)
            .where(
                ReplyDocument.document_id == document_id,
                ReplyDocument.item_id == SolicitationItem.id,
                SolicitationItem.solicitation_id == held.solicitation.id,
            )
            .returning(ReplyDocument.item_id)
        )
        item_id: UUID | None = await work.session.scalar(link)
        if item_id is None:
            raise NotFound
        document = await work.session.get_one(Document, document_id)
        name = document.filename
        keys = await release(work, [document_id])
        await settle_state(work, item_id)
        work.audit("reply.removed", "solicitation", solicitation_id, item=str(item_id), document=str(document_id))
        return item_id, name, keys


async def say_unable(
    work: Work, actor: Actor, number: int, solicitation_id: UUID, item_id: UUID, reason: str, *, seen: str = ""
) -> SolicitationItem:
    """« Je ne peux pas fournir cette pièce », and why; `take_back_unable` takes it back. `seen`: the explanation that
    the page showed; nobody replaces a colleague's without having read it.

    Raises NotFound, Conflict, OutOfRole, Refused on `unable`.
    """
    async with work:
        _, item = await _lock_item(work, actor, number, solicitation_id, item_id)
        if not reason.strip():
            raise Refused(texts.UNABLE_NEEDS_REASON, field="unable")
        if await _count_files(work, item_id):
            raise Refused(texts.UNABLE_OR_FILE, field="unable")
        if item.unable not in ("", seen.strip(), reason.strip()):
            raise Refused(texts.UNABLE_MEANWHILE, field="unable")
        item.state, item.unable = ItemState.UNABLE, reason.strip()[:LONGEST_REASON]
        work.audit("reply.unable", "solicitation", solicitation_id, item=str(item_id))
        return item


async def take_back_unable(work: Work, actor: Actor, number: int, solicitation_id: UUID, item_id: UUID) -> None:
    """Raises NotFound, Conflict, OutOfRole."""
    async with work:
        _, item = await _lock_item(work, actor, number, solicitation_id, item_id)
        item.unable = ""
        await settle_state(work, item_id)


async def transmit_reply(work: Work, actor: Actor, number: int, solicitation_id: UUID) -> Solicitation:
    """Open → answered, once: sent again by an applicant, it gives the same.

    Raises NotFound; Conflict once it is cancelled or closed; OutOfRole; Unfinished with what still waits.
    """
    async with work:
        held = await lock_solicitation(work, actor, number, solicitation_id)
        solicitation, application = held.solicitation, held.application
        if solicitation.kind != SolicitationKind.PIECE_REQUEST:
            raise NotFound
        if solicitation.state == SolicitationState.ANSWERED and not actor.is_agent:
            return solicitation
        require(actor, SolicitationVerb.TRANSMIT, held)
        items = await items_of(work, solicitation)
        await _empty_infected(work, items)
        if waiting := [item for item in items if item.is_required and item.state == ItemState.ASKED]:
            raise Unfinished(waiting)
        solicitation.state = SolicitationState.ANSWERED
        solicitation.answered_at, solicitation.answered_by = work.now, actor.account_id
        await keep_standing(work, application)
        about = {
            "by": actor.full_name,
            "scheme": (await work.session.get_one(SchemeRevision, application.revision_id)).title,
        }
        for member in await correspondents(work, application, actor.account_id):
            await work.mail(mails.answered(application, member, solicitation, items, about))
        work.audit("solicitation.answered", "solicitation", solicitation.id, what=solicitation.kind)
        return solicitation


async def _lock_item(
    work: Work, actor: Actor, number: int, solicitation_id: UUID, item_id: UUID
) -> tuple[Held, SolicitationItem]:
    held = await lock_solicitation(work, actor, number, solicitation_id)
    require(actor, SolicitationVerb.REPLY, held)
    item = await work.session.get(SolicitationItem, item_id)
    if item is None or item.solicitation_id != held.solicitation.id or item.target_kind != ItemTarget.PIECE:
        raise NotFound
    return held, item


async def _documents_of(work: Work, solicitation_id: UUID) -> list[tuple[Document, UUID]]:
    """Of an infected one nothing is left."""
    query = (
        select(Document, ReplyDocument.item_id)
        .join(ReplyDocument, ReplyDocument.document_id == Document.id)
        .join(SolicitationItem, SolicitationItem.id == ReplyDocument.item_id)
        .where(SolicitationItem.solicitation_id == solicitation_id, Document.state != DocumentState.INFECTED)
    )
    return [(row.Document, row.item_id) for row in await work.session.execute(query)]


async def _count_files(work: Work, item_id: UUID) -> bool:
    is_sound = Document.state != DocumentState.INFECTED
    query = select(ReplyDocument.document_id).join(Document).where(ReplyDocument.item_id == item_id, is_sound).limit(1)
    return await work.session.scalar(query) is not None


async def settle_state(work: Work, item_id: UUID) -> None:
    """Of an item of a reply that is prepared, from which something was taken back or away."""
    item = await work.session.get_one(SolicitationItem, item_id)
    if item.unable:
        item.state = ItemState.UNABLE
    else:
        item.state = ItemState.ANSWERED if await _count_files(work, item_id) else ItemState.ASKED


async def _empty_infected(work: Work, items: Sequence[SolicitationItem]) -> None:
    """What was answered with a file that was found infected since is not answered any more."""
    for item in items:
        if item.state == ItemState.ANSWERED:
            await settle_state(work, item.id)
