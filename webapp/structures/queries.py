"""Reads of a structure, shaped for its card and for its page.

`unscoped_…` asks nobody: its caller has checked who sees the structure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from webapp.core.actor import Actor
from webapp.core.refusals import NotFound
from webapp.editing.blocks import names_of
from webapp.reference.activities import find_activity
from webapp.reference.legal_forms import legal_form
from webapp.structures import texts
from webapp.structures.access import membership_of
from webapp.structures.facts import Address, Identification, Kind, RepresentativeDetails
from webapp.structures.models import FactSource, Representative, Structure
from webapp.structures.rules import StructureFamily

_IDENTIFICATION = [getattr(Structure, name) for name in names_of(Identification)]
_ADDRESS = [getattr(Structure, name) for name in names_of(Address)]
_DETAILS = [getattr(Representative, name) for name in names_of(RepresentativeDetails)]
_HEAD = [
    Structure.id,
    Structure.family,
    Structure.version,
    Structure.address_version,
    Structure.created_at,
    Structure.modified_at,
    Structure.sources,
]
_CARD = select(*_HEAD, *_IDENTIFICATION, *_ADDRESS).where(Structure.id == bindparam("structure_id"))
# Representatives with it: one statement for all that the page of a structure shows.
_PAGE = (
    _CARD.add_columns(Representative.id, Representative.version, *_DETAILS)
    .outerjoin(Representative, Representative.structure_id == Structure.id)
    .order_by(Representative.created_at, Representative.id)
)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact comes from, and since when it is so. `register` is empty for what members declared."""

    register: str
    at: datetime


def mark_of(key: UUID) -> str:
    """What tells a representative from the others in the ids of a page, forty times: the random end of their id."""
    return key.hex[-8:]


@dataclass(frozen=True, slots=True)
class RepresentativeCard:
    id: UUID
    version: int
    details: RepresentativeDetails

    @property
    def mark(self) -> str:
        return mark_of(self.id)

    @property
    def name(self) -> str:
        return self.details.full_name


@dataclass(frozen=True, slots=True)
class StructureCard:
    id: UUID
    family: str
    version: int
    address_version: int
    created_at: datetime
    modified_at: datetime
    sources: Mapping[str, Any]
    identification: Identification
    address: Address
    representatives: tuple[RepresentativeCard, ...] = ()

    @property
    def name(self) -> str:
        return self.identification.name

    @property
    def siret(self) -> str | None:
        return self.identification.siret

    @property
    def is_person(self) -> bool:
        return self.family == StructureFamily.INDIVIDUAL

    @property
    def family_label(self) -> str:
        return texts.FAMILIES[self.family]

    @property
    def legal_form_label(self) -> str:
        known = legal_form(self.identification.legal_form)
        return known.label if known else self.identification.legal_form

    @property
    def activity_label(self) -> str:
        """`71.12A - Activité des géomètres`"""
        known = find_activity(self.identification.naf)
        return f"{known.code} - {known.label}" if known else self.identification.naf

    @property
    def address_lines(self) -> tuple[str, ...]:
        return self.address.lines

    def source_of(self, fact: str) -> Provenance:
        """Of `name`, `siret`, `rna`, `naf`, `legal_form` or `address`."""
        known = self.sources.get(fact)
        if known is None:
            return Provenance("", self.created_at)
        register = known["label"] if known["source"] == FactSource.DIRECTORY else ""
        return Provenance(register, datetime.fromisoformat(known["at"]))

    @property
    def legal_representatives(self) -> int:
        return sum(one.details.is_legal for one in self.representatives)

    def representative(self, key: UUID) -> RepresentativeCard | None:
        return next((one for one in self.representatives if one.id == key), None)


def _card(row: Any) -> StructureCard:
    """From the columns of _CARD, in order."""
    head, facts, rest = len(_HEAD), len(_IDENTIFICATION), len(_ADDRESS)
    identification = _block(Identification, row[head : head + facts])
    address = _block(Address, row[head + facts : head + facts + rest])
    named = dict(zip([column.key for column in _HEAD], row[:head], strict=True))
    return StructureCard(**named, identification=identification, address=address)


def _block(kind: type[Kind], columns: Sequence[Any]) -> Kind:
    return kind(**dict(zip(names_of(kind), columns, strict=True)))


async def acting_structure(reads: AsyncEngine, actor: Actor) -> StructureCard | None:
    """The structure that the actor acts for; None before one is declared."""
    if actor.membership is None:
        return None
    return await unscoped_card(reads, actor.membership.structure_id)


async def unscoped_card(reads: AsyncEngine, structure_id: UUID) -> StructureCard | None:
    """Without its representatives."""
    async with reads.connect() as connection:
        row = (await connection.execute(_CARD, {"structure_id": structure_id})).one_or_none()
    return _card(row) if row else None


async def structure_details(reads: AsyncEngine, actor: Actor, structure_id: UUID) -> StructureCard:
    """With its representatives, in one statement. Raises NotFound for who is no member."""
    membership_of(actor, structure_id)
    async with reads.connect() as connection:
        return await unscoped_details(connection, structure_id)


async def unscoped_details(connection: AsyncConnection, structure_id: UUID) -> StructureCard:
    """With its representatives. Raises NotFound."""
    rows = (await connection.execute(_PAGE, {"structure_id": structure_id})).all()
    if not rows:
        raise NotFound
    first, size = _card(rows[0]), len(_HEAD) + len(_IDENTIFICATION) + len(_ADDRESS)
    representatives = tuple(_representative(row[size:]) for row in rows if row[size] is not None)
    return replace(first, representatives=representatives)


async def unscoped_id(reads: AsyncEngine, *numbers: str) -> UUID | None:
    """Which structure has one of these numbers, Siret or RNA."""
    query = select(Structure.id).where(or_(Structure.siret.in_(numbers), Structure.rna.in_(numbers))).limit(1)
    async with reads.connect() as connection:
        found: UUID | None = await connection.scalar(query)
    return found


async def person_structure(reads: AsyncEngine, actor: Actor) -> UUID | None:
    """That of the actor as a private person."""
    async with reads.connect() as connection:
        found: UUID | None = await connection.scalar(
            select(Structure.id).where(Structure.person_id == actor.account_id)
        )
    return found


def _representative(columns: Any) -> RepresentativeCard:
    key, version, *details = columns
    return RepresentativeCard(key, version, _block(RepresentativeDetails, details))
