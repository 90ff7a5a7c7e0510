"""The list of accounts: found by any word, accents and case aside, 25 a page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import PASSWORD, actor_of, make_account, make_agent, make_service
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.accounts.models import Account, AccountState
from webapp.accounts.open_sessions import open_sessions
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.sessions import session_hash, sign_in
from webapp.actors import find_actor
from webapp.agents.queries import account_record, list_accounts
from webapp.core.actor import AccountKind
from webapp.core.work import Work


async def found(
    reads: AsyncEngine, words: str, kind: AccountKind | None = None, state: AccountState | None = None
) -> list[str]:
    return [row.email for row in (await list_accounts(reads, words=words, kind=kind, state=state, page=1)).rows]


async def zoe(work: Work, passwords: Passwords) -> Account:
    return await make_account(work, passwords, first_name="Zoé", last_name=f"Lefèvre-{uuid4().hex[:6]}")


@pytest.mark.parametrize("write", [str, str.upper, str.lower, lambda name: name.replace("è", "e")])
async def test_case_and_accents_do_not_count(
    work: Work, reads: AsyncEngine, passwords: Passwords, write: object
) -> None:
    assert callable(write)
    account = await zoe(work, passwords)
    assert await found(reads, write(account.last_name)) == [account.email]
    assert await found(reads, f"{write(account.last_name)}  ZOE") == [account.email]


async def test_by_identifier_by_address_and_never_by_a_joker(
    work: Work, reads: AsyncEngine, passwords: Passwords
) -> None:
    account = await zoe(work, passwords)
    assert await found(reads, account.login) == [account.email]
    assert await found(reads, account.email.upper()) == [account.email]
    for joker in ("%", "_%_", "\\", "\0" + uuid4().hex):
        assert await found(reads, f"{account.last_name} {joker}") == []


async def test_by_kind_and_state(work: Work, reads: AsyncEngine, passwords: Passwords) -> None:
    account = await zoe(work, passwords)
    name = account.last_name
    assert await found(reads, name, AccountKind.APPLICANT, AccountState.ACTIVE) == [account.email]
    assert await found(reads, name, AccountKind.AGENT) == []
    assert await found(reads, name, None, AccountState.PENDING) == []


async def test_25_a_page_and_a_page_too_far_is_the_last(work: Work, reads: AsyncEngine, passwords: Passwords) -> None:
    name = f"Nombreux-{uuid4().hex[:6]}"
    for number in range(26):
        await make_account(work, passwords, first_name=f"P{number:02}", last_name=name)
    pages = [await list_accounts(reads, words=name, kind=None, state=None, page=page) for page in (1, 2, 9)]
    assert [len(page.rows) for page in pages] == [25, 1, 1]
    assert [(page.page, page.last_page, page.total) for page in pages] == [(1, 2, 26), (2, 2, 26), (2, 2, 26)]
    assert len({row.id for page in pages for row in page.rows}) == 26


async def test_a_record_tells_sessions_and_events_the_last_first(
    work: Work, reads: AsyncEngine, passwords: Passwords, clock: FrozenClock
) -> None:
    agent = await make_agent(work, passwords, service_id=(await make_service(work)).id)
    await sign_in(work, passwords, agent.login, PASSWORD)
    record = await account_record(reads, agent.id, clock.now())
    assert (record.row.role_label, record.row.service) == ("Instructeur", "Service des sports")
    assert record.row.last_login_at == MONDAY_MORNING
    assert [session.created_at for session in record.sessions] == [MONDAY_MORNING]
    assert [event.label for event in record.events] == ["Connexion"]


@pytest.mark.parametrize(
    ("kind", "idle"), [(AccountKind.APPLICANT, timedelta(hours=2)), (AccountKind.AGENT, timedelta(minutes=30))]
)
async def test_a_session_that_shows_no_page_any_more_is_not_told_as_open(
    work: Work, reads: AsyncEngine, passwords: Passwords, clock: FrozenClock, kind: AccountKind, idle: timedelta
) -> None:
    """The administrator's page, "Mon compte" and the guard of each request say the same of the same instant."""
    account = await make_account(work, passwords, kind=kind)
    actor = await actor_of(work, account)
    _, text = await sign_in(work, passwords, account.login, PASSWORD)
    for waited, is_open in ((idle, True), (timedelta(seconds=1), False)):
        clock.advance(waited)
        told = (await account_record(reads, account.id, clock.now())).sessions
        counted = (await open_sessions(reads, actor, clock.now())).count
        found = await find_actor(reads, session_hash(text), clock.now())
        assert (bool(told), bool(counted), found is not None) == 3 * (is_open,)
