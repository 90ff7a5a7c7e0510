"""Declaring a structure: whoever declares a new Siret administers it, and nobody takes over one that is known."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import actor_of, make_account
from tests.factories.applications import new_siret
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.accounts.passwords import Passwords
from webapp.core.actor import Actor, MemberRole
from webapp.core.audit import AuditEvent
from webapp.core.db import Database
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.structures import texts
from webapp.structures.models import Membership, Structure
from webapp.structures.use_cases import Declaration, declare_structure


def declaration() -> Declaration:
    return Declaration("association", "ASSOCIATION NOUVELLE", new_siret(), "12 rue des Lilas", "46000", "CAHORS")


async def _actor(work: Work, passwords: Passwords) -> Actor:
    return await actor_of(work, await make_account(work, passwords))


async def _members(work: Work, siret: str) -> list[tuple[object, str]]:
    async with work:
        rows = await work.session.execute(
            select(Membership.account_id, Membership.role)
            .join(Structure, Structure.id == Membership.structure_id)
            .where(Structure.siret == siret)
        )
        return [(row.account_id, row.role) for row in rows]


async def test_who_declares_a_structure_administers_it(work: Work, passwords: Passwords) -> None:
    actor, declared = await _actor(work, passwords), declaration()
    structure = await declare_structure(work, actor, declared)
    assert (structure.name, structure.siret, structure.commune) == (declared.name, declared.siret, "CAHORS")
    assert (structure.created_at, structure.modified_at, structure.version) == (MONDAY_MORNING, MONDAY_MORNING, 1)
    assert await _members(work, declared.siret) == [(actor.account_id, MemberRole.ADMINISTRATOR)]
    async with work:
        event = (await work.session.scalars(select(AuditEvent).where(AuditEvent.object_id == str(structure.id)))).one()
    assert (event.action, event.details) == ("structure.declared", {"siret": declared.siret})


async def test_a_known_siret_is_refused_and_nothing_of_it_changes(work: Work, passwords: Passwords) -> None:
    owner, other, declared = await _actor(work, passwords), await _actor(work, passwords), declaration()
    structure = await declare_structure(work, owner, declared)
    with pytest.raises(Refused) as refused:
        await declare_structure(work, other, replace(declared, name="À MOI"))
    assert (refused.value.reason, refused.value.field) == (texts.KNOWN_SIRET, "siret")
    assert await _members(work, declared.siret) == [(owner.account_id, MemberRole.ADMINISTRATOR)]
    async with work:
        await work.session.refresh(known := await work.session.get_one(Structure, structure.id))
    assert known.name == declared.name


async def test_the_same_declaration_twice_is_one_structure(work: Work, passwords: Passwords) -> None:
    actor, declared = await _actor(work, passwords), declaration()
    first = await declare_structure(work, actor, declared)
    again = await declare_structure(work, actor, declared)
    assert again.id == first.id
    assert len(await _members(work, declared.siret)) == 1


async def test_of_two_accounts_that_race_for_a_siret_one_has_it_and_the_other_is_told(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    declared = declaration()
    actors = [await _actor(committed, passwords) for _ in range(2)]
    outcomes = await asyncio.gather(
        *(declare_structure(Work(database.sessions, clock), actor, declared) for actor in actors),
        return_exceptions=True,
    )
    assert {type(outcome) for outcome in outcomes} == {Structure, Refused}
    assert len(await _members(committed, declared.siret)) == 1


async def test_a_double_click_declares_one_structure_and_shows_no_refusal(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    actor, declared = await _actor(committed, passwords), declaration()
    structures = await asyncio.gather(
        *(declare_structure(Work(database.sessions, clock), actor, declared) for _ in range(5))
    )
    assert len({structure.id for structure in structures}) == 1
    async with committed:
        assert await committed.session.scalar(select(func.count()).where(Structure.siret == declared.siret)) == 1
