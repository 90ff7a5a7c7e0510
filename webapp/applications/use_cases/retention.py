"""Drafts that nobody edits any more: announced, then deleted. The worker does it every hour, in small transactions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from webapp.accounts.models import Account, AccountState
from webapp.applications import mails
from webapp.applications.keeping import (
    announced_if_edited_before,
    kept_until,
    over_if_announced_before,
    over_if_edited_before,
)
from webapp.applications.models import Application
from webapp.applications.rules import NOT_SENT
from webapp.applications.use_cases.deletion import erase
from webapp.core.actor import MemberRole
from webapp.core.ports import FileStore
from webapp.core.work import Work
from webapp.documents.use_cases import discard
from webapp.schemes.models import SchemeRevision
from webapp.structures.models import Membership, Structure

BATCH = 100  # drafts held at a time: whoever edits one of them waits for no more than these
WRITERS = [role for role in MemberRole if role.can_write]


@dataclass(frozen=True, slots=True)
class Idle:
    """How many drafts."""

    announced: int
    deleted: int


async def tidy_drafts(new_work: Callable[[], Work], store: FileStore) -> Idle:
    """Several workers share the drafts between them: one that another holds is left for the next hour.

    A draft is deleted only END_ANNOUNCED after its members were told, however late that was. They are told first here:
    after months without a worker, nothing goes that day.
    """
    announced = deleted = 0
    while told := await _announce_some(new_work()):
        announced += told
    while gone := await _delete_some(new_work(), store):
        deleted += gone
    return Idle(announced, deleted)


async def _announce_some(work: Work) -> int:
    async with work:
        is_due = Application.edited_at < announced_if_edited_before(work.now)
        drafts = await _held(work, is_due, Application.end_announced_at.is_(None))
        members = await _writers(work, {draft.structure_id for draft in drafts})
        titles = await _titles(work, {draft.revision_id for draft in drafts})
        for draft in drafts:
            draft.end_announced_at = work.now
            last_day = kept_until(draft.edited_at, work.now)
            told = members.get(draft.structure_id, [])
            for account, structure in told:
                about = {"scheme": titles[draft.revision_id], "structure": structure, "last_day": last_day}
                await work.mail(mails.draft_ending(draft, account, **about))
            until = last_day.isoformat()
            work.audit("application.end_announced", "application", draft.id, last_day=until, told=len(told))
        return len(drafts)


async def _delete_some(work: Work, store: FileStore) -> int:
    async with work:
        is_over = Application.edited_at < over_if_edited_before(work.now)
        drafts = await _held(work, is_over, Application.end_announced_at < over_if_announced_before(work.now))
        keys = await erase(work, [draft.id for draft in drafts]) if drafts else []
        for draft in drafts:
            structure = str(draft.structure_id)
            work.audit("application.expired", "application", draft.id, number=draft.number, structure=structure)
    await discard(store, keys)
    return len(drafts)


async def _held(work: Work, *conditions: ColumnElement[bool]) -> Sequence[Application]:
    """Those that nobody else holds, the longest idle first; read as they are at this instant."""
    query = (
        select(Application)
        .where(Application.state.in_(NOT_SENT), *conditions)
        .order_by(Application.edited_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return (await work.session.scalars(query)).all()


async def _writers(work: Work, structures: set[UUID]) -> dict[UUID, list[tuple[Account, str]]]:
    """By structure: each member who may edit its drafts and can sign in, with the structure's name."""
    query = (
        select(Membership.structure_id, Account, Structure.name)
        .join(Account, Account.id == Membership.account_id)
        .join(Structure, Structure.id == Membership.structure_id)
        .where(Membership.structure_id.in_(structures), Membership.role.in_(WRITERS))
        .where(Account.state == AccountState.ACTIVE)
        .order_by(Account.id)
    )
    found: dict[UUID, list[tuple[Account, str]]] = {}
    for structure_id, account, name in await work.session.execute(query):
        found.setdefault(structure_id, []).append((account, name))
    return found


async def _titles(work: Work, revisions: set[UUID]) -> dict[UUID, Any]:
    query = select(SchemeRevision.id, SchemeRevision.title).where(SchemeRevision.id.in_(revisions))
    return {row.id: row.title for row in await work.session.execute(query)}
