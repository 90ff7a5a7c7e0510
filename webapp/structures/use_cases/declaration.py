"""For whom one asks: a structure that is not on the portal yet, or oneself."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from webapp.accounts.models import Account, AccountSession
from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.constraints import violated
from webapp.core.refusals import NotFound, Refused
from webapp.core.throttle import count
from webapp.core.work import Work
from webapp.editing.blocks import block_of
from webapp.structures import texts
from webapp.structures.facts import Address, Identification, RepresentativeDetails
from webapp.structures.models import FactSource, Membership, Structure
from webapp.structures.provenance import Told
from webapp.structures.rules import StructureFamily
from webapp.structures.throttling import DECLARATIONS
from webapp.structures.use_cases.representatives import new_representative
from webapp.structures.use_cases.structure import fact_source

KNOWN = {"uq_structure_siret": ("siret", texts.KNOWN_SIRET), "uq_structure_rna": ("rna", texts.KNOWN_RNA)}


@dataclass(frozen=True, slots=True)
class Declaration:
    """`key` comes with the form and becomes the structure's id: sent twice, it is one structure.

    `function` and `signing`: of the account that declares; of no matter for a private person, who signs for themselves.
    """

    key: UUID
    family: StructureFamily
    identification: Identification
    address: Address
    function: str = ""
    signing: SigningWay = SigningWay.LEGAL_REPRESENTATIVE
    told: Told | None = None

    @property
    def is_person(self) -> bool:
        return self.family is StructureFamily.INDIVIDUAL

    def is_kept_by(self, structure: Structure) -> bool:
        """False for a structure that was there before, also from this form: Back, other words, sent again."""
        kept = block_of(Identification, structure), block_of(Address, structure)
        return structure.id == self.key and kept == (self.identification, self.address)


async def declare_structure(work: Work, actor: Actor, declared: Declaration) -> Structure:
    """Its declarer becomes its administrator, and acts for it from now on in this session.

    Declared again by one of its members it is the same structure, as it was. Raises Throttled; Refused on `siret` or
    `rna` when it is others': nobody takes it over.
    """
    await count(work, DECLARATIONS.of(actor.account_id))
    async with work:
        try:
            async with work.session.begin_nested():
                structure = await _insert(work, actor, declared)
        except IntegrityError as error:
            known = await _mine(work, actor, declared)
            if known is None:
                raise _refusal(error) from error
            structure = known
        else:
            await _take_in(work, actor, structure, declared)
        session = update(AccountSession).where(AccountSession.id == actor.session_id)
        await work.session.execute(session.values(structure_id=structure.id))
        return structure


async def _insert(work: Work, actor: Actor, declared: Declaration) -> Structure:
    structure = Structure(
        id=declared.key,
        family=declared.family,
        person_id=actor.account_id if declared.is_person else None,
        **asdict(declared.identification),
        **asdict(declared.address),
        sources=_sources(work, declared),
        created_at=work.now,
        modified_at=work.now,
    )
    work.session.add(structure)
    await work.session.flush()
    return structure


def _sources(work: Work, declared: Declaration) -> dict[str, Any]:
    """Of each fact that has a value."""
    facts, address = declared.identification, declared.address
    named = [name for name in ("name", "siret", "rna", "naf", "legal_form") if getattr(facts, name)]
    sources = {name: fact_source(FactSource.DECLARED, work) for name in (*named, "address")}
    if (told := declared.told) is not None:
        for name in told.vouched(facts, address):
            sources[name] = fact_source(FactSource.DIRECTORY, work, told.register, told.at)
    return sources


def _refusal(error: IntegrityError) -> Exception:
    constraint = violated(error)
    if constraint == "pk_structure":
        return NotFound()  # our form makes keys: somebody else's was not in it
    if constraint not in KNOWN:
        return error
    field, reason = KNOWN[constraint]
    return Refused(reason, field=field)


async def _mine(work: Work, actor: Actor, declared: Declaration) -> Structure | None:
    """What was in the way, if the actor is one of its members."""
    facts = declared.identification
    is_same = [Structure.id == declared.key]
    if facts.siret:
        is_same.append(Structure.siret == facts.siret)
    if facts.rna:
        is_same.append(Structure.rna == facts.rna)
    if declared.is_person:
        is_same.append(Structure.person_id == actor.account_id)
    found: Structure | None = await work.session.scalar(
        select(Structure)
        .join(Membership, Membership.structure_id == Structure.id)
        .where(Membership.account_id == actor.account_id, or_(*is_same))
        .limit(1)
    )
    return found


async def _take_in(work: Work, actor: Actor, structure: Structure, declared: Declaration) -> None:
    """The declarer as administrator, and as representative if they sign."""
    work.session.add(
        Membership(
            structure_id=structure.id,
            account_id=actor.account_id,
            role=MemberRole.ADMINISTRATOR,
            function=declared.function,
            signing=declared.signing,
            created_at=work.now,
        )
    )
    work.audit("structure.declared", "structure", structure.id, family=declared.family, siret=structure.siret)
    if declared.is_person or declared.signing is SigningWay.PREPARER:
        return
    account = await work.session.get_one(Account, actor.account_id)
    details = RepresentativeDetails(
        civility=account.civility,
        first_name=account.first_name,
        last_name=account.last_name,
        function=declared.function,
        is_legal=declared.signing is SigningWay.LEGAL_REPRESENTATIVE,
        email=account.email,
    )
    await new_representative(work, structure, details)
