"""Saving a block that was edited in place. Nothing is overwritten silently: whoever comes second gets both versions.

A block is a value of blocks.py. Its version is a number that the form carries; who changed what is in the audit, before
and after, from where the block that the second person began with is made again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.core.audit import AuditEvent
from webapp.core.refusals import Conflict
from webapp.core.work import Work
from webapp.editing import texts
from webapp.editing.blocks import Block, changes, undone


@dataclass(frozen=True, slots=True)
class Edit:
    """`version`: of the block that the form showed. `action`: as the audit names its changes. `derived`: fields that
    nobody edits, since they are looked up from what was typed.
    """

    action: str
    kind: str
    object_id: UUID
    version: int
    derived: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Earlier:
    """Who saved meanwhile, and when. `by` may be empty; `is_oneself`: the same account, in another tab."""

    by: str
    is_oneself: bool
    at: datetime


class Overtaken(Conflict):
    """Somebody saved the block since the form was opened.

    `base` is the block as it was then, `theirs` as it is, of which `version` is the number.
    """

    def __init__(self, base: Block, theirs: Block, version: int, earlier: Earlier) -> None:
        super().__init__(texts.OVERTAKEN)
        self.base, self.theirs, self.version, self.earlier = base, theirs, version, earlier


async def to_write(
    work: Work, edit: Edit, theirs: Block, version: int, mine: Block
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """What to write, before and after; None when there is nothing to do. Raises Overtaken.

    Saving what is saved already, or a form in which nothing was changed, is no conflict: Back, a double click.
    """
    before, after = changes(theirs, mine)
    if not after:
        return None
    if edit.version == version:
        return before, after
    base, earlier = await _since(work, edit, theirs)
    if set(changes(base, mine)[1]) <= edit.derived:
        return None
    raise Overtaken(base, theirs, version, earlier)


async def _since(work: Work, edit: Edit, block: Block) -> tuple[Block, Earlier]:
    """The block as it was at the edit's version, and who changed it last."""
    query = (
        select(AuditEvent.details, AuditEvent.at, Account.id, Account.first_name, Account.last_name)
        .outerjoin(Account, Account.id == AuditEvent.account_id)
        .where(
            AuditEvent.object_id == str(edit.object_id),
            AuditEvent.action == edit.action,
            AuditEvent.details["version"].as_integer() > edit.version,
        )
        .order_by(AuditEvent.id.desc())
    )
    events = (await work.session.execute(query)).all()
    for event in events:
        block = undone(block, event.details["before"])
    if not events:
        return block, Earlier("", is_oneself=False, at=work.now)
    last = events[0]
    name = f"{last.first_name} {last.last_name}" if last.last_name else ""
    return block, Earlier(name, is_oneself=last.id is not None and last.id == work.account_id, at=last.at)


def write(work: Work, edit: Edit, row: Any, before: dict[str, Any], after: dict[str, Any], version: int) -> None:
    """Sets the columns and notes the change; the caller sets the row's new version."""
    for name, value in after.items():
        setattr(row, name, value)
    work.audit(edit.action, edit.kind, edit.object_id, version=version, before=before, after=after)
