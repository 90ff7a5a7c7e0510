"""The account into which the aid is paid: saved once, never overwritten silently, offered again, frozen once sent."""

import asyncio
from dataclasses import replace

import msgspec
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, with_role
from tests.factories.applications import (
    GOOD_ANSWERS,
    IBAN,
    MASKED_IBAN,
    RIB,
    SWORN,
    add_bank_account,
    definition,
    make_applicant,
    make_complete_draft,
    make_draft,
)
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.support.traces import details_of as details_in_audit
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.applications.bank_accounts import earlier_account, whole_account
from webapp.applications.models import Application, BankAccount, Submission
from webapp.applications.printout import printout_facts
from webapp.applications.queries import application_page
from webapp.applications.receipts import receipt_page
from webapp.applications.rules import Missing, Step, missing
from webapp.applications.use_cases.bank_account import (
    BankAccountOvertaken,
    Typed,
    reuse_bank_account,
    save_bank_account,
)
from webapp.applications.use_cases.deletion import delete_draft
from webapp.applications.use_cases.submission import Press, submit_application
from webapp.core.actor import Actor, MemberRole
from webapp.core.db import Database
from webapp.core.refusals import Conflict, NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.schemes.engine import fill
from webapp.schemes.use_cases import publish

OTHER = replace(RIB, holder="TRÉSOR PUBLIC", iban="FR1420041010050500013M02606", bic="PSSTFRPP")
TODAY = MONDAY_MORNING.date()


@pytest.fixture
async def actor(work: Work, account: Account, clock: FrozenClock) -> Actor:
    """Who has just typed their password."""
    return replace(await actor_of(work, account), password_at=clock.now())


@pytest.fixture
async def draft(work: Work, account: Account) -> Application:
    return await make_draft(work, account)


async def kept(work: Work, application: Application) -> tuple[str, str, int] | None:
    async with work:
        row = await work.session.get(BankAccount, application.id, populate_existing=True)
        return (row.holder, row.iban, row.version) if row else None


async def test_it_is_saved_once_and_the_audit_never_says_the_number(
    work: Work, passwords: Passwords, actor: Actor, draft: Application
) -> None:
    for _ in range(2):
        await save_bank_account(work, passwords, actor, draft.number, Typed(RIB, 0, ""))
    assert await kept(work, draft) == (RIB.holder, IBAN, 1)
    assert await details_in_audit(work, "bank_account.saved", draft.id) == [{"version": 1}]


async def test_without_a_recent_password_nothing_is_saved(
    work: Work, passwords: Passwords, actor: Actor, draft: Application
) -> None:
    with pytest.raises(Refused) as refused:
        await save_bank_account(work, passwords, replace(actor, password_at=None), draft.number, Typed(RIB, 0, "faux"))
    assert refused.value.field == "password"
    assert await kept(work, draft) is None


async def test_who_comes_second_sees_the_first_and_may_replace_it_knowingly(
    work: Work, passwords: Passwords, actor: Actor, draft: Application
) -> None:
    await save_bank_account(work, passwords, actor, draft.number, Typed(RIB, 0, ""))
    with pytest.raises(BankAccountOvertaken) as overtaken:
        await save_bank_account(work, passwords, actor, draft.number, Typed(OTHER, 0, ""))
    assert (overtaken.value.theirs.iban, overtaken.value.by) == (MASKED_IBAN, "Nadia Belkacem")
    assert await kept(work, draft) == (RIB.holder, IBAN, 1)
    await save_bank_account(work, passwords, actor, draft.number, Typed(OTHER, overtaken.value.theirs.version, ""))
    assert await kept(work, draft) == (OTHER.holder, OTHER.iban, 2)


async def test_nobody_else_saves_it(
    work: Work, passwords: Passwords, actor: Actor, stranger: Actor, draft: Application
) -> None:
    reader = with_role(actor, MemberRole.READER)
    for who, no in ((replace(stranger, password_at=actor.password_at), NotFound), (reader, OutOfRole)):
        with pytest.raises(no):
            await save_bank_account(work, passwords, who, draft.number, Typed(RIB, 0, ""))
        with pytest.raises(no):
            await reuse_bank_account(work, who, draft.number, draft.number)


async def test_twenty_at_once_save_one_and_tell_the_others(
    committed: Work, database: Database, passwords: Passwords, clock: FrozenClock
) -> None:
    account = await make_applicant(committed, passwords)
    draft = await make_draft(committed, account)
    actor = replace(await actor_of(committed, account), password_at=clock.now())
    holders = [f"COMPTE {number}" for number in range(20)]

    async def save(holder: str) -> str:
        work = Work(database.sessions, clock)
        try:
            await save_bank_account(work, passwords, actor, draft.number, Typed(replace(RIB, holder=holder), 0, ""))
        except BankAccountOvertaken:
            return ""
        return holder

    saved = [holder for holder in await asyncio.gather(*map(save, holders)) if holder]
    assert len(saved) == 1
    assert await kept(committed, draft) == (saved[0], IBAN, 1)


