"""Declaring a structure: whoever declares a new one administers it, and nobody takes over one that is known."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import actor_of, make_account
from tests.factories.structures import a_declaration, new_rna, new_siret
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.accounts.models import Account, AccountSession
from webapp.accounts.passwords import Passwords
from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.audit import AuditEvent
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, Refused, Throttled
from webapp.core.work import Work
from webapp.structures import texts
from webapp.structures.facts import Address, Identification
from webapp.structures.models import Membership, Representative, Structure
from webapp.structures.provenance import Told
from webapp.structures.rules import StructureFamily
from webapp.structures.throttling import DECLARATIONS
from webapp.structures.use_cases.declaration import Declaration, declare_structure

FRIDAY = MONDAY_MORNING - timedelta(days=3)


async def _actor(work: Work, passwords: Passwords) -> Actor:
    return await actor_of(work, await make_account(work, passwords))


async def _members(work: Work, structure_id: UUID) -> list[tuple[Any, ...]]:
    async with work:
        query = select(Membership.account_id, Membership.role, Membership.function, Membership.signing)
        return [tuple(row) for row in await work.session.execute(query.where(Membership.structure_id == structure_id))]


async def _representatives(work: Work, structure_id: UUID) -> list[Representative]:
    async with work:
        query = select(Representative).where(Representative.structure_id == structure_id)
        return list(await work.session.scalars(query))


async def test_who_declares_a_structure_administers_it(work: Work, passwords: Passwords) -> None:
    actor, declared = await _actor(work, passwords), a_declaration()
    structure = await declare_structure(work, actor, declared)
    assert (structure.id, structure.name, structure.commune) == (declared.key, "ASSOCIATION NOUVELLE", "CAHORS")
    assert (structure.created_at, structure.modified_at, structure.version) == (MONDAY_MORNING, MONDAY_MORNING, 1)
    (member,) = await _members(work, structure.id)
    assert member == (actor.account_id, MemberRole.ADMINISTRATOR, "Présidente", SigningWay.LEGAL_REPRESENTATIVE)
    async with work:
        events = await work.session.scalars(select(AuditEvent).where(AuditEvent.object_id == str(structure.id)))
        (event,) = events
    assert (event.action, event.details) == (
        "structure.declared",
        {"family": "association", "siret": declared.identification.siret},
    )


@pytest.mark.parametrize("family", list(StructureFamily))
async def test_each_type_de_tiers_can_be_declared(family: StructureFamily, work: Work, passwords: Passwords) -> None:
    actor = await _actor(work, passwords)
    structure = await declare_structure(work, actor, a_declaration(family=family))
    is_person = family is StructureFamily.INDIVIDUAL
    assert structure.family == family
    assert structure.person_id == (actor.account_id if is_person else None)
    assert (structure.siret is None) == is_person
    assert len(await _members(work, structure.id)) == 1
    assert len(await _representatives(work, structure.id)) == (0 if is_person else 1)


@pytest.mark.parametrize(
    ("signing", "legal"),
    [(SigningWay.LEGAL_REPRESENTATIVE, [True]), (SigningWay.DELEGATE, [False]), (SigningWay.PREPARER, [])],
)
async def test_who_signs_is_a_representative_and_who_prepares_is_none(
    signing: SigningWay, legal: list[bool], work: Work, passwords: Passwords
) -> None:
    actor = await _actor(work, passwords)
    structure = await declare_structure(work, actor, a_declaration(signing=signing))
    people = await _representatives(work, structure.id)
    assert [one.is_legal for one in people] == legal
    async with work:
        account = await work.session.get_one(Account, actor.account_id)
    for one in people:
        assert (one.civility, one.first_name, one.last_name, one.function, one.email) == (
            *("madam", "Nadia", "Belkacem", "Présidente"),
            account.email,
        )


async def test_the_session_acts_for_it_from_then_on(work: Work, passwords: Passwords) -> None:
    actor = await _actor(work, passwords)
    first = await declare_structure(work, actor, a_declaration())
    async with work:
        work.session.add(
            AccountSession(
                id=actor.session_id,
                token_hash=actor.session_id.bytes,
                account_id=actor.account_id,
                structure_id=first.id,
                created_at=work.now,
                authenticated_at=work.now,
                last_seen_at=work.now,
                expires_at=work.now + timedelta(hours=1),
            )
        )
    second = await declare_structure(work, actor, a_declaration("UNE AUTRE"))
    async with work:
        acting_for = await work.session.scalar(
            select(AccountSession.structure_id).where(AccountSession.id == actor.session_id)
        )
    assert acting_for == second.id


class TestDeclaredAgain:
    async def test_by_the_same_account_it_is_the_same_structure(self, work: Work, passwords: Passwords) -> None:
        actor, declared = await _actor(work, passwords), a_declaration()
        first = await declare_structure(work, actor, declared)
        for again in (declared, replace(declared, key=new_id())):
            assert (await declare_structure(work, actor, again)).id == first.id
        assert len(await _members(work, first.id)) == 1
        assert len(await _representatives(work, first.id)) == 1

    async def test_without_any_number_its_key_tells(self, work: Work, passwords: Passwords) -> None:
        actor = await _actor(work, passwords)
        declared = a_declaration(identification=Identification("Les Amis du Chant"))
        first = await declare_structure(work, actor, declared)
        assert (await declare_structure(work, actor, declared)).id == first.id
        other = replace(declared, key=new_id())
        assert (await declare_structure(work, actor, other)).id == other.key, "two associations may have one name"

    async def test_a_private_person_is_one_structure(self, work: Work, passwords: Passwords) -> None:
        actor = await _actor(work, passwords)
        first = await declare_structure(work, actor, a_declaration(family=StructureFamily.INDIVIDUAL))
        again = await declare_structure(work, actor, a_declaration(family=StructureFamily.INDIVIDUAL))
        assert again.id == first.id

    async def test_others_are_refused_and_nothing_of_it_changes(self, work: Work, passwords: Passwords) -> None:
        owner, other = await _actor(work, passwords), await _actor(work, passwords)
        siret, rna = new_siret(), new_rna()
        facts = Identification("LA PREMIÈRE", siret=siret, rna=rna)
        structure = await declare_structure(work, owner, a_declaration(identification=facts))
        for theirs, field, reason in (
            (Identification("À MOI", siret=siret), "siret", texts.KNOWN_SIRET),
            (Identification("À MOI", siret=new_siret(), rna=rna), "rna", texts.KNOWN_RNA),
        ):
            with pytest.raises(Refused) as refused:
                await declare_structure(work, other, a_declaration(identification=theirs))
            assert (refused.value.reason, refused.value.field) == (reason, field)
        assert [member[0] for member in await _members(work, structure.id)] == [owner.account_id]
        async with work:
            await work.session.refresh(known := await work.session.get_one(Structure, structure.id))
        assert known.name == "LA PREMIÈRE"

    async def test_one_account_cannot_claim_every_company(self, work: Work, passwords: Passwords) -> None:
        """Refused ones count too: each tells that a structure is on the portal."""
        actor = await _actor(work, passwords)
        for _ in range(DECLARATIONS.most):
            await declare_structure(work, actor, a_declaration())
        with pytest.raises(Throttled):
            await declare_structure(work, actor, a_declaration())

    async def test_another_s_key_opens_nothing(self, work: Work, passwords: Passwords) -> None:
        structure = await declare_structure(work, await _actor(work, passwords), a_declaration())
        with pytest.raises(NotFound):
            await declare_structure(work, await _actor(work, passwords), replace(a_declaration(), key=structure.id))


class TestAtOnce:
    @pytest.mark.parametrize("number", ["siret", "rna"])
    async def test_of_twenty_accounts_one_has_it_and_the_others_are_told(
        self, number: str, committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
    ) -> None:
        value = new_siret() if number == "siret" else new_rna()
        facts = Identification("ASSOCIATION NOUVELLE", **{number: value})
        actors = [await _actor(committed, passwords) for _ in range(20)]
        outcomes = await asyncio.gather(
            *(
                declare_structure(Work(database.sessions, clock), actor, a_declaration(identification=facts))
                for actor in actors
            ),
            return_exceptions=True,
        )
        made = [one for one in outcomes if isinstance(one, Structure)]
        refusals = [(one.field, "rattachement" in one.reason) for one in outcomes if isinstance(one, Refused)]
        assert (len(made), refusals) == (1, [(number, True)] * 19)
        assert [member[1] for member in await _members(committed, made[0].id)] == [MemberRole.ADMINISTRATOR]

    @pytest.mark.parametrize("family", [StructureFamily.ASSOCIATION, StructureFamily.INDIVIDUAL])
    async def test_a_double_click_declares_one_structure_and_shows_no_refusal(
        self, family: StructureFamily, committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
    ) -> None:
        actor, declared = await _actor(committed, passwords), a_declaration(family=family)
        structures = await asyncio.gather(
            *(declare_structure(Work(database.sessions, clock), actor, declared) for _ in range(5))
        )
        assert {structure.id for structure in structures} == {declared.key}
        async with committed:
            members = select(func.count()).select_from(Membership).where(Membership.structure_id == declared.key)
            assert await committed.session.scalar(members) == 1


class TestWhereFactsComeFrom:
    @staticmethod
    def _declared(**changes: Any) -> Declaration:
        facts = Identification("CLUB", siret=new_siret(), naf="93.12Z", naf_version="NAF rév. 2", legal_form="9220")
        address = Address(street="12 rue des Lilas", postal_code="46000", commune="CAHORS", commune_code="46042")
        told = Told(facts.siret or "", facts, address, "répertoire Sirene", FRIDAY)
        return replace(a_declaration(), identification=facts, address=address, told=told, **changes)

    async def _sources(self, work: Work, passwords: Passwords, declared: Declaration) -> dict[str, tuple[str, str]]:
        structure = await declare_structure(work, await _actor(work, passwords), declared)
        return {name: (told["source"], told["at"]) for name, told in structure.sources.items()}

    async def test_what_the_register_told_keeps_its_source_and_date(self, work: Work, passwords: Passwords) -> None:
        sources = await self._sources(work, passwords, self._declared())
        from_register = ("directory", FRIDAY.isoformat())
        assert sources == dict.fromkeys(("name", "siret", "naf", "legal_form", "address"), from_register)

    async def test_what_was_corrected_or_added_is_declared(self, work: Work, passwords: Passwords) -> None:
        as_told = self._declared()
        corrected = replace(as_told.identification, name="Le Club", rna=new_rna())
        moved = replace(as_told.address, street="14 rue des Lilas")
        sources = await self._sources(work, passwords, replace(as_told, identification=corrected, address=moved))
        declared = ("declared", MONDAY_MORNING.isoformat())
        assert {name for name, source in sources.items() if source == declared} == {"name", "rna", "address"}

    async def test_the_register_vouches_for_the_number_that_it_was_asked_and_no_other(
        self, work: Work, passwords: Passwords
    ) -> None:
        as_told = self._declared()
        other = replace(as_told.identification, siret=new_siret())
        sources = await self._sources(work, passwords, replace(as_told, identification=other))
        assert {source for source, _ in sources.values()} == {"declared"}
