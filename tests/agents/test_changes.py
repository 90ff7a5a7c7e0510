"""What administrators do with an account, and what they may never do: lock everybody out."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from tests.factories.accounts import PASSWORD, actor_of, make_account, make_administrator, make_agent, make_service
from tests.support.clock import FrozenClock
from tests.support.traces import events_of, kinds_to
from webapp.accounts.links import DeadLink, mint_link
from webapp.accounts.models import Account, AccountSession, AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.recovery import request_password_reset, reset_password
from webapp.accounts.use_cases.sessions import sign_in
from webapp.agents import rules, texts
from webapp.agents.models import Agent
from webapp.agents.use_cases.changes import change_role, disable, enable, trigger_reset
from webapp.core.actor import Actor, AgentRole
from webapp.core.db import Database
from webapp.core.refusals import Conflict, NotFound, Refused
from webapp.core.tokens import Signer
from webapp.core.work import Work

NEW = "trois pommes et une poire"


async def administrator(work: Work, passwords: Passwords) -> Actor:
    return await actor_of(work, await make_administrator(work, passwords))


async def colleague(work: Work, passwords: Passwords) -> Account:
    return await make_agent(work, passwords, service_id=(await make_service(work)).id)


async def sessions_of(work: Work, account_id: UUID) -> int:
    async with work:
        query = select(func.count()).where(AccountSession.account_id == account_id)
        return await work.session.scalar(query) or 0


async def only_these(work: Work, *actors: Actor) -> None:
    """Administrators of other tests, which this database keeps, are left out."""
    ids = [actor.account_id for actor in actors]
    others = select(Agent.account_id).where(Agent.role == AgentRole.ADMINISTRATOR, Agent.account_id.not_in(ids))
    async with work:
        await work.session.execute(update(Account).where(Account.id.in_(others)).values(state=AccountState.CLOSED))


async def test_a_disabled_agent_is_out_at_once_and_gets_no_mail(
    work: Work, passwords: Passwords, signer: Signer
) -> None:
    actor, agent = await administrator(work, passwords), await colleague(work, passwords)
    await sign_in(work, passwords, agent.login, PASSWORD)
    link = await mint_link(work, signer, LinkPurpose.PASSWORD_RESET, agent.id)
    for _ in range(2):
        assert (await disable(work, actor, agent.id)).state == AccountState.DISABLED
    assert await sessions_of(work, agent.id) == 0
    with pytest.raises(Refused) as refused:
        await sign_in(work, passwords, agent.login, PASSWORD)
    with pytest.raises(Refused) as stranger:
        await sign_in(work, passwords, "personne", PASSWORD)
    assert refused.value.reason == stranger.value.reason
    with pytest.raises(DeadLink):
        await reset_password(work, passwords, signer, link, NEW)
    await request_password_reset(work, agent.login, continue_at="")
    assert await kinds_to(work, agent.email) == []
    [event] = await events_of(work, agent.id, action="agent.disabled")
    assert event.details == {"before": "active", "after": "disabled"}


async def test_a_re_enabled_agent_signs_in_but_no_link_from_before_works(
    work: Work, passwords: Passwords, signer: Signer
) -> None:
    actor, agent = await administrator(work, passwords), await colleague(work, passwords)
    link = await mint_link(work, signer, LinkPurpose.PASSWORD_RESET, agent.id)
    await disable(work, actor, agent.id)
    for _ in range(2):
        assert (await enable(work, actor, agent.id)).state == AccountState.ACTIVE
    with pytest.raises(DeadLink):
        await reset_password(work, passwords, signer, link, NEW)
    assert (await sign_in(work, passwords, agent.login, PASSWORD))[0].id == agent.id
    assert len(await events_of(work, agent.id, action="agent.enabled")) == 1


async def test_who_never_activated_waits_again(work: Work, passwords: Passwords) -> None:
    actor, agent = await administrator(work, passwords), await colleague(work, passwords)
    async with work:
        kept = await work.session.get_one(Account, agent.id)
        kept.state, kept.activated_at = AccountState.PENDING, None
    await disable(work, actor, agent.id)
    assert (await enable(work, actor, agent.id)).state == AccountState.PENDING


async def test_nobody_disables_themselves(work: Work, passwords: Passwords) -> None:
    await administrator(work, passwords)
    actor = await administrator(work, passwords)
    with pytest.raises(Refused) as refused:
        await disable(work, actor, actor.account_id)
    assert refused.value.reason == texts.OWN_ACCOUNT


def test_the_last_administrator_stays() -> None:
    assert rules.disabling_problem(is_self=False, is_last_administrator=True) == texts.LAST_ADMINISTRATOR
    assert rules.disabling_problem(is_self=False, is_last_administrator=False) is None
    assert rules.role_problem(stays_administrator=True, is_last_administrator=True) is None


async def test_of_two_administrators_who_disable_each_other_one_is_refused(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    for _ in range(5):
        one, other = [await administrator(committed, passwords) for _ in range(2)]
        await only_these(committed, one, other)
        done = await asyncio.gather(
            disable(Work(database.sessions, clock), one, other.account_id),
            disable(Work(database.sessions, clock), other, one.account_id),
            return_exceptions=True,
        )
        assert sorted(type(result).__name__ for result in done) == ["Account", "Refused"]
        async with committed as work:
            query = select(Account.state).where(Account.id.in_([one.account_id, other.account_id]))
            assert sorted(await work.session.scalars(query)) == ["active", "disabled"]


async def test_of_two_administrators_who_step_down_at_once_one_stays(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    actors = [await administrator(committed, passwords) for _ in range(2)]
    await only_these(committed, *actors)
    service = await make_service(committed)
    done = await asyncio.gather(
        *(
            change_role(Work(database.sessions, clock), actor, actor.account_id, AgentRole.CASE_OFFICER, service.id)
            for actor in actors
        ),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in done) == ["Refused", "bool"]
    [refused] = [result for result in done if isinstance(result, Refused)]
    assert (refused.reason, refused.field) == (texts.LAST_ADMINISTRATOR, "role")


async def test_another_role_ends_the_sessions_and_says_before_and_after(work: Work, passwords: Passwords) -> None:
    actor, agent = await administrator(work, passwords), await colleague(work, passwords)
    await sign_in(work, passwords, agent.login, PASSWORD)
    service = await make_service(work)
    for is_changed in (True, False):
        assert await change_role(work, actor, agent.id, AgentRole.SCHEME_MANAGER, service.id) is is_changed
    assert await sessions_of(work, agent.id) == 0
    [event] = await events_of(work, agent.id, action="agent.changed")
    assert event.details["after"] == {"role": "scheme_manager", "service": str(service.id)}
    assert event.details["before"]["role"] == "case_officer"


async def test_only_an_administrator_may_be_of_no_service(work: Work, passwords: Passwords) -> None:
    actor, agent = await administrator(work, passwords), await colleague(work, passwords)
    with pytest.raises(Refused) as refused:
        await change_role(work, actor, agent.id, AgentRole.CASE_OFFICER, None)
    assert (refused.value.reason, refused.value.field) == (texts.NO_SERVICE, "service")
    assert await change_role(work, actor, agent.id, AgentRole.ADMINISTRATOR, None)


async def test_a_triggered_reset_is_the_person_s_own_mail_once(work: Work, passwords: Passwords) -> None:
    actor = await administrator(work, passwords)
    for account in (await colleague(work, passwords), await make_account(work, passwords)):
        for _ in range(2):
            await trigger_reset(work, actor, account.id)
        assert await kinds_to(work, account.email) == ["accounts/password_reset"]
        assert len(await events_of(work, account.id, action="account.reset_triggered")) == 1


@pytest.mark.parametrize("state", [AccountState.PENDING, AccountState.DISABLED, AccountState.CLOSED])
async def test_a_reset_is_for_active_accounts(work: Work, passwords: Passwords, state: AccountState) -> None:
    actor, account = await administrator(work, passwords), await make_account(work, passwords, state=state)
    with pytest.raises(Conflict):
        await trigger_reset(work, actor, account.id)
    assert await kinds_to(work, account.email) == []


async def test_applicants_are_not_disabled_and_closed_accounts_do_not_change(work: Work, passwords: Passwords) -> None:
    actor, applicant = await administrator(work, passwords), await make_account(work, passwords)
    with pytest.raises(NotFound):
        await disable(work, actor, applicant.id)
    agent = await colleague(work, passwords)
    async with work:
        (await work.session.get_one(Account, agent.id)).state = AccountState.CLOSED
    for change in (disable, enable):
        with pytest.raises(Conflict):
            await change(work, actor, agent.id)


@pytest.mark.parametrize("change", [disable, enable, trigger_reset])
async def test_the_role_is_asked_again_inside_the_transaction(work: Work, passwords: Passwords, change: object) -> None:
    assert callable(change)
    actor, agent = await actor_of(work, await colleague(work, passwords)), await colleague(work, passwords)
    with pytest.raises(Refused) as refused:
        await change(work, actor, agent.id)
    assert refused.value.reason == texts.NOT_ADMINISTRATOR
