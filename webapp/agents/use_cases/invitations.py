"""Agents are invited by an administrator, or the first one from the console; never by public registration."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.accounts import mails, rules
from webapp.accounts import texts as account_texts
from webapp.accounts.emails import alone_with, owner_of
from webapp.accounts.links import DeadLink, linked_account, read_token, still_opens, use_link
from webapp.accounts.models import Account, AccountState, LinkPurpose, LoginReservation
from webapp.accounts.passwords import Passwords
from webapp.agents import texts
from webapp.agents.models import Agent, Service
from webapp.agents.use_cases.authority import is_just_sent, lock_colleague, post_of, require_administrator
from webapp.core.actor import AccountKind, Actor, AgentRole
from webapp.core.constraints import violated
from webapp.core.ids import new_id
from webapp.core.refusals import Conflict, Refused
from webapp.core.tokens import Signer
from webapp.core.work import SENT_TWICE, Work

PURPOSE = LinkPurpose.AGENT_INVITATION
MAIL = "accounts/agent_invitation"


@dataclass(frozen=True, slots=True)
class Invitation:
    civility: str
    last_name: str
    first_name: str
    email: str
    role: AgentRole
    service_id: UUID | None


async def invite(work: Work, passwords: Passwords, actor: Actor | None, asked: Invitation) -> Account:
    """A pending account with its mail; without `actor`, from the console. Sent twice, it is one invitation.

    Raises Refused, on `email` when the address is somebody's. A pending applicant is nobody yet, and is replaced.
    """
    nobody_knows = await passwords.hash(secrets.token_urlsafe(32))
    async with work:
        if actor is not None:
            await require_administrator(work, actor)
        await alone_with(work, asked.email)
        known = await work.session.scalar(owner_of(asked.email, work.now).with_for_update())
        if known is not None:
            if await _is_sent_twice(work, known, asked):
                return known
            _refuse_somebody_s_address(known)
        account = known or Account(id=new_id())
        _make_pending_agent(account, asked, nobody_knows)
        account.created_at = work.now
        work.session.add(account)
        try:
            await work.session.flush()
        except IntegrityError as error:
            if violated(error) == "uq_account_email":
                raise Refused(texts.KNOWN_PENDING, field="email") from error
            raise
        agent = Agent(account_id=account.id, role=asked.role, service_id=asked.service_id)
        work.session.add(agent)
        await _write(work, account, agent, actor)
        work.audit("agent.invited", "account", account.id, post=post_of(agent), by_way_of=_way(actor))
        return account


def _make_pending_agent(account: Account, asked: Invitation, password_hash: str) -> None:
    """Until they choose their identifier it is their address: no identifier has an @, so it is never another's."""
    account.kind = AccountKind.AGENT
    account.state = AccountState.PENDING
    account.login = account.email = asked.email
    account.password_hash = password_hash
    account.civility = asked.civility
    account.last_name = asked.last_name
    account.first_name = asked.first_name
    account.terms_accepted_at = None


async def _is_sent_twice(work: Work, known: Account, asked: Invitation) -> bool:
    if known.state != AccountState.PENDING or known.created_at <= work.now - SENT_TWICE:
        return False
    agent = await work.session.get(Agent, known.id)
    same_person = (known.first_name, known.last_name) == (asked.first_name, asked.last_name)
    return agent is not None and same_person and (agent.role, agent.service_id) == (asked.role, asked.service_id)


def _refuse_somebody_s_address(known: Account) -> None:
    reason: str | None
    match known:
        case Account(state=AccountState.CLOSED):
            reason = texts.KNOWN_CLOSED
        case Account(kind=AccountKind.APPLICANT, state=AccountState.PENDING):
            reason = None
        case Account(kind=AccountKind.APPLICANT):
            reason = texts.KNOWN_APPLICANT
        case Account(state=AccountState.PENDING):
            reason = texts.KNOWN_PENDING
        case Account(state=AccountState.DISABLED):
            reason = texts.KNOWN_DISABLED
        case _:
            reason = texts.KNOWN_AGENT
    if reason:
        raise Refused(reason, field="email")


async def send_invitation_again(work: Work, actor: Actor | None, account_id: UUID) -> Account:
    """A new link, the earlier ones die when it is made. Raises NotFound, Refused, Conflict when it is too late."""
    async with work:
        if actor is not None:
            await require_administrator(work, actor)
        colleague = await lock_colleague(work, account_id)
        account = colleague.account
        if account.state != AccountState.PENDING:
            raise Conflict(texts.NOT_PENDING)
        if not await is_just_sent(work, MAIL, account.id):
            await _write(work, account, colleague.agent, actor)
            work.audit("agent.invitation_sent_again", "account", account.id, by_way_of=_way(actor))
        return account


def _way(actor: Actor | None) -> str:
    """For the audit: nobody is signed in at the console."""
    return "page" if actor else "console"


async def _write(work: Work, account: Account, agent: Agent, actor: Actor | None) -> None:
    service = await work.session.get_one(Service, agent.service_id) if agent.service_id else None
    await work.mail(
        mails.agent_invitation(
            account,
            role=texts.ROLES[agent.role],
            service=service.name if service else "",
            inviter=actor.full_name if actor else "",
        )
    )


async def accept_invitation(
    work: Work, passwords: Passwords, signer: Signer, text: str, login: str, password: str
) -> str:
    """What to tell the person. Raises Busy, Throttled, DeadLink.

    Or Refused on `login` or `new_password`, and the link is still good.
    """
    token = read_token(signer, PURPOSE, text)
    async with work:
        invited = await linked_account(work.session, token, PURPOSE)
    if invited is None:
        raise DeadLink
    if problem := rules.password_problem(password, context=_words(passwords, invited, login)):
        raise Refused(problem, field="new_password")
    password_hash = await passwords.hash(password) if await still_opens(work, token, PURPOSE) else ""
    async with work:
        account = await use_link(work, token, PURPOSE) if password_hash else None
        if account is None:
            owner = await linked_account(work.session, token, PURPOSE)
            if owner is not None and owner.is_active:
                return account_texts.ALREADY_ACTIVATED
            raise DeadLink
        if account.state != AccountState.PENDING or account.kind != AccountKind.AGENT:
            raise DeadLink
        await _take_login(work, account, login)
        account.password_hash = password_hash
        account.state = AccountState.ACTIVE
        account.activated_at = work.now
        work.audit("account.activated", "account", account.id, by=account.id)
        return account_texts.ACTIVATED


def _words(passwords: Passwords, invited: Account, login: str) -> tuple[str, ...]:
    """What the password may not be made of."""
    return (login, invited.email, invited.first_name, invited.last_name, *passwords.site_names)


async def _take_login(work: Work, account: Account, login: str) -> None:
    """Raises Refused on `login` when it is another account's, or reserved by a registration."""
    reserved = select(LoginReservation.login).where(
        LoginReservation.login == login,
        LoginReservation.expires_at > work.now,
        LoginReservation.email != account.email,
    )
    if await work.session.scalar(reserved) is not None:
        raise Refused(account_texts.LOGIN_TAKEN, field="login")
    account.login = login
    try:
        await work.session.flush()
    except IntegrityError as error:
        if violated(error) == "uq_account_login":
            raise Refused(account_texts.LOGIN_TAKEN, field="login") from error
        raise
