"""Personal details, and the end of all sessions."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import PASSWORD, actor_of, make_account
from tests.support.clock import FrozenClock
from tests.support.traces import details_of, events_of
from webapp.accounts.models import Account, AccountSession
from webapp.accounts.open_sessions import IDLE, open_sessions
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.details import PersonalDetails, change_details
from webapp.accounts.use_cases.sessions import session_hash, sign_in, sign_out_everywhere
from webapp.actors import find_actor
from webapp.core.actor import AccountKind
from webapp.core.work import Work

NAMES = PersonalDetails(civility="sir", last_name="d'Été « Zoé » 😀", first_name="<b>Ange</b>")


async def _remaining(work: Work, account: Account) -> list[bytes]:
    async with work:
        query = select(AccountSession.token_hash).where(AccountSession.account_id == account.id)
        return list(await work.session.scalars(query))


async def test_they_are_changed_and_the_audit_says_from_what_to_what(work: Work, passwords: Passwords) -> None:
    account, other = await make_account(work, passwords), await make_account(work, passwords)
    actor = await actor_of(work, account)
    for _ in range(2):  # the second time nothing differs, and nothing is noted
        await change_details(work, actor, NAMES)
    async with work:
        changed = await work.session.get_one(Account, account.id, populate_existing=True)
        untouched = await work.session.get_one(Account, other.id, populate_existing=True)
    assert (changed.civility, changed.last_name, changed.first_name) == ("sir", NAMES.last_name, NAMES.first_name)
    assert untouched.last_name == "Belkacem"
    [event] = await events_of(work, account.id)
    assert event.action == "account.details_changed"
    assert event.details["before"] == {"civility": "madam", "last_name": "Belkacem", "first_name": "Nadia"}
    assert event.details["after"] == {"civility": "sir", "last_name": NAMES.last_name, "first_name": NAMES.first_name}


async def test_all_sessions_of_the_account_end_and_no_other(work: Work, passwords: Passwords) -> None:
    account, other = await make_account(work, passwords), await make_account(work, passwords)
    for _ in range(3):
        await sign_in(work, passwords, account.login, PASSWORD)
    _, kept = await sign_in(work, passwords, other.login, PASSWORD)
    for _ in range(2):  # sent twice it is harmless
        await sign_out_everywhere(work, await actor_of(work, account))
    assert await _remaining(work, account) == []
    assert await _remaining(work, other) == [session_hash(kept)]
    closed = await details_of(work, "session.all_closed", account.id)
    assert closed == [{"sessions": 3}]


@pytest.mark.parametrize("waited", [IDLE[AccountKind.APPLICANT], IDLE[AccountKind.APPLICANT] + timedelta(seconds=1)])
async def test_sessions_are_counted_as_long_as_their_cookie_opens_something(
    work: Work, reads: AsyncEngine, passwords: Passwords, clock: FrozenClock, waited: timedelta
) -> None:
    account = await make_account(work, passwords)
    began = clock.now()
    _, elsewhere = await sign_in(work, passwords, account.login, PASSWORD)
    clock.advance(waited)
    _, here = await sign_in(work, passwords, account.login, PASSWORD)
    found = await find_actor(reads, session_hash(here), clock.now())
    assert found is not None
    is_open = await find_actor(reads, session_hash(elsewhere), clock.now()) is not None
    sessions = await open_sessions(reads, found.actor, clock.now())
    assert (sessions.count, sessions.others_seen_at) == ((2, began) if is_open else (1, None))
