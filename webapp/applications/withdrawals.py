"""What was said when an application was withdrawn, for its applicant and for agents."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.models import Account
from webapp.applications import texts
from webapp.applications.access import visible_to
from webapp.applications.models import Application, Withdrawal
from webapp.core.actor import Actor


@dataclass(frozen=True, slots=True)
class WithdrawalNote:
    """`words`: as they were typed; may be empty."""

    at: datetime
    by: str
    reason: str
    words: str


async def withdrawal_note(reads: AsyncEngine, actor: Actor, number: int) -> WithdrawalNote | None:
    """None while it is not withdrawn; also for another's: ask that before."""
    query = (
        select(Withdrawal.withdrawn_at, Account.full_name, Withdrawal.reason, Withdrawal.words)
        .join(Application, Application.id == Withdrawal.application_id)
        .join(Account, Account.id == Withdrawal.withdrawn_by)
        .where(Application.number == number, visible_to(actor))
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    return WithdrawalNote(row.withdrawn_at, row.full_name, texts.WITHDRAWAL_REASONS[row.reason], row.words)
