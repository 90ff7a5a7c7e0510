"""Disabling and re-enabling an agent, another role or service, a reset that an administrator triggers."""

from uuid import UUID

from sqlalchemy import select, update

from webapp.accounts import mails
from webapp.accounts.models import Account, AccountState, Link
from webapp.accounts.use_cases.sessions import end_sessions
from webapp.agents import rules, texts
from webapp.agents.use_cases.authority import (
    is_just_sent,
    is_last_administrator,
    lock_colleague,
    post_of,
    require_administrator,
)
from webapp.core.actor import Actor, AgentRole
from webapp.core.refusals import Conflict, NotFound, Refused
from webapp.core.work import Work


async def disable(work: Work, actor: Actor, account_id: UUID) -> Account:
    """Ends the sessions and kills the links at once; disabled already, nothing changes.

    Raises NotFound, Conflict for a closed account, Refused.
    """
    async with work:
        await require_administrator(work, actor)
        colleague = await lock_colleague(work, account_id)
        account = colleague.account
        if account.state == AccountState.DISABLED:
            return account
        is_last = await is_last_administrator(work, colleague)
        is_self = account.id == actor.account_id
        if problem := rules.disabling_problem(is_self=is_self, is_last_administrator=is_last):
            raise Refused(problem)
        await _kill_links(work, account_id)
        await _change_state(work, "agent.disabled", account, AccountState.DISABLED)
        return account


async def enable(work: Work, actor: Actor, account_id: UUID) -> Account:
    """As it was: active, or pending if it was never activated. Raises NotFound, Refused, Conflict when closed."""
    async with work:
        await require_administrator(work, actor)
        account = (await lock_colleague(work, account_id)).account
        if account.state in (AccountState.ACTIVE, AccountState.PENDING):
            return account
        was = AccountState.ACTIVE if account.activated_at else AccountState.PENDING
        await _change_state(work, "agent.enabled", account, was)
        return account


async def _change_state(work: Work, action: str, account: Account, state: AccountState) -> None:
    """No session from before is good after: not even one that was being opened."""
    if account.state == AccountState.CLOSED:
        raise Conflict(texts.CLOSED)
    before, account.state = account.state, state
    await end_sessions(work, account.id)
    work.audit(action, "account", account.id, before=before, after=state)


async def change_role(work: Work, actor: Actor, account_id: UUID, role: AgentRole, service_id: UUID | None) -> bool:
    """False when it was so already. Ends the agent's sessions: the next one begins with the new rights.

    Raises NotFound; Conflict for a closed account; Refused, on `role` or `service`.
    """
    if service_id is None and role is not AgentRole.ADMINISTRATOR:
        raise Refused(texts.NO_SERVICE, field="service")
    async with work:
        await require_administrator(work, actor)
        colleague = await lock_colleague(work, account_id)
        agent = colleague.agent
        if colleague.account.state == AccountState.CLOSED:
            raise Conflict(texts.CLOSED)
        if (agent.role, agent.service_id) == (role, service_id):
            return False
        is_last = await is_last_administrator(work, colleague)
        stays = role is AgentRole.ADMINISTRATOR
        if problem := rules.role_problem(stays_administrator=stays, is_last_administrator=is_last):
            raise Refused(problem, field="role")
        before = post_of(agent)
        agent.role, agent.service_id = role, service_id
        await end_sessions(work, account_id)
        work.audit("agent.changed", "account", account_id, before=before, after=post_of(agent))
        return True


async def trigger_reset(work: Work, actor: Actor, account_id: UUID) -> Account:
    """The mail that the person would have asked for. Raises NotFound, Refused, Conflict unless the account is active.

    Asked twice within a minute, it leaves once.
    """
    async with work:
        await require_administrator(work, actor)
        account = await work.session.scalar(select(Account).where(Account.id == account_id).with_for_update(read=True))
        if account is None:
            raise NotFound
        if not account.is_active:
            raise Conflict(texts.NOT_ACTIVE)
        mail = mails.password_reset(account, continue_at="")
        if not await is_just_sent(work, mail.kind, account.id):
            await work.mail(mail)
            work.audit("account.reset_triggered", "account", account.id)
        return account


async def _kill_links(work: Work, account_id: UUID) -> None:
    """After the account is locked, as in links.py."""
    await work.session.execute(
        update(Link)
        .where(Link.account_id == account_id, Link.used_at.is_(None), Link.superseded_at.is_(None))
        .values(superseded_at=work.now)
    )
