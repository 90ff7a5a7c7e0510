"""From a session's cookie to who is asking."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import PASSWORD, make_account, make_agent, make_service
from tests.factories.structures import make_structure
from tests.support.clock import FrozenClock
from webapp.accounts.models import Account, AccountSession, AccountState
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.sessions import session_hash, sign_in, sign_out
from webapp.actors import find_actor
from webapp.core.actor import AccountKind, AgentRole, MemberRole
from webapp.core.work import Work

each_kind = pytest.mark.parametrize(
    ("kind", "idle", "absolute"),
    [
        (AccountKind.APPLICANT, timedelta(hours=2), timedelta(hours=12)),
        (AccountKind.AGENT, timedelta(minutes=30), timedelta(hours=10)),
    ],
)


async def _signed_in(work: Work, passwords: Passwords, account: Account) -> bytes:
    _, text = await sign_in(work, passwords, account.login, PASSWORD)
    return session_hash(text)


async def test_an_applicant_comes_with_their_structures_the_oldest_first(
    work: Work, reads: AsyncEngine, clock: FrozenClock, passwords: Passwords
) -> None:
    account = await make_account(work, passwords)
    first = await make_structure(work, account, "LA PREMIÈRE")
    clock.advance(timedelta(days=1))
    second = await make_structure(work, account, "LA SECONDE")
    found = await find_actor(reads, await _signed_in(work, passwords, account), clock.now())
    assert found is not None
    actor = found.actor
    assert (actor.account_id, actor.kind, actor.full_name) == (account.id, AccountKind.APPLICANT, "Nadia Belkacem")
    assert [one.structure_id for one in actor.memberships] == [first.id, second.id]
    assert actor.membership is not None
    assert (actor.membership.structure_name, actor.membership.role) == ("LA PREMIÈRE", MemberRole.ADMINISTRATOR)
    assert actor.acting_for(second.id).memberships == actor.memberships[1:]
    assert (actor.role, actor.service_id, actor.is_agent) == (None, None, False)


async def test_a_newcomer_acts_for_nobody_yet(
    work: Work, reads: AsyncEngine, clock: FrozenClock, passwords: Passwords
) -> None:
    account = await make_account(work, passwords)
    found = await find_actor(reads, await _signed_in(work, passwords, account), clock.now())
    assert found is not None
    assert (found.actor.memberships, found.actor.membership) == ((), None)


async def test_an_agent_comes_with_role_and_service(
    work: Work, reads: AsyncEngine, clock: FrozenClock, passwords: Passwords
) -> None:
    service = await make_service(work)
    account = await make_agent(work, passwords, service_id=service.id, role=AgentRole.SCHEME_MANAGER)
    found = await find_actor(reads, await _signed_in(work, passwords, account), clock.now())
    assert found is not None
    assert (found.actor.is_agent, found.actor.role, found.actor.service_id) == (
        True,
        AgentRole.SCHEME_MANAGER,
        service.id,
    )


async def test_an_unknown_token_is_nobody(reads: AsyncEngine, clock: FrozenClock) -> None:
    assert await find_actor(reads, session_hash("made up"), clock.now()) is None
    assert await find_actor(reads, b"", clock.now()) is None


async def test_a_session_ends_at_logout(
    work: Work, reads: AsyncEngine, clock: FrozenClock, passwords: Passwords
) -> None:
    token = await _signed_in(work, passwords, await make_account(work, passwords))
    found = await find_actor(reads, token, clock.now())
    assert found is not None
    await sign_out(work, found.actor.session_id)
    assert await find_actor(reads, token, clock.now()) is None


async def test_closing_an_account_ends_its_sessions_at_once(
    work: Work, reads: AsyncEngine, clock: FrozenClock, passwords: Passwords
) -> None:
    account = await make_account(work, passwords)
    token = await _signed_in(work, passwords, account)
    async with work:
        (await work.session.get_one(Account, account.id)).state = AccountState.CLOSED
    assert await find_actor(reads, token, clock.now()) is None


@each_kind
async def test_a_session_ends_when_idle_and_in_any_case_at_the_end_of_the_day(
    work: Work,
    reads: AsyncEngine,
    clock: FrozenClock,
    passwords: Passwords,
    kind: AccountKind,
    idle: timedelta,
    absolute: timedelta,
) -> None:
    account = await make_account(work, passwords, kind=kind)
    token, begun, second = await _signed_in(work, passwords, account), clock.now(), timedelta(seconds=1)
    assert await find_actor(reads, token, begun + idle)
    assert await find_actor(reads, token, begun + idle + second) is None
    async with work:  # seen all day long
        session = (
            await work.session.scalars(select(AccountSession).where(AccountSession.account_id == account.id))
        ).one()
        session.last_seen_at = begun + absolute
    assert await find_actor(reads, token, begun + absolute - second)
    assert await find_actor(reads, token, begun + absolute) is None


@each_kind
async def test_the_end_that_is_told_is_never_later_than_the_real_one(
    work: Work,
    reads: AsyncEngine,
    clock: FrozenClock,
    passwords: Passwords,
    kind: AccountKind,
    idle: timedelta,
    absolute: timedelta,
) -> None:
    account = await make_account(work, passwords, kind=kind)
    token, begun, minute = await _signed_in(work, passwords, account), clock.now(), timedelta(minutes=1)

    async def told(after: timedelta) -> tuple[timedelta, bool]:
        found = await find_actor(reads, token, begun + after)
        assert found is not None
        assert found.actor.session_ends_at is not None
        return found.actor.session_ends_at - begun, found.actor.session_is_at_its_limit

    assert await told(minute) == (idle, False)  # not written down yet
    assert await told(minute * 2) == (minute * 2 + idle, False)
    async with work:  # seen all day long
        session = (
            await work.session.scalars(select(AccountSession).where(AccountSession.account_id == account.id))
        ).one()
        session.last_seen_at = begun + absolute - idle - minute
    assert await told(absolute - idle - minute) == (absolute - minute, False)
    assert await told(absolute - minute * 2) == (absolute, True)


async def test_use_is_written_down_once_a_minute_not_at_each_page(
    work: Work, reads: AsyncEngine, clock: FrozenClock, passwords: Passwords
) -> None:
    token = await _signed_in(work, passwords, await make_account(work, passwords))
    for seconds, marked in ((0, False), (60, False), (61, True)):
        found = await find_actor(reads, token, clock.now() + timedelta(seconds=seconds))
        assert found is not None
        assert found.should_mark_seen is marked
