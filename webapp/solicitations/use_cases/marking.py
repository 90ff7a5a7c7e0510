"""Marking what the applicant shall modify: a section of the form as it was sent, or one of its fields."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from webapp.core.actor import Actor
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.schemes.filled import FilledForm
from webapp.solicitations import texts
from webapp.solicitations.access import Held
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.parts import EditablePart, editable_part, fields_of
from webapp.solicitations.rules import ItemTarget, SolicitationKind
from webapp.solicitations.use_cases.composing import begin_request, items_of, lock_draft, new_item, next_position

KIND = SolicitationKind.EDIT_REQUEST


class Marked(NamedTuple):
    """`is_merged`: fields of the section were marked before; it takes over what was said of them."""

    item: SolicitationItem
    is_merged: bool


async def add_part(work: Work, actor: Actor, number: int, draft_id: UUID, value: str, form: FilledForm) -> Marked:
    """`form`: as it was sent; `value`: of one of its editable parts.

    Raises NotFound, Conflict once it is sent, Refused on `part` for what is marked already, itself or with its section.
    """
    async with work:
        held = await lock_draft(work, actor, number, draft_id, KIND)
        part = _part_of(form, value)
        items = await items_of(work, held.solicitation)
        if asked := _asking(items, part):
            raise Refused(_why_not(part, asked), field="part")
        return await _mark(work, actor, held, part, form, items)


async def mark_part(work: Work, actor: Actor, number: int, value: str, form: FilledForm) -> EditablePart:
    """From the page of the application: into the draft, begun if there is none; what is marked already stays.

    Raises NotFound, Conflict once nothing can be asked any more, OutOfRole, Refused for what cannot be modified.
    """
    async with work:
        part = _part_of(form, value)
        draft: Solicitation = await begin_request(work, actor, number, KIND)
        held = await lock_draft(work, actor, number, draft.id, KIND)
        items = await items_of(work, draft)
        if not _asking(items, part):
            await _mark(work, actor, held, part, form, items)
        return part


def _part_of(form: FilledForm, value: str) -> EditablePart:
    part = editable_part(form, value)
    if part is None:
        raise Refused(texts.NO_SUCH_PART, field="part")
    return part


def _asking(items: Sequence[SolicitationItem], part: EditablePart) -> SolicitationItem | None:
    """The item that asks for all of the part already: for itself, or for the section that it stands in."""
    wholes = ((part.kind, part.key), (ItemTarget.SECTION, part.section))
    return next((item for item in items if (item.target_kind, item.target) in wholes), None)


def _why_not(part: EditablePart, asked: SolicitationItem) -> str:
    if (asked.target_kind, asked.target) == (part.kind, part.key):
        return texts.PART_ALREADY_ASKED.format(label=part.label)
    return texts.IN_ASKED_SECTION.format(label=part.label, section=part.section_title)


async def _mark(
    work: Work, actor: Actor, held: Held, part: EditablePart, form: FilledForm, items: Sequence[SolicitationItem]
) -> Marked:
    """Nothing that was typed about its fields is lost when a whole section is marked."""
    keys = fields_of(form, part)
    fields = [one for one in items if one.target_kind == ItemTarget.FIELD and one.target in keys]
    said = [texts.REASON_OF_FIELD.format(label=one.label, reason=one.reason) for one in fields if one.reason.strip()]
    more = {"reason": "\n".join(said), "suspends": any(one.suspends for one in fields)}
    item = new_item(held, await next_position(work, held), (part.kind, part.key), part.label, **more)
    for one in fields:
        await work.session.delete(one)
    work.session.add(item)
    held.solicitation.version += 1
    held.solicitation.edited_by = actor.account_id
    return Marked(item, bool(fields))
