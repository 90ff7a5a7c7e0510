"""Reading a contribution: what the Region asked to change, and what was changed, once it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import aliased

from webapp.applications.amended import Ask
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.form_changes import Change
from webapp.solicitations.access import seen_by
from webapp.solicitations.models import Amendment, Solicitation, SolicitationItem
from webapp.solicitations.queries import Item
from webapp.solicitations.rules import ItemTarget, SolicitationKind, SolicitationState

_Earlier = aliased(Amendment)


@dataclass(frozen=True, slots=True)
class SentAmendment:
    """`earlier`: the facts of the round before, where there was one."""

    facts: dict[str, Any]
    storage_key: str
    size: int
    earlier: dict[str, Any] | None

    @property
    def changes(self) -> list[Change]:
        return list(self.facts["changes"])

    def of(self, item: Item) -> list[Change]:
        return [change for change in self.changes if _is_about(change, item)]

    def earlier_of(self, item: Item) -> list[Change]:
        return [change for change in (self.earlier or {}).get("changes", ()) if _is_about(change, item)]

    def beside(self, items: Sequence[Item]) -> list[Change]:
        """What was not asked for itself, and went with what was."""
        return [change for change in self.changes if not any(_is_about(change, item) for item in items)]


def _is_about(change: Change, item: Item) -> bool:
    if item.target_kind is ItemTarget.SECTION:
        return bool(change["section_key"] == item.target)
    return bool(change["field"] == item.target)


async def amendment_of(reads: AsyncEngine, actor: Actor, number: int, solicitation_id: UUID) -> SentAmendment | None:
    """None while it is not sent. For those who see the request."""
    query = (
        select(Amendment.facts, Amendment.storage_key, Amendment.size, _Earlier.facts.label("earlier"))
        .join(Solicitation, Solicitation.id == Amendment.solicitation_id)
        .join(Application, Application.id == Solicitation.application_id)
        .outerjoin(_Earlier, _Earlier.solicitation_id == Solicitation.follows_id)
        .where(Application.number == number, Solicitation.id == solicitation_id, seen_by(actor))
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    return SentAmendment(*row) if row else None


async def amendment_to_give(reads: AsyncEngine, actor: Actor, number: int, solicitation_id: UUID) -> SentAmendment:
    """Raises NotFound, also while it is not sent."""
    found = await amendment_of(reads, actor, number, solicitation_id)
    if found is None:
        raise NotFound
    return found


async def asks_of(reads: AsyncEngine, actor: Actor, number: int) -> tuple[Ask, ...]:
    """Of the contribution that waits for its reply, in the order in which the Region asks."""
    query = (
        select(SolicitationItem)
        .join(Solicitation, Solicitation.id == SolicitationItem.solicitation_id)
        .join(Application, Application.id == Solicitation.application_id)
        .where(
            Application.number == number,
            Solicitation.kind == SolicitationKind.EDIT_REQUEST,
            Solicitation.state == SolicitationState.OPEN,
            seen_by(actor),
        )
        .order_by(SolicitationItem.position)
    )
    async with reads.connect() as connection:
        return tuple(ask_of(row) for row in await connection.execute(query))


def ask_of(item: Any) -> Ask:
    """`item`: a row of it, or an Item."""
    is_section = item.target_kind == ItemTarget.SECTION
    return Ask(
        item.label,
        item.reason,
        section=item.target if is_section else "",
        field="" if is_section else item.target,
    )


def fields_of(items: Sequence[Item], definition: SchemeDefinition) -> frozenset[str]:
    """Keys of what these items reopen, alone or with their section."""
    whole = {item.target for item in items if item.target_kind is ItemTarget.SECTION}
    alone = {item.target for item in items if item.target_kind is ItemTarget.FIELD}
    inside = {field.key for section in definition.sections if section.key in whole for field in section.fields}
    return frozenset(alone | inside)
