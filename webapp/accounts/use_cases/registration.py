"""Creating an account, and activating it by the link of a mail."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.accounts import mails, texts
from webapp.accounts.links import DeadLink, linked_account, read_token, use_link
from webapp.accounts.models import Account, AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.core.actor import AccountKind
from webapp.core.constraints import violated
from webapp.core.ids import new_id
from webapp.core.refusals import Refused
from webapp.core.tokens import Signer
from webapp.core.work import Work


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

    Raises Refused on `login` when another account has it.
    """
    password_hash = await passwords.hash(asked.password)
    async with work:
        await work.one_at_a_time(f"registration {asked.email.lower()}")
        known = await work.session.scalar(select(Account).where(Account.email == asked.email).with_for_update())
        is_agent = known is not None and known.kind == AccountKind.AGENT
        if known is not None and (known.state != AccountState.PENDING or is_agent):
            if await work.session.scalar(select(Account.id).where(Account.login == asked.login)):
                raise Refused(texts.LOGIN_TAKEN, field="login")  # as to an unknown address
            is_pending = known.state == AccountState.PENDING
            await work.mail(mails.awaited(known, continue_at="") if is_pending else mails.already_exists(known))
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
        await work.mail(mails.activation(account, continue_at=asked.continue_at))
        work.audit("account.registered", "account", account.id, by=account.id)


async def send_activation_again(work: Work, email: str) -> None:
    """Does nothing for an address without a pending account; the caller says the same in both cases."""
    async with work:
        account = await work.session.scalar(select(Account).where(Account.email == email))
        if account is not None and account.state == AccountState.PENDING:
            await work.mail(mails.awaited(account, continue_at=""))
            work.audit("account.activation_sent_again", "account", account.id, by=account.id)


async def activate(work: Work, signer: Signer, text: str) -> str:
    """What to tell the person. Raises DeadLink."""
    token = read_token(signer, LinkPurpose.ACTIVATION, text)
    if token is None:
        raise DeadLink
    async with work:
        account = await use_link(work, token, LinkPurpose.ACTIVATION)
        if account is None:
            owner = await linked_account(work.session, token, LinkPurpose.ACTIVATION)
            if owner is not None and owner.is_active:
                return texts.ALREADY_ACTIVATED
            raise DeadLink
        if account.kind == AccountKind.AGENT:
            raise DeadLink  # the address was invited as an agent's after this link was made
        account.state = AccountState.ACTIVE
        account.activated_at = work.now
        work.audit("account.activated", "account", account.id, by=account.id)
        return texts.ACTIVATED
