"""Blocks saved by two at once, and by those who may not."""

import asyncio
from dataclasses import replace

import pytest

from tests.factories.accounts import actor_of, make_account
from tests.factories.structures import make_structure, new_rna, new_siret
from tests.support.clock import FrozenClock
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.core.actor import Actor, MemberRole
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, Refused, Throttled
from webapp.core.work import Work
from webapp.editing.saving import Overtaken
from webapp.structures.facts import Address, Identification, RepresentativeDetails
from webapp.structures.models import Membership, Structure
from webapp.structures.throttling import LOOK_UPS
from webapp.structures.use_cases.representatives import add_representative, change_representative
from webapp.structures.use_cases.structure import change_address, change_identification

HERE = Address(street="2 rue Neuve", postal_code="46000", commune="CAHORS", commune_code="46042")
SOMEBODY = RepresentativeDetails("madam", "Nouvelle", "Association", is_legal=True)


async def _member(work: Work, passwords: Passwords) -> tuple[Structure, Actor, Account]:
    account = await make_account(work, passwords)
    structure = await make_structure(work, account)
    return structure, await actor_of(work, account), account


async def test_of_twenty_who_save_at_once_one_is_first_and_each_other_is_told(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    structure, actor, _ = await _member(committed, passwords)
    outcomes = await asyncio.gather(
        *(
            change_address(
                Work(database.sessions, clock), actor, structure.id, 1, replace(HERE, street=f"{number} rue Neuve")
            )
            for number in range(20)
        ),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes].count(Overtaken) == 19
    async with committed as work:
        await work.session.refresh(row := await work.session.get_one(Structure, structure.id))
    assert row.address_version == 2


async def test_a_fact_that_is_typed_is_declared_and_dated(work: Work, passwords: Passwords) -> None:
    structure, actor, _ = await _member(work, passwords)
    facts = Identification("LES AMIS", siret=structure.siret, phone="+33467589663")
    await change_identification(work, actor, structure.id, structure.version, facts)
    async with work:
        await work.session.refresh(row := await work.session.get_one(Structure, structure.id))
        assert row.sources["name"] == {"source": "declared", "label": "", "at": work.now.isoformat()}
        assert "phone" not in row.sources


async def test_a_number_of_another_structure_is_refused_at_its_field(work: Work, passwords: Passwords) -> None:
    structure, actor, _ = await _member(work, passwords)
    other, other_actor, _ = await _member(work, passwords)
    rna = f"W{new_siret()[:9]}"
    await change_identification(
        work, other_actor, other.id, other.version, Identification(other.name, siret=other.siret, rna=rna)
    )
    with pytest.raises(Refused) as refused:
        await change_identification(
            work, actor, structure.id, structure.version, Identification("X", siret=structure.siret, rna=rna)
        )
    assert refused.value.field == "rna"


async def test_a_reader_changes_nothing_even_if_the_page_was_open_before(work: Work, passwords: Passwords) -> None:
    structure, actor, account = await _member(work, passwords)
    async with work:
        membership = await work.session.get_one(Membership, (structure.id, account.id))
        membership.role = MemberRole.READER
    with pytest.raises(Refused):
        await change_address(work, actor, structure.id, structure.address_version, HERE)
    async with work:
        await work.session.delete(membership)
    with pytest.raises(NotFound):
        await change_address(work, actor, structure.id, structure.address_version, HERE)


async def test_another_structure_s_representative_is_not_there(work: Work, passwords: Passwords) -> None:
    structure, actor, _ = await _member(work, passwords)
    other, other_actor, _ = await _member(work, passwords)
    await add_representative(work, other_actor, other.id, key := new_id(), SOMEBODY)
    with pytest.raises(NotFound):
        await change_representative(work, actor, structure.id, key, 1, SOMEBODY)
    with pytest.raises(NotFound):
        await add_representative(work, actor, structure.id, key, SOMEBODY)


async def test_of_twenty_who_edit_one_representative_at_once_one_is_first(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    structure, actor, _ = await _member(committed, passwords)
    await add_representative(committed, actor, structure.id, key := new_id(), SOMEBODY)
    outcomes = await asyncio.gather(
        *(
            change_representative(
                Work(database.sessions, clock), actor, structure.id, key, 1, replace(SOMEBODY, function=f"n° {number}")
            )
            for number in range(20)
        ),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes].count(Overtaken) == 19


async def test_numbers_of_others_are_not_asked_for_by_typing_them_as_one_s_own(
    committed: Work, passwords: Passwords
) -> None:
    """Each refusal tells that a structure is on the portal."""
    other, _, _ = await _member(committed, passwords)
    structure, actor, _ = await _member(committed, passwords)
    rna = new_rna()
    async with committed as work:
        (await work.session.get_one(Structure, other.id)).rna = rna
    facts = Identification("LES AMIS", siret=structure.siret, rna=rna)
    for _ in range(LOOK_UPS.most):
        with pytest.raises(Refused):
            await change_identification(committed, actor, structure.id, structure.version, facts)
    with pytest.raises(Throttled):
        await change_identification(committed, actor, structure.id, structure.version, facts)
