"""Who may change accounts, asked again inside the transaction, and which account is changed."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.models import Account, AccountState
from webapp.agents import texts
from webapp.agents.models import Agent
from webapp.core.actor import Actor, AgentRole
from webapp.core.mail import OutboxMail
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import SENT_TWICE, Work


@dataclass(frozen=True, slots=True)
class Colleague:
    account: Account
    agent: Agent

    @property
    def is_active_administrator(self) -> bool:
        return self.account.is_active and self.agent.role == AgentRole.ADMINISTRATOR


async def require_administrator(work: Work, actor: Actor) -> None:
    """One change by an administrator at a time, and only while they still are one. Raises Refused.

    Without the lock two administrators could disable each other in the same instant, and leave nobody.
    """
    await work.one_at_a_time("administrators")
    known = await work.session.scalar(
        select(Account.id)
        .join(Agent, Agent.account_id == Account.id)
        .where(
            Account.id == actor.account_id,
            Account.state == AccountState.ACTIVE,
            Agent.role == AgentRole.ADMINISTRATOR,
        )
    )
    if known is None:
        raise Refused(texts.NOT_ADMINISTRATOR)


async def lock_colleague(work: Work, account_id: UUID) -> Colleague:
    """The agent, held until the transaction ends. Raises NotFound, also for an applicant."""
    row = (
        await work.session.execute(
            select(Account, Agent)
            .join(Agent, Agent.account_id == Account.id)
            .where(Account.id == account_id)
            .with_for_update(of=Account, key_share=True)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return Colleague(row[0], row[1])


async def is_last_administrator(work: Work, colleague: Colleague) -> bool:
    """Whether no other account could do an administrator's work now."""
    if not colleague.is_active_administrator:
        return False
    other = (
        select(Account.id)
        .join(Agent, Agent.account_id == Account.id)
        .where(
            Account.id != colleague.account.id,
            Account.state == AccountState.ACTIVE,
            Agent.role == AgentRole.ADMINISTRATOR,
        )
        .limit(1)
    )
    return await work.session.scalar(other) is None


async def is_just_sent(work: Work, kind: str, account_id: UUID) -> bool:
    query = select(OutboxMail.id).where(
        OutboxMail.about_id == account_id, OutboxMail.kind == kind, OutboxMail.created_at > work.now - SENT_TWICE
    )
    return await work.session.scalar(query.limit(1)) is not None


def post_of(agent: Agent) -> dict[str, str | None]:
    """For the audit."""
    return {"role": agent.role, "service": str(agent.service_id) if agent.service_id else None}
