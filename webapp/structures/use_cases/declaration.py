"""What people do with their structure."""

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.constraints import violated
from webapp.core.ids import new_id
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.structures import texts
from webapp.structures.models import Membership, Structure


@dataclass(frozen=True, slots=True)
class Declaration:
    """`siret`: 14 digits."""

    family: str
    name: str
    siret: str
    street: str
    postal_code: str
    commune: str


async def declare_structure(work: Work, actor: Actor, declared: Declaration) -> Structure:
    """The account that declares a Siret not yet known becomes its administrator.

    Raises Refused on `siret` when the structure is known: nobody takes it over. The same declaration sent twice by
    the same account gives the same structure.
    """
    try:
        async with work:
            await work.one_at_a_time(f"declaration {declared.siret}")
            mine = await work.session.scalar(
                select(Structure)
                .join(Membership, Membership.structure_id == Structure.id)
                .where(Membership.account_id == actor.account_id, Structure.siret == declared.siret)
            )
            if mine is not None:
                return mine
            structure = Structure(id=new_id(), created_at=work.now, modified_at=work.now, **asdict(declared))
            work.session.add(structure)
            await work.session.flush()
            work.session.add(
                Membership(
                    structure_id=structure.id,
                    account_id=actor.account_id,
                    role=MemberRole.ADMINISTRATOR,
                    signing=SigningWay.LEGAL_REPRESENTATIVE,
                    created_at=work.now,
                )
            )
            work.audit("structure.declared", "structure", structure.id, siret=declared.siret)
            return structure
    except IntegrityError as error:
        if violated(error) == "uq_structure_siret":
            raise Refused(texts.KNOWN_SIRET, field="siret") from error
        raise
