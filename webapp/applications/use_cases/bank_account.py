"""The account into which the aid is paid: typed in a draft, or taken up from another application of the structure.

No audit holds the number: it is in the draft, and in what was sent.
"""

from dataclasses import dataclass

from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.recent_password import require_recent_password
from webapp.applications import texts
from webapp.applications.access import lock_application, require_filling_in
from webapp.applications.bank_accounts import earlier_accounts
from webapp.applications.bank_details import BankDetails, Masked, details_of, masked
from webapp.applications.keeping import touch
from webapp.applications.models import Application, BankAccount, Submission, reference
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict, NotFound, Refused
from webapp.core.work import Work
from webapp.schemes.reopening import reopened
from webapp.schemes.revisions import load_definition


@dataclass(frozen=True, slots=True)
class Typed:
    """`version`: of the account that the form showed, 0 for none. `password`: empty where it was typed lately."""

    details: BankDetails
    version: int
    password: str


class BankAccountOvertaken(Conflict):
    """Somebody saved another account since the form was opened: `theirs`, by `by`. Nothing is overwritten silently."""

    def __init__(self, theirs: Masked, by: str) -> None:
        super().__init__(texts.BANK_ACCOUNT_CHANGED)
        self.theirs, self.by = theirs, by


async def save_bank_account(work: Work, passwords: Passwords, actor: Actor, number: int, typed: Typed) -> None:
    """Saved already, it changes nothing: a double click, Back.

    Raises NotFound, also where the scheme asks for no account; what require_recent_password does; Conflict once it is
    sent; OutOfRole for a reader; BankAccountOvertaken.
    """
    await require_recent_password(work, passwords, actor, typed.password)
    async with work:
        application = await _lock(work, actor, number)
        row = await work.session.get(BankAccount, application.id)
        if row is not None and details_of(row) == typed.details:
            return
        if row is not None and row.version != typed.version:
            by = await work.session.get_one(Account, row.saved_by)
            raise BankAccountOvertaken(masked(row, version=row.version, saved_at=row.saved_at), by.full_name)
        version = _write(work, actor, application, row, typed.details)
        work.audit("bank_account.saved", "application", application.id, version=version)


async def reuse_bank_account(work: Work, actor: Actor, number: int, source: int) -> None:
    """That of the structure's application of this number. Once: asked again, it changes nothing.

    No password: the structure has given it already, and it replaces nothing. Raises NotFound; Refused where another one
    is there; Conflict once it is sent; OutOfRole for a reader.
    """
    async with work:
        application = await _lock(work, actor, number)
        query = earlier_accounts(application.structure_id).where(Application.number == source)
        found = (await work.session.execute(query)).one_or_none()
        if found is None:
            raise NotFound
        row = await work.session.get(BankAccount, application.id)
        if row is not None and details_of(row) != details_of(found):
            raise Refused(texts.BANK_ACCOUNT_THERE)
        if row is None:
            _write(work, actor, application, None, details_of(found))
            work.audit("bank_account.reused", "application", application.id, source=reference(source))


async def _lock(work: Work, actor: Actor, number: int) -> Application:
    """The draft, held, if its scheme asks for an account; or what the Region has reopened, if that asks for one."""
    application = await lock_application(work.session, actor, number)
    require_filling_in(actor, application)
    definition = await load_definition(work.session, application.revision_id)
    if not any(piece.bank_account for piece in definition.pieces):
        raise NotFound
    if application.reopened:
        parts = reopened(definition, frozenset(application.reopened))
        if not parts.opens_bank_account(definition) or await _was_given(work, application):
            raise Conflict(texts.BANK_ACCOUNT_NOT_REOPENED)
    return application


async def _was_given(work: Work, application: Application) -> bool:
    """With the version that the Region has."""
    last = select(Submission.bank_account).where(Submission.application_id == application.id)
    return await work.session.scalar(last.order_by(Submission.number.desc()).limit(1)) is not None


def _write(work: Work, actor: Actor, application: Application, row: BankAccount | None, details: BankDetails) -> int:
    """The version that it is now."""
    touch(application, work.now)
    if row is None:
        row = BankAccount(application_id=application.id, version=0)
        work.session.add(row)
    row.holder, row.iban, row.bic = details.holder, details.iban, details.bic
    row.version += 1
    row.saved_at, row.saved_by = work.now, actor.account_id
    return row.version
