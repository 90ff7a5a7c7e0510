"""Composing a request, as an agent: kept as it is typed, complete or not, until it is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from webapp.accounts.models import Account
from webapp.applications.access import lock_application
from webapp.applications.models import Application
from webapp.applications.rules import ApplicationState
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.refusals import Conflict, NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.schemes.revisions import load_definition
from webapp.solicitations import texts
from webapp.solicitations.access import Held, lock_solicitation, require
from webapp.solicitations.deadlines import default_deadline
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import (
    ASKABLE,
    ItemState,
    ItemTarget,
    SolicitationKind,
    SolicitationState,
    SolicitationVerb,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One item as it is typed. `label` and `hint` of a piece of the scheme are the scheme's."""

    reason: str = ""
    is_required: bool = True
    suspends: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """All that the page of a draft holds. `deadline`: None while what is typed is no date."""

    message: str
    deadline: datetime | None
    items: Mapping[UUID, Wanted]


class Overtaken(Refused):
    """Another agent has saved the draft since the page was shown."""


async def begin_request(
    work: Work,
    actor: Actor,
    number: int,
    kind: SolicitationKind,
    reasons: Iterable[tuple[str, str]] = (),
    follows: Solicitation | None = None,
) -> Solicitation:
    """The draft of this kind, begun if there is none. `reasons`: key and reason of pieces that it then asks for too.

    `follows`: whose reply is not enough; sending the draft ends it, whether or not it was begun before.

    Raises NotFound, Conflict once nothing can be asked any more, OutOfRole.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        _require_askable(actor, application)
        draft = await _draft_of(work, application, kind)
        if draft is None:
            draft = _new_draft(work, actor, application, kind, follows)
            work.session.add(draft)
            await work.session.flush()
            work.audit("solicitation.begun", "solicitation", draft.id, what=kind)
        elif follows and draft.follows_id is None:
            draft.follows_id, draft.round = follows.id, follows.round + 1
        held = Held(application, draft)
        asked = await _asked(work, draft)
        for key, reason in reasons:
            if (ItemTarget.PIECE, key) not in asked:
                await _add(work, held, key, reason)
        return draft


async def add_piece_of_the_scheme(work: Work, actor: Actor, number: int, draft_id: UUID, key: str) -> SolicitationItem:
    """Raises NotFound, Conflict once it is sent, Refused for a piece that is asked already or that no slot has."""
    async with work:
        held = await lock_draft(work, actor, number, draft_id, SolicitationKind.PIECE_REQUEST)
        return await _add(work, held, key, "")


async def add_other_piece(
    work: Work, actor: Actor, number: int, draft_id: UUID, label: str, hint: str = ""
) -> SolicitationItem:
    """A piece that the scheme does not ask; said twice, by a double click, it is asked once.

    Raises what add_piece_of_the_scheme does, and Refused without a name.
    """
    async with work:
        held = await lock_draft(work, actor, number, draft_id, SolicitationKind.PIECE_REQUEST)
        if not label.strip():
            raise Refused(texts.LABEL_NEEDED, field="label")
        label, hint = label.strip(), hint.strip()
        for item in await items_of(work, held.solicitation):
            if item.is_new and (item.label, item.hint) == (label, hint):
                return item
        target, position = (ItemTarget.PIECE, new_id().hex), await next_position(work, held)
        item = new_item(held, position, target, label, hint=hint, is_new=True)
        work.session.add(item)
        held.solicitation.version += 1
        return item


async def remove_item(work: Work, actor: Actor, number: int, draft_id: UUID, item_id: UUID) -> None:
    """What is not there is not missed. Raises NotFound, Conflict once it is sent."""
    async with work:
        held = await lock_draft(work, actor, number, draft_id)
        gone = delete(SolicitationItem).where(
            SolicitationItem.id == item_id, SolicitationItem.solicitation_id == held.solicitation.id
        )
        await work.session.execute(gone)
        held.solicitation.version += 1


async def save_request(
    work: Work, actor: Actor, number: int, draft_id: UUID, composed: Composed, *, seen: int
) -> Solicitation:
    """`seen`: the version that the page showed. Raises NotFound, Conflict once it is sent, Overtaken."""
    async with work:
        held = await lock_draft(work, actor, number, draft_id)
        draft = held.solicitation
        await _require_seen(work, actor, draft, seen)
        draft.message, draft.deadline = composed.message, composed.deadline
        for item in await items_of(work, draft):
            if wanted := composed.items.get(item.id):
                item.reason, item.is_required, item.suspends = wanted.reason, wanted.is_required, wanted.suspends
        draft.version += 1
        draft.edited_by = actor.account_id
        return draft


async def discard_request(work: Work, actor: Actor, number: int, draft_id: UUID, *, seen: int) -> None:
    """A draft that serves no more; nobody throws away what they have not read. `seen`, errors: as in save_request."""
    async with work:
        held = await lock_draft(work, actor, number, draft_id)
        await _require_seen(work, actor, held.solicitation, seen)
        await work.session.execute(
            delete(SolicitationItem).where(SolicitationItem.solicitation_id == held.solicitation.id)
        )
        await work.session.delete(held.solicitation)
        work.audit("solicitation.discarded", "solicitation", draft_id, what=held.solicitation.kind)


async def _require_seen(work: Work, actor: Actor, draft: Solicitation, seen: int) -> None:
    if seen != draft.version and draft.edited_by != actor.account_id:
        editor = await work.session.get_one(Account, draft.edited_by)
        raise Overtaken(texts.CHANGED_MEANWHILE.format(name=editor.full_name))


async def add_again(work: Work, draft: Solicitation, items: Iterable[SolicitationItem]) -> None:
    """What was answered and not accepted: asked once more, for the reason that the agent gave. What the draft asks for
    already stays as it is, and has the earlier reply beside it.
    """
    await _add_like(work, draft, ((item, item.verdict, item.id) for item in items))


async def add_as_it_was(work: Work, draft: Solicitation, items: Iterable[SolicitationItem]) -> None:
    """What was asked and taken back, for the same reason. What the draft asks for already stays as it is."""
    await _add_like(work, draft, ((item, item.reason, item.follows_id) for item in items))


async def _add_like(
    work: Work, draft: Solicitation, wanted: Iterable[tuple[SolicitationItem, str, UUID | None]]
) -> None:
    """`wanted`: an item, why it is asked now, and the one whose reply stands beside it."""
    asked = {(item.target_kind, item.target): item for item in await items_of(work, draft)}
    position = max((item.position for item in asked.values()), default=0)
    for item, reason, follows_id in wanted:
        if there := asked.get((item.target_kind, item.target)):
            there.follows_id = there.follows_id or follows_id
            continue
        position += 1
        work.session.add(
            SolicitationItem(
                id=new_id(),
                solicitation_id=draft.id,
                position=position,
                target_kind=item.target_kind,
                target=item.target,
                label=item.label,
                hint=item.hint,
                reason=reason,
                is_required=item.is_required,
                is_new=item.is_new,
                suspends=item.suspends,
                state=ItemState.ASKED,
                follows_id=follows_id,
            )
        )
    draft.version += 1


async def items_of(work: Work, solicitation: Solicitation) -> list[SolicitationItem]:
    query = (
        select(SolicitationItem)
        .where(SolicitationItem.solicitation_id == solicitation.id)
        .order_by(SolicitationItem.position)
    )
    return list((await work.session.scalars(query)).all())


async def lock_draft(
    work: Work, actor: Actor, number: int, draft_id: UUID, kind: SolicitationKind | None = None
) -> Held:
    """`kind`: of what is put in it. Raises NotFound, Conflict once it is sent."""
    held = await lock_solicitation(work, actor, number, draft_id)
    if kind is not None and held.solicitation.kind != kind:
        raise NotFound
    require(actor, SolicitationVerb.COMPOSE, held)
    return held


def new_item(held: Held, position: int, target: tuple[ItemTarget, str], label: str, **more: object) -> SolicitationItem:
    kind, key = target
    return SolicitationItem(
        id=new_id(),
        solicitation_id=held.solicitation.id,
        position=position,
        target_kind=kind,
        target=key,
        label=label,
        state=ItemState.ASKED,
        **more,
    )


async def next_position(work: Work, held: Held) -> int:
    query = select(func.coalesce(func.max(SolicitationItem.position), 0)).where(
        SolicitationItem.solicitation_id == held.solicitation.id
    )
    return int(await work.session.scalar(query) or 0) + 1


def _require_askable(actor: Actor, application: Application) -> None:
    if not actor.is_agent:
        raise OutOfRole(texts.AGENTS_ASK)
    if ApplicationState(application.state) not in ASKABLE:
        raise Conflict(texts.NOTHING_CAN_BE_ASKED)


def _new_draft(
    work: Work, actor: Actor, application: Application, kind: SolicitationKind, follows: Solicitation | None
) -> Solicitation:
    return Solicitation(
        id=new_id(),
        application_id=application.id,
        kind=kind,
        state=SolicitationState.DRAFT,
        round=follows.round + 1 if follows else 1,
        follows_id=follows.id if follows else None,
        message="",
        deadline=default_deadline(work.now),
        version=0,
        begun_at=work.now,
        begun_by=actor.account_id,
        edited_by=actor.account_id,
    )


async def _draft_of(work: Work, application: Application, kind: SolicitationKind) -> Solicitation | None:
    query = select(Solicitation).where(
        Solicitation.application_id == application.id,
        Solicitation.kind == kind,
        Solicitation.state == SolicitationState.DRAFT,
    )
    found: Solicitation | None = await work.session.scalar(query.with_for_update())
    return found


async def _asked(work: Work, draft: Solicitation) -> set[tuple[str, str]]:
    """A section and a field may have the same key."""
    return {(item.target_kind, item.target) for item in await items_of(work, draft)}


async def _add(work: Work, held: Held, key: str, reason: str) -> SolicitationItem:
    """A piece of the scheme. Raises NotFound, Refused."""
    definition = await load_definition(work.session, held.application.revision_id)
    piece = definition.piece(key)
    if piece is None:
        raise Refused(texts.NO_SUCH_PIECE, field="piece")
    target = (ItemTarget.PIECE, key)
    if target in await _asked(work, held.solicitation):
        raise Refused(texts.ALREADY_ASKED.format(label=piece.label), field="piece")
    more = {"hint": piece.hint or "", "reason": reason, "suspends": piece.required}
    item = new_item(held, await next_position(work, held), target, piece.label, **more)
    work.session.add(item)
    held.solicitation.version += 1
    return item