async def test_a_scheme_that_asks_for_none_takes_none(
    work: Work, passwords: Passwords, account: Account, actor: Actor
) -> None:
    scheme = definition()
    pieces = tuple(piece for piece in scheme.pieces if not piece.bank_account)
    await publish(work, "sans-rib", msgspec.structs.replace(scheme, title="Sans RIB", pieces=pieces))
    draft = await make_draft(work, account, "sans-rib")
    with pytest.raises(NotFound):
        await save_bank_account(work, passwords, actor, draft.number, Typed(RIB, 0, ""))


class TestTakenUpAgain:
    async def test_the_last_of_the_structure_is_offered_masked_and_taken_up_once(
        self, work: Work, reads: AsyncEngine, account: Account, actor: Actor, draft: Application, clock: FrozenClock
    ) -> None:
        older, last = [await make_draft(work, account, slug) for slug in await _two_more(work)]
        await add_bank_account(work, account, older, OTHER)
        clock.advance(MONDAY_MORNING - MONDAY_MORNING.replace(hour=0))
        await add_bank_account(work, account, last, RIB)
        offer = await earlier_account(reads, actor, await application_page(reads, actor, draft.number, TODAY))
        assert offer is not None
        assert (offer.number, offer.account.iban) == (last.number, MASKED_IBAN)
        for _ in range(2):
            await reuse_bank_account(work, actor, draft.number, last.number)
        assert await kept(work, draft) == (RIB.holder, IBAN, 1)
        assert await details_in_audit(work, "bank_account.reused", draft.id) == [{"source": last.reference}]
        with pytest.raises(Refused):  # it replaces nothing: that needs the password
            await reuse_bank_account(work, actor, draft.number, older.number)

    async def test_another_structure_s_is_neither_offered_nor_taken_up(
        self, work: Work, reads: AsyncEngine, passwords: Passwords, actor: Actor, draft: Application
    ) -> None:
        neighbour = await make_applicant(work, passwords)
        theirs = await make_draft(work, neighbour)
        await add_bank_account(work, neighbour, theirs)
        assert await earlier_account(reads, actor, await application_page(reads, actor, draft.number, TODAY)) is None
        with pytest.raises(NotFound):
            await reuse_bank_account(work, actor, draft.number, theirs.number)


class TestSent:
    async def test_it_is_frozen_whole_and_shown_masked_everywhere(
        self, work: Work, reads: AsyncEngine, account: Account, actor: Actor, agent: Actor, ours: Press
    ) -> None:
        draft = await make_complete_draft(work, account, ours.store)
        sent = await submit_application(work, actor, draft.number, SWORN, ours)
        async with work:
            row = await work.session.get_one(BankAccount, sent.id)
            row.iban = OTHER.iban  # whatever becomes of the row, what was sent stays
            frozen = await work.session.scalar(
                select(Submission.bank_account).where(Submission.application_id == sent.id)
            )
        assert frozen == {"holder": RIB.holder, "iban": IBAN, "bic": RIB.bic}
        page = await application_page(reads, agent, sent.number, TODAY)
        assert page.bank_account is not None
        assert page.bank_account.iban == MASKED_IBAN
        receipt = await receipt_page(reads, actor, sent.number)
        printed = printout_facts(page, ours.letterhead, MONDAY_MORNING)
        for said in (receipt.facts, printed):
            assert MASKED_IBAN in str(said)
            assert IBAN not in str(said)
        assert await whole_account(reads, agent, sent.number) == RIB

    async def test_it_changes_no_more(self, work: Work, passwords: Passwords, actor: Actor, sent: Application) -> None:
        with pytest.raises(Conflict):
            await save_bank_account(work, passwords, actor, sent.number, Typed(OTHER, 1, ""))

    async def test_the_whole_number_is_for_nobody_of_another_structure(
        self, reads: AsyncEngine, stranger: Actor, sent: Application
    ) -> None:
        with pytest.raises(NotFound):
            await whole_account(reads, stranger, sent.number)


async def test_it_goes_with_its_draft(work: Work, account: Account, actor: Actor, ours: Press) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    await delete_draft(work, ours.store, actor, draft.number)
    async with work:
        count = select(func.count()).where(BankAccount.application_id == draft.id)
        assert await work.session.scalar(count) == 0


def test_it_is_missing_where_its_piece_is_required() -> None:
    scheme = definition()
    pieces = tuple(msgspec.structs.replace(one, required=one.bank_account) for one in scheme.pieces)
    form = fill(msgspec.structs.replace(scheme, pieces=pieces), GOOD_ANSWERS, {}, TODAY)
    assert missing(form, {}, {"rib"}) == [
        Missing(Step.PIECES, "bank-account", "Complétez les coordonnées bancaires (titulaire, IBAN, BIC).")
    ]
    assert missing(form, {}, {"rib"}, has_bank_account=True) == []


async def _two_more(work: Work) -> tuple[str, str]:
    for slug in ("autre-aide-un", "autre-aide-deux"):
        await publish(work, slug, msgspec.structs.replace(definition(), title=slug))
    return "autre-aide-un", "autre-aide-deux"
