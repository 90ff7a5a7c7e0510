"""Structures, and the numbers that tell them apart."""

from dataclasses import replace
from itertools import count
from random import Random
from typing import Any
from uuid import uuid4

from stdnum import luhn

from tests.factories.accounts import actor_of
from webapp.accounts.models import Account
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.structures.facts import Address, Identification, RepresentativeDetails
from webapp.structures.models import Structure
from webapp.structures.rules import StructureFamily
from webapp.structures.use_cases.declaration import Declaration, declare_structure
from webapp.structures.use_cases.representatives import add_representative

LEGAL_FORMS = {
    StructureFamily.ASSOCIATION: "9220",
    StructureFamily.COMPANY: "5710",
    StructureFamily.PUBLIC_BODY: "7210",
    StructureFamily.OTHER: "6540",
}
_numbers = count(1)
_random = Random(uuid4().int)


def new_siret() -> str:
    """A valid number that no other test has."""
    siren = f"{_random.randrange(10**7, 10**8)}"
    siren += luhn.calc_check_digit(siren)
    return siren + (nic := f"{next(_numbers) % 10000:04d}") + luhn.calc_check_digit(siren + nic)


def new_rna() -> str:
    """A number that no other test has."""
    return f"W{new_siret()[:9]}"


async def make_structure(
    work: Work,
    account: Account,
    name: str = "ASSOCIATION NOUVELLE",
    *,
    family: StructureFamily = StructureFamily.ASSOCIATION,
    siret: str | None = None,
) -> Structure:
    """Declared by the account, who becomes its administrator; with a new Siret, unless it is a private person."""
    declared = a_declaration(name, family=family, siret=siret)
    return await declare_structure(work, await actor_of(work, account), declared)


async def make_told_structure(work: Work, account: Account, *, family: StructureFamily) -> Structure:
    """One that has said all that schemes may ask: contact, legal form, RNA, a legal representative."""
    is_person = family is StructureFamily.INDIVIDUAL
    told = Identification(
        "Nouvelle ASSOCIATION",
        siret=None if is_person else new_siret(),
        rna=new_rna() if family is StructureFamily.ASSOCIATION else None,
        naf="" if is_person else "94.99Z",
        legal_form="" if is_person else LEGAL_FORMS[family],
        phone="+33565000000",
        email="contact@structure.example",
    )
    declared = a_declaration(family=family, identification=told)
    structure = await declare_structure(work, await actor_of(work, account), declared)
    if not is_person:
        president = RepresentativeDetails(civility="madam", first_name="Nadia", last_name="Belkacem", is_legal=True)
        await add_representative(work, await actor_of(work, account), structure.id, new_id(), president)
    return structure


def a_declaration(
    name: str = "ASSOCIATION NOUVELLE",
    *,
    family: StructureFamily = StructureFamily.ASSOCIATION,
    siret: str | None = None,
    **changes: Any,
) -> Declaration:
    """By its legal representative; `changes` are other fields of Declaration."""
    is_person = family is StructureFamily.INDIVIDUAL
    declared = Declaration(
        key=new_id(),
        family=family,
        identification=Identification(name, siret=None if is_person else siret or new_siret()),
        address=Address(street="12 rue des Lilas", postal_code="46000", commune="CAHORS", commune_code="46042"),
        function="" if is_person else "Présidente",
    )
    return replace(declared, **changes)
