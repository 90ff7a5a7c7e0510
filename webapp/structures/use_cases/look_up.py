"""Asking the register of companies about a number. Whatever it answers, the person can go on."""

from dataclasses import dataclass
from enum import StrEnum

from webapp.core.actor import Actor
from webapp.core.ports import Directory, DirectoryUnavailable
from webapp.core.throttle import count
from webapp.core.work import Work
from webapp.structures.provenance import Told, told_by
from webapp.structures.rules import StructureFamily, family_of
from webapp.structures.throttling import LOOK_UPS


class Outcome(StrEnum):
    """What the register had to say."""

    FOUND = "found"
    CEASED = "ceased"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Finding:
    """`told` with FOUND and CEASED only; `family`: what the legal form says, None where it says nothing."""

    outcome: Outcome
    told: Told | None = None
    family: StructureFamily | None = None


async def count_question(work: Work, actor: Actor) -> None:
    """One more number that this account asks about, of the register or of the portal: nobody lists who is here.

    Also by a form that is only shown again. Raises Throttled.
    """
    await count(work.aside(), LOOK_UPS.of(actor.account_id))


async def look_up(work: Work, directory: Directory, number: str) -> Finding:
    """The register is asked outside any transaction; the caller has counted the question."""
    try:
        record = await directory.find(number)
    except DirectoryUnavailable:
        return Finding(Outcome.UNAVAILABLE)
    if record is None:
        return Finding(Outcome.UNKNOWN)
    family = family_of(record.legal_form)
    if not record.is_public:
        return Finding(Outcome.WITHHELD, family=family)
    async with work:
        told = told_by(record, number, work.now)
    return Finding(Outcome.FOUND if record.is_open else Outcome.CEASED, told, family)
