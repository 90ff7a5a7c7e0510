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
from webapp.structures.facts import Address, Identification
from webapp.structures.models import Structure
from webapp.structures.rules import StructureFamily
from webapp.structures.use_cases.declaration import Declaration, declare_structure

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
