"""The password asked again, for what a session left open must not do."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import PASSWORD, make_account
from tests.support.clock import FrozenClock
from tests.support.traces import actions_on
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.recent_password import RECENT, has_recent_password, require_recent_password
from webapp.accounts.use_cases.sessions import session_hash, sign_in
from webapp.actors import find_actor
from webapp.core.actor import Actor
from webapp.core.refusals import Refused, Throttled
from webapp.core.work import Work


async def as_seen(reads: AsyncEngine, text: str, clock: FrozenClock) -> Actor:
    found = await find_actor(reads, session_hash(text), clock.now())
    assert found is not None
    return found.actor


@pytest.fixture
async def session(work: Work, passwords: Passwords) -> str:
    account = await make_account(work, passwords)
    _, text = await sign_in(work, passwords, account.login, PASSWORD)
    return text


async def test_for_a_quarter_of_an_hour_it_is_not_asked(
    work: Work, reads: AsyncEngine, passwords: Passwords, clock: FrozenClock, session: str
) -> None:
    clock.advance(RECENT - timedelta(seconds=1))
    actor = await as_seen(reads, session, clock)
    await require_recent_password(work, passwords, actor, "")
    clock.advance(timedelta(seconds=1))
    assert not has_recent_password(await as_seen(reads, session, clock), clock.now())


async def test_then_it_is_and_the_right_one_counts_for_the_next_quarter(
    work: Work, reads: AsyncEngine, passwords: Passwords, clock: FrozenClock, session: str
) -> None:
    clock.advance(RECENT)
    actor = await as_seen(reads, session, clock)
    for wrong in ("", "faux"):
        with pytest.raises(Refused) as refused:
            await require_recent_password(work, passwords, actor, wrong)
        assert refused.value.field == "password"
    assert (await actions_on(work, actor.account_id)).count("account.password_refused") == 2
    await require_recent_password(work, passwords, actor, PASSWORD)
    assert has_recent_password(await as_seen(reads, session, clock), clock.now())


async def test_it_is_no_place_to_guess_at(
    work: Work, reads: AsyncEngine, passwords: Passwords, clock: FrozenClock, session: str
) -> None:
    clock.advance(RECENT)
    actor = await as_seen(reads, session, clock)
    for _ in range(10):
        with pytest.raises(Refused):
            await require_recent_password(work, passwords, actor, "faux")
    with pytest.raises(Throttled):
        await require_recent_password(work, passwords, actor, PASSWORD)
