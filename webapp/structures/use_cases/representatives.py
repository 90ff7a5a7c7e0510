"""The persons who represent a structure."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from webapp.core.actor import Actor
from webapp.core.audit import AuditEvent
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.editing.blocks import block_of
from webapp.editing.saving import Edit, to_write, write
from webapp.structures import texts
from webapp.structures.access import lock_representative, lock_structure
from webapp.structures.facts import DERIVED, RepresentativeDetails
from webapp.structures.models import Representative, Structure
from webapp.structures.rules import Verb, removal_problem


async def add_representative(
    work: Work, actor: Actor, structure_id: UUID, key: UUID, details: RepresentativeDetails
) -> None:
    """`key` comes with the form, and becomes the id: sent twice, it is one representative.

    Raises NotFound, also for the id of another structure's; Refused for a reader or a private person, and when the
    form has made somebody else before: Back, then another name.
    """
    async with work:
        structure = await lock_structure(work, actor, structure_id, Verb.EDIT)
        if structure.person_id is not None:
            raise Refused(texts.PERSON_HAS_NO_REPRESENTATIVE)
        if not await new_representative(work, structure, details, key=key):
            _, row = await lock_representative(work, actor, structure_id, key)
            known = block_of(RepresentativeDetails, row)
            if known != details:
                raise Refused(texts.FORM_WAS_USED.format(name=known.full_name))


async def new_representative(
    work: Work, structure: Structure, details: RepresentativeDetails, *, key: UUID | None = None
) -> bool:
    """False when there is one of that id. Inside a transaction; also with a structure that is being declared."""
    key = key or new_id()
    row = {"id": key, "structure_id": structure.id, "created_at": work.now, "modified_at": work.now, "version": 1}
    adding = insert(Representative).values(**row, **asdict(details)).on_conflict_do_nothing()
    if await work.session.scalar(adding.returning(Representative.id)) is None:
        return False
    structure.modified_at = work.now
    work.audit("representative.added", "representative", key, structure=str(structure.id), after=asdict(details))
    return True


async def change_representative(
    work: Work, actor: Actor, structure_id: UUID, key: UUID, version: int, mine: RepresentativeDetails
) -> None:
    """Raises NotFound, Overtaken; Refused for a reader, and on `is_legal` of the only legal representative."""
    async with work:
        structure, row = await lock_representative(work, actor, structure_id, key)
        edit = Edit("representative.changed", "representative", key, version, DERIVED)
        found = await to_write(work, edit, block_of(RepresentativeDetails, row), row.version, mine)
        if found is None:
            return
        before, after = found
        if before.get("is_legal") and (problem := await _removal_problem(work, row)):
            raise Refused(problem, field="is_legal")
        row.version += 1
        write(work, edit, row, before, after, row.version)
        row.modified_at = structure.modified_at = work.now


async def remove_representative(work: Work, actor: Actor, structure_id: UUID, key: UUID) -> str:
    """Their name. Removed already, nothing changes.

    Raises NotFound for another structure's; Refused, see removal_problem.
    """
    async with work:
        try:
            structure, row = await lock_representative(work, actor, structure_id, key)
        except NotFound:
            return await _removed(work, actor, structure_id, key)
        if problem := await _removal_problem(work, row):
            raise Refused(problem)
        details = block_of(RepresentativeDetails, row)
        await work.session.delete(row)
        structure.modified_at = work.now
        work.audit("representative.removed", "representative", key, structure=str(structure_id), before=asdict(details))
        return details.full_name


async def _removal_problem(work: Work, row: Representative) -> str | None:
    others = select(func.count()).where(
        Representative.structure_id == row.structure_id, Representative.id != row.id, Representative.is_legal
    )
    return removal_problem(is_legal=row.is_legal, other_legal=await work.session.scalar(others) or 0)


async def _removed(work: Work, actor: Actor, structure_id: UUID, key: UUID) -> str:
    """The name of somebody whom the structure had. Raises NotFound."""
    await lock_structure(work, actor, structure_id, Verb.EDIT)
    query = select(AuditEvent.details["before"]).where(
        AuditEvent.object_id == str(key),
        AuditEvent.action == "representative.removed",
        AuditEvent.details["structure"].as_string() == str(structure_id),
    )
    before = await work.session.scalar(query.limit(1))
    if before is None:
        raise NotFound
    return RepresentativeDetails(**before).full_name
