"""The activation link: what it does, and what it says when it is sent again."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import make_account
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.accounts import texts
from webapp.accounts.links import mint_link
from webapp.accounts.models import Account, AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.registration import activate
from webapp.core.audit import AuditEvent
from webapp.core.db import Database
from webapp.core.refusals import Refused
from webapp.core.tokens import Signer
from webapp.core.work import Work

ACTIVATION = LinkPurpose.ACTIVATION


async def _pending(work: Work, passwords: Passwords) -> Account:
    return await make_account(work, passwords, state=AccountState.PENDING)


async def test_a_link_activates_its_account(work: Work, passwords: Passwords, signer: Signer) -> None:
    account = await _pending(work, passwords)
    assert await activate(work, signer, await mint_link(work, signer, ACTIVATION, account.id)) == texts.ACTIVATED
    async with work:
        account = await work.session.get_one(Account, account.id)
        assert (account.state, account.activated_at) == (AccountState.ACTIVE, MONDAY_MORNING)


async def test_opening_a_link_again_says_that_the_account_is_active(
    work: Work, passwords: Passwords, signer: Signer
) -> None:
    account = await _pending(work, passwords)
    link = await mint_link(work, signer, ACTIVATION, account.id)
    await activate(work, signer, link)
    assert await activate(work, signer, link) == texts.ALREADY_ACTIVATED


async def test_of_20_clicks_at_once_one_activates_and_the_others_hear_that_it_is_done(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, signer: Signer
) -> None:
    account = await _pending(committed, passwords)
    link = await mint_link(committed, signer, ACTIVATION, account.id)

    said = await asyncio.gather(*(activate(Work(database.sessions, clock), signer, link) for _ in range(20)))

    assert Counter(said) == {texts.ACTIVATED: 1, texts.ALREADY_ACTIVATED: 19}
    async with committed:
        activations = await committed.session.scalar(
            select(func.count()).where(
                AuditEvent.object_id == str(account.id), AuditEvent.action == "account.activated"
            )
        )
    assert activations == 1


async def test_a_newer_link_replaces_the_earlier_ones(work: Work, passwords: Passwords, signer: Signer) -> None:
    account = await _pending(work, passwords)
    first, second, third = [await mint_link(work, signer, ACTIVATION, account.id) for _ in range(3)]
    for replaced in (first, second):
        with pytest.raises(Refused):
            await activate(work, signer, replaced)
    assert await activate(work, signer, third) == texts.ACTIVATED


async def test_a_link_does_not_reopen_a_closed_account(work: Work, passwords: Passwords, signer: Signer) -> None:
    account = await _pending(work, passwords)
    link = await mint_link(work, signer, ACTIVATION, account.id)
    await activate(work, signer, link)
    async with work:
        (await work.session.get_one(Account, account.id)).state = AccountState.CLOSED
    with pytest.raises(Refused):
        await activate(work, signer, link)
