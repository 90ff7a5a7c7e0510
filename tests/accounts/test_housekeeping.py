"""What is tidied away, and when: never a second too early."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import PASSWORD, make_account
from tests.support.clock import FrozenClock
from webapp.accounts.links import mint_link
from webapp.accounts.models import Account, AccountSession, AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.housekeeping import ENDED_SESSIONS_KEPT, PENDING_KEPT, purge
from webapp.accounts.use_cases.sessions import sign_in
from webapp.core.audit import AuditEvent
from webapp.core.tokens import Signer
from webapp.core.work import Work

SECOND = timedelta(seconds=1)


async def _is_there(work: Work, account: Account) -> bool:
    async with work:
        return await work.session.scalar(select(Account.id).where(Account.id == account.id)) is not None


async def test_an_account_that_nobody_activated_goes_seven_days_after_its_last_link(
    work: Work, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    account = await make_account(work, passwords, state=AccountState.PENDING)
    await mint_link(work, signer, LinkPurpose.ACTIVATION, account.id)
    clock.advance(timedelta(days=6))
    await mint_link(work, signer, LinkPurpose.ACTIVATION, account.id)
    clock.advance(PENDING_KEPT - SECOND)
    assert (await purge(work)).pending_accounts == 0
    assert await _is_there(work, account)

    clock.advance(SECOND)
    assert (await purge(work)).pending_accounts == 1
    assert not await _is_there(work, account)
    async with work:
        audited = await work.session.scalars(select(AuditEvent.action).where(AuditEvent.object_id == str(account.id)))
        assert "account.purged" in audited.all()


async def test_an_account_whose_link_was_never_sent_is_counted_from_its_creation(
    work: Work, passwords: Passwords, clock: FrozenClock
) -> None:
    account = await make_account(work, passwords, state=AccountState.PENDING)
    clock.advance(PENDING_KEPT - SECOND)
    await purge(work)
    assert await _is_there(work, account)
    clock.advance(SECOND)
    await purge(work)
    assert not await _is_there(work, account)


@pytest.mark.parametrize("state", sorted(set(AccountState) - {AccountState.PENDING}))
async def test_no_other_account_ever_goes(
    work: Work, passwords: Passwords, clock: FrozenClock, state: AccountState
) -> None:
    account = await make_account(work, passwords, state=state)
    clock.advance(timedelta(days=4000))
    await purge(work)
    assert await _is_there(work, account)


async def test_an_ended_session_is_kept_as_long_as_its_forms_may_come_back(
    work: Work, passwords: Passwords, clock: FrozenClock
) -> None:
    account = await make_account(work, passwords)
    await sign_in(work, passwords, account.login, PASSWORD)
    clock.advance(timedelta(hours=12) + ENDED_SESSIONS_KEPT - SECOND)
    assert (await purge(work)).sessions == 0
    clock.advance(SECOND)
    assert (await purge(work)).sessions == 1
    async with work:
        of_account = select(AccountSession.id).where(AccountSession.account_id == account.id)
        assert await work.session.scalar(of_account) is None


async def test_it_can_be_done_twice(work: Work) -> None:
    await purge(work)
    purged = await purge(work)
    assert (purged.pending_accounts, purged.reservations, purged.links, purged.counters) == (0, 0, 0, 0)
