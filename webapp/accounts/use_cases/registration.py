"""Creating an account, and activating it by the link of a mail."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from webapp.accounts import mails, rules, texts
from webapp.accounts.emails import alone_with, owner_of
from webapp.accounts.links import DeadLink, linked_account, read_token, use_link
from webapp.accounts.models import Account, AccountState, LinkPurpose, LoginReservation
from webapp.accounts.passwords import Passwords
from webapp.accounts.throttling import RECOVERIES, REGISTRATIONS, from_address
from webapp.accounts.use_cases.asked_mails import send_if_allowed
from webapp.core.actor import AccountKind
from webapp.core.constraints import violated
from webapp.core.ids import new_id
from webapp.core.refusals import Refused
from webapp.core.throttle import count
from webapp.core.tokens import Signer
from webapp.core.work import Work

LOGIN_RESERVED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Registration:
    login: str
    password: str
    civility: str
    last_name: str
    first_name: str
    email: str
    continue_at: str


async def register(work: Work, passwords: Passwords, asked: Registration) -> None:
    """Creates a pending account. An address that is known gets a mail instead, and nothing else differs.

    Raises Throttled, Busy, or Refused: on `login` when another account has it or another registration reserved it, on
    `password` when it is made of names.
    """
    context = (asked.login, asked.email, asked.first_name, asked.last_name, *passwords.site_names)
    if problem := rules.password_problem(asked.password, context=context):
        raise Refused(problem, field="password")
    await count(work, from_address(REGISTRATIONS, work))
    password_hash = await passwords.hash(asked.password)
    async with work:
        await alone_with(work, asked.email)
        known = await work.session.scalar(owner_of(asked.email, work.now).with_for_update())
        is_own = known is not None and known.state == AccountState.PENDING and known.kind == AccountKind.APPLICANT
        await _reserve_login(work, asked, owner=known if is_own else None)
        if known is not None and not is_own:
            await send_if_allowed(work, mails.registered_again(known, email=asked.email))
            return
        # Whoever registers again before activating starts afresh; links sent earlier die with the old password.
        account = known or Account(id=new_id(), kind=AccountKind.APPLICANT, email=asked.email, created_at=work.now)
        account.state = AccountState.PENDING
        account.login = asked.login
        account.password_hash = password_hash
        account.civility = asked.civility
        account.last_name = asked.last_name
        account.first_name = asked.first_name
        account.terms_accepted_at = work.now
        work.session.add(account)
        try:
            await work.session.flush()
        except IntegrityError as error:
            if violated(error) == "uq_account_login":
                raise Refused(texts.LOGIN_TAKEN, field="login") from error
            raise
        await send_if_allowed(work, mails.activation(account, continue_at=asked.continue_at))
        work.audit("account.registered", "account", account.id, by=account.id)


async def _reserve_login(work: Work, asked: Registration, *, owner: Account | None) -> None:
    """For seven days, even where no account comes of it: else whether an identifier is free would tell which
    addresses are known. Raises Refused on `login`.
    """
    reservation = (
        insert(LoginReservation)
        .values(login=asked.login, email=asked.email, expires_at=work.now + LOGIN_RESERVED)
        .on_conflict_do_update(
            index_elements=[LoginReservation.login],
            set_={"email": asked.email, "expires_at": work.now + LOGIN_RESERVED},
            where=or_(LoginReservation.email == asked.email, LoginReservation.expires_at <= work.now),
        )
        .returning(LoginReservation.login)
    )
    is_reserved = await work.session.scalar(reservation) is not None
    other = select(Account.id).where(Account.login == asked.login)
    if owner is not None:
        other = other.where(Account.id != owner.id)
    if not is_reserved or await work.session.scalar(other) is not None:
        raise Refused(texts.LOGIN_TAKEN, field="login")


async def send_activation_again(work: Work, email: str, *, continue_at: str) -> None:
    """Does nothing for an address without a pending account; the caller says the same in both cases.

    Raises Throttled.
    """
    await count(work, from_address(RECOVERIES, work))
    async with work:
        account = await work.session.scalar(select(Account).where(Account.email == email))
        if account is not None and account.state == AccountState.PENDING:
            await send_if_allowed(work, mails.awaited(account, continue_at=continue_at))
        work.audit("account.activation_asked", "account", account.id if account else "unknown")


async def activate(work: Work, signer: Signer, text: str) -> str:
    """What to tell the person. Raises DeadLink."""
    token = read_token(signer, LinkPurpose.ACTIVATION, text)
    async with work:
        account = await use_link(work, token, LinkPurpose.ACTIVATION)
        if account is not None and account.kind != AccountKind.APPLICANT:
            raise DeadLink  # the address was invited as an agent's since the mail was asked for
        if account is None:
            owner = await linked_account(work.session, token, LinkPurpose.ACTIVATION)
            if owner is not None and owner.is_active:
                return texts.ALREADY_ACTIVATED
            raise DeadLink
        account.state = AccountState.ACTIVE
        account.activated_at = work.now
        work.audit("account.activated", "account", account.id, by=account.id)
        return texts.ACTIVATED
