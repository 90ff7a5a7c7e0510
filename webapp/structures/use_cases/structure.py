"""Two blocks of "Ma structure": the name with its facts, and the main address."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from webapp.core.actor import Actor
from webapp.core.constraints import violated
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.editing.blocks import block_of
from webapp.editing.saving import Edit, to_write, write
from webapp.structures import texts
from webapp.structures.access import lock_structure
from webapp.structures.facts import DERIVED, Address, Identification, Kind, facts_touched
from webapp.structures.models import FactSource, Structure
from webapp.structures.rules import Verb, siret_change_problem
from webapp.structures.use_cases.look_up import count_question

TAKEN = {"uq_structure_siret": ("siret", texts.SIRET_TAKEN), "uq_structure_rna": ("rna", texts.RNA_TAKEN)}


async def change_identification(
    work: Work, actor: Actor, structure_id: UUID, version: int, mine: Identification
) -> None:
    """Raises NotFound, Overtaken, or Refused: for a reader, on `siret` or `rna` when it is another structure's.

    That tells who is on the portal, hence is counted as a question: Throttled.
    """
    try:
        async with work:
            structure = await lock_structure(work, actor, structure_id, Verb.EDIT)
            if problem := siret_change_problem(structure.siret, mine.siret):
                raise Refused(problem, field="siret")
            edit = Edit("structure.identification_changed", "structure", structure_id, version, DERIVED)
            if await _save(work, edit, structure, mine, structure.version):
                structure.version += 1
            await work.session.flush()
    except IntegrityError as error:
        if taken := TAKEN.get(violated(error) or ""):
            await count_question(work, actor)
            raise Refused(taken[1], field=taken[0]) from error
        raise


async def change_address(work: Work, actor: Actor, structure_id: UUID, version: int, mine: Address) -> None:
    """Raises NotFound, Overtaken, Refused for a reader."""
    async with work:
        structure = await lock_structure(work, actor, structure_id, Verb.EDIT)
        edit = Edit("structure.address_changed", "structure", structure_id, version, DERIVED)
        if await _save(work, edit, structure, mine, structure.address_version):
            structure.address_version += 1


async def _save(work: Work, edit: Edit, structure: Structure, mine: Kind, version: int) -> bool:
    """Whether anything was written."""
    found = await to_write(work, edit, block_of(type(mine), structure), version, mine)
    if found is None:
        return False
    before, after = found
    write(work, edit, structure, before, after, version + 1)
    structure.modified_at = work.now
    declared = {name: fact_source(FactSource.DECLARED, work) for name in facts_touched(mine, after)}
    structure.sources = {**structure.sources, **declared}
    return True


def fact_source(source: FactSource, work: Work, label: str = "", at: datetime | None = None) -> dict[str, Any]:
    """`label`: which register, in words that people read. `at`: when it told so, if not now."""
    return {"source": source, "label": label, "at": (at or work.now).isoformat()}
