"""The persons who represent a structure."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webapp.core.actor import Actor
from webapp.core.audit import AuditEvent
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.structures import texts
from webapp.structures.access import lock_representative
from webapp.structures.facts import RepresentativeDetails, block_of
from webapp.structures.models import Representative, Structure
from webapp.structures.rules import removal_problem
from webapp.structures.use_cases.editing import Edit, difference, write


async def add_representative(
    work: Work, actor: Actor, structure_id: UUID, key: UUID, details: RepresentativeDetails
) -> None:
    """`key` comes with the form, and becomes the id: sent twice, it is one representative.

    Raises NotFound, Refused for a reader or a private person.
    """
    async with work:
        structure, known = await _lock(work, actor, structure_id, key)
        if known is not None:
            return
        try:
            new_representative(work, structure, details, key=key)
            await work.session.flush()
        except IntegrityError as error:
            raise NotFound from error  # the id of another structure's representative


def new_representative(
    work: Work, structure: Structure, details: RepresentativeDetails, *, key: UUID | None = None
) -> None:
    """Inside a transaction; also with a structure that is being declared."""
    key = key or new_id()
    row = Representative(
        id=key, structure_id=structure.id, created_at=work.now, modified_at=work.now, version=1, **asdict(details)
    )
    work.session.add(row)
    structure.modified_at = work.now
    work.audit("representative.added", "representative", key, structure=str(structure.id), after=asdict(details))


async def change_representative(
    work: Work, actor: Actor, structure_id: UUID, key: UUID, version: int, mine: RepresentativeDetails
) -> None:
    """Raises NotFound, Overtaken; Refused for a reader, and on `is_legal` of the only legal representative."""
    async with work:
        structure, row = await _lock(work, actor, structure_id, key)
        if row is None:
            raise NotFound
        edit = Edit("representative.changed", "representative", key, version)
        found = await difference(work, edit, block_of(RepresentativeDetails, row), row.version, mine)
        if found is None:
            return
        before, after = found
        if before.get("is_legal") and (problem := await _removal_problem(work, row)):
            raise Refused(problem, field="is_legal")
        row.version += 1
        write(work, edit, row, after, before, row.version)
        row.modified_at = structure.modified_at = work.now


async def remove_representative(work: Work, actor: Actor, structure_id: UUID, key: UUID) -> str:
    """Their name. Removed already, nothing changes.

    Raises NotFound for another structure's; Refused, see removal_problem.
    """
    async with work:
        structure, row = await _lock(work, actor, structure_id, key)
        if row is None:
            return await _removed(work, structure_id, key)
        if problem := await _removal_problem(work, row):
            raise Refused(problem)
        details = block_of(RepresentativeDetails, row)
        await work.session.delete(row)
        structure.modified_at = work.now
        work.audit("representative.removed", "representative", key, structure=str(structure_id), before=asdict(details))
        return details.full_name


async def _lock(work: Work, actor: Actor, structure_id: UUID, key: UUID) -> tuple[Structure, Representative | None]:
    structure, row = await lock_representative(work, actor, structure_id, key)
    if structure.person_id is not None:
        raise Refused(texts.PERSON_HAS_NO_REPRESENTATIVE)
    return structure, row


async def _removal_problem(work: Work, row: Representative) -> str | None:
    others = select(func.count()).where(
        Representative.structure_id == row.structure_id, Representative.id != row.id, Representative.is_legal
    )
    return removal_problem(is_legal=row.is_legal, other_legal=await work.session.scalar(others) or 0)


async def _removed(work: Work, structure_id: UUID, key: UUID) -> str:
    """The name of somebody whom the structure had. Raises NotFound."""
    query = select(AuditEvent.details["before"]).where(
        AuditEvent.object_id == str(key),
        AuditEvent.action == "representative.removed",
        AuditEvent.details["structure"].as_string() == str(structure_id),
    )
    before = await work.session.scalar(query.limit(1))
    if before is None:
        raise NotFound
    return RepresentativeDetails(**before).full_name
