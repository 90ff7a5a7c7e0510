"""Reads of bank details: whole for the few who may, and the one that the structure gave with another application."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.access import visible_to
from webapp.applications.bank_details import BankDetails, Masked, details_of, masked
from webapp.applications.models import Application, BankAccount, Submission, reference
from webapp.applications.queries import ApplicationPage
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound

_OWN = BankAccount.holder, BankAccount.iban, BankAccount.bic


@dataclass(frozen=True, slots=True)
class EarlierAccount:
    """`number`: of the application with which the structure gave it."""

    number: int
    account: Masked

    @property
    def reference(self) -> str:
        return reference(self.number)


async def whole_account(reads: AsyncEngine, actor: Actor, number: int) -> BankDetails:
    """As it was sent; what is not sent, for who types it, as it is. Raises NotFound, also while there is none.

    Who asks for it has proved who they are, or leaves a trace.
    """
    query = (
        select(*_OWN, Submission.bank_account)
        .select_from(Application)
        .outerjoin(BankAccount, BankAccount.application_id == Application.id)
        .outerjoin(Submission, Submission.application_id == Application.id)
        .where(Application.number == number, visible_to(actor))
        .order_by(Submission.number.desc())
        .limit(1)
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is not None and row.bank_account:
        return BankDetails(**row.bank_account)
    if row is None or row.iban is None or actor.is_agent:
        raise NotFound
    return details_of(row)


async def earlier_account(reads: AsyncEngine, actor: Actor, application: ApplicationPage) -> EarlierAccount | None:
    """The last that the structure has saved with another application."""
    query = earlier_accounts(application.card.structure_id).where(
        visible_to(actor), Application.id != application.card.id
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query.limit(1))).one_or_none()
    return EarlierAccount(row.number, masked(row)) if row else None


def earlier_accounts(structure_id: Any) -> Any:
    """Of a structure, the latest first, with the number of its application."""
    return (
        select(Application.number, *_OWN)
        .join(BankAccount, BankAccount.application_id == Application.id)
        .where(Application.structure_id == structure_id)
        .order_by(BankAccount.saved_at.desc(), Application.number.desc())
    )
