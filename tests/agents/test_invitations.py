"""Agents are invited, and get in by the link of their mail, never by public registration."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import PASSWORD, actor_of, make_account, make_administrator, make_service
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.support.traces import kinds_to, mails_to
from webapp.accounts import texts as account_texts
from webapp.accounts.links import DeadLink, mint_link
from webapp.accounts.models import Account, AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.recovery import remind_identifier, request_password_reset
from webapp.accounts.use_cases.registration import Registration, activate, register, send_activation_again
from webapp.accounts.use_cases.sessions import sign_in
from webapp.agents import texts
from webapp.agents.models import Agent
from webapp.agents.queries import open_invitation
from webapp.agents.use_cases.changes import disable
from webapp.agents.use_cases.invitations import Invitation, accept_invitation, invite, send_invitation_again
from webapp.core.actor import AccountKind, Actor, AgentRole
from webapp.core.audit import AuditEvent
from webapp.core.db import Database
from webapp.core.refusals import Conflict, Refused
from webapp.core.tokens import Signer
from webapp.core.work import Work

INVITATION = LinkPurpose.AGENT_INVITATION
CHOSEN = "trois pommes et une poire"
MAIL = "accounts/agent_invitation"
_numbers = count(1)
_process = uuid4().hex[:6]


def new_login() -> str:
    return f"paul-{_process}-{next(_numbers)}"


async def somebody(work: Work) -> Invitation:
    return Invitation(
        civility="sir",
        last_name="Durand",
        first_name="Paul",
        email=f"{new_login()}@region.example",
        role=AgentRole.CASE_OFFICER,
        service_id=(await make_service(work)).id,
    )


async def administrator(work: Work, passwords: Passwords) -> Actor:
    return await actor_of(work, await make_administrator(work, passwords))


async def invited(work: Work, passwords: Passwords) -> Account:
    return await invite(work, passwords, await administrator(work, passwords), await somebody(work))


async def state_of(work: Work, account: Account) -> tuple[str, str]:
    async with work:
        query = select(Account.kind, Account.state).where(Account.id == account.id)
        row = (await work.session.execute(query)).one()
        return row.kind, row.state


async def test_an_invitation_is_an_account_a_mail_and_a_line_of_audit(work: Work, passwords: Passwords) -> None:
    actor, asked = await administrator(work, passwords), await somebody(work)
    account = await invite(work, passwords, actor, asked)
    assert (account.kind, account.state, account.login) == (AccountKind.AGENT, AccountState.PENDING, asked.email)
    [mail] = await mails_to(work, asked.email)
    assert (mail.kind, mail.link, mail.about_id) == (MAIL, INVITATION, account.id)
    assert mail.data == {
        "first_name": "Paul",
        "role": "Instructeur",
        "service": "Service des sports",
        "inviter": "Hélène Faure",
    }
    async with work:
        agent = await work.session.get_one(Agent, account.id)
        assert (agent.role, agent.service_id) == (asked.role, asked.service_id)
        query = select(AuditEvent).where(AuditEvent.object_id == str(account.id))
        [event] = await work.session.scalars(query)
    assert (event.action, event.details["by_way_of"]) == ("agent.invited", "page")


async def test_the_link_activates_with_the_chosen_identifier_and_password(
    work: Work, passwords: Passwords, signer: Signer
) -> None:
    account, login = await invited(work, passwords), new_login()
    link = await mint_link(work, signer, INVITATION, account.id)
    assert await accept_invitation(work, passwords, signer, link, login, CHOSEN) == account_texts.ACTIVATED
    signed_in, _ = await sign_in(work, passwords, login.upper(), CHOSEN)
    assert (signed_in.id, signed_in.activated_at, signed_in.kind) == (account.id, MONDAY_MORNING, "agent")


async def test_sending_twice_says_it_is_done(work: Work, passwords: Passwords, signer: Signer) -> None:
    account, login = await invited(work, passwords), new_login()
    link = await mint_link(work, signer, INVITATION, account.id)
    for said in (account_texts.ACTIVATED, account_texts.ALREADY_ACTIVATED):
        assert await accept_invitation(work, passwords, signer, link, login, CHOSEN) == said


async def test_of_20_forms_at_once_one_activates(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, signer: Signer
) -> None:
    account = await invited(committed, passwords)
    link = await mint_link(committed, signer, INVITATION, account.id)
    logins = [new_login() for _ in range(20)]
    said = await asyncio.gather(
        *(accept_invitation(Work(database.sessions, clock), passwords, signer, link, login, CHOSEN) for login in logins)
    )
    assert sorted(said) == sorted([account_texts.ACTIVATED] + 19 * [account_texts.ALREADY_ACTIVATED])
    async with committed as work:
        kept = (await work.session.get_one(Account, account.id)).login
        query = select(func.count()).where(
            AuditEvent.object_id == str(account.id), AuditEvent.action == "account.activated"
        )
        assert await work.session.scalar(query) == 1
    assert kept == logins[said.index(account_texts.ACTIVATED)]


@pytest.mark.parametrize("password", ["{login}", "{email}", "court"])
async def test_a_refused_password_leaves_the_link_good(
    work: Work, passwords: Passwords, signer: Signer, password: str
) -> None:
    account, login = await invited(work, passwords), new_login()
    link = await mint_link(work, signer, INVITATION, account.id)
    chosen = password.format(login=login, email=account.email)
    with pytest.raises(Refused) as refused:
        await accept_invitation(work, passwords, signer, link, login, chosen)
    assert refused.value.field == "new_password"
    await accept_invitation(work, passwords, signer, link, login, CHOSEN)


async def test_an_identifier_that_is_taken_is_said_and_leaves_the_link_good(
    work: Work, passwords: Passwords, signer: Signer
) -> None:
    other, account = await make_account(work, passwords), await invited(work, passwords)
    link = await mint_link(work, signer, INVITATION, account.id)
    with pytest.raises(Refused) as refused:
        await accept_invitation(work, passwords, signer, link, other.login.upper(), CHOSEN)
    assert (refused.value.field, refused.value.reason) == ("login", account_texts.LOGIN_TAKEN)
    await accept_invitation(work, passwords, signer, link, new_login(), CHOSEN)


@pytest.mark.parametrize("purpose", [LinkPurpose.ACTIVATION, LinkPurpose.PASSWORD_RESET])
async def test_no_other_link_activates_an_agent(
    work: Work, passwords: Passwords, signer: Signer, purpose: LinkPurpose
) -> None:
    account = await invited(work, passwords)
    link = await mint_link(work, signer, purpose, account.id)
    with pytest.raises(DeadLink):
        await accept_invitation(work, passwords, signer, link, new_login(), CHOSEN)
    with pytest.raises(DeadLink):
        await activate(work, signer, link)
    assert await state_of(work, account) == (AccountKind.AGENT, AccountState.PENDING)


async def test_public_pages_never_make_an_applicant_of_an_invited_agent(work: Work, passwords: Passwords) -> None:
    account = await invited(work, passwords)
    asked = Registration(new_login(), PASSWORD, "sir", "Autre", "Nom", account.email.upper(), "")
    await register(work, passwords, asked)
    await send_activation_again(work, account.email, continue_at="/aides/velo")
    await remind_identifier(work, account.email, continue_at="")
    await request_password_reset(work, account.email, continue_at="")
    assert set(await kinds_to(work, account.email)) == {MAIL}
    assert await state_of(work, account) == (AccountKind.AGENT, AccountState.PENDING)
    async with work:
        kept = await work.session.get_one(Account, account.id)
        assert (kept.last_name, kept.login) == ("Durand", account.email)


@pytest.mark.parametrize(
    ("kind", "state", "sentence"),
    [
        (AccountKind.APPLICANT, AccountState.ACTIVE, texts.KNOWN_APPLICANT),
        (AccountKind.APPLICANT, AccountState.CLOSED, texts.KNOWN_CLOSED),
        (AccountKind.AGENT, AccountState.ACTIVE, texts.KNOWN_AGENT),
        (AccountKind.AGENT, AccountState.PENDING, texts.KNOWN_PENDING),
        (AccountKind.AGENT, AccountState.DISABLED, texts.KNOWN_DISABLED),
    ],
)
async def test_an_address_that_is_somebody_s_is_refused_with_what_to_do(
    work: Work, passwords: Passwords, kind: AccountKind, state: AccountState, sentence: str
) -> None:
    owner = await make_account(work, passwords, kind=kind, state=state)
    asked = replace(await somebody(work), email=owner.email.upper())
    with pytest.raises(Refused) as refused:
        await invite(work, passwords, await administrator(work, passwords), asked)
    assert (refused.value.reason, refused.value.field) == (sentence, "email")
    assert await kinds_to(work, owner.email) == []


async def test_a_pending_applicant_is_replaced_and_its_links_die(
    work: Work, passwords: Passwords, signer: Signer
) -> None:
    pending = await make_account(work, passwords, state=AccountState.PENDING)
    before = await mint_link(work, signer, LinkPurpose.ACTIVATION, pending.id)
    asked = replace(await somebody(work), email=pending.email)
    account = await invite(work, passwords, await administrator(work, passwords), asked)
    with pytest.raises(DeadLink):
        await activate(work, signer, before)
    assert (await state_of(work, account), account.terms_accepted_at) == (("agent", "pending"), None)
    assert await kinds_to(work, account.email) == [MAIL]


async def test_the_same_form_sent_twice_is_one_invitation(work: Work, passwords: Passwords) -> None:
    actor, asked = await administrator(work, passwords), await somebody(work)
    first, second = [await invite(work, passwords, actor, asked) for _ in range(2)]
    assert first.id == second.id
    assert await kinds_to(work, asked.email) == [MAIL]


async def test_of_two_administrators_who_invite_one_address_one_is_told(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    asked = await somebody(committed)
    actors = [await administrator(committed, passwords) for _ in range(2)]
    forms = [asked, replace(asked, first_name="Pauline")]
    done = await asyncio.gather(
        *(invite(Work(database.sessions, clock), passwords, *pair) for pair in zip(actors, forms, strict=True)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == ["Account", "Refused"]


async def test_an_invitation_is_sent_again_once_a_minute_and_while_it_is_awaited(
    work: Work, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    actor, account = await administrator(work, passwords), await invited(work, passwords)
    earlier = await mint_link(work, signer, INVITATION, account.id)
    clock.advance(timedelta(minutes=2))
    for _ in range(2):
        await send_invitation_again(work, actor, account.id)
    assert await kinds_to(work, account.email) == [MAIL, MAIL]
    link = await mint_link(work, signer, INVITATION, account.id)
    with pytest.raises(DeadLink):
        await accept_invitation(work, passwords, signer, earlier, new_login(), CHOSEN)
    await accept_invitation(work, passwords, signer, link, new_login(), CHOSEN)
    with pytest.raises(Conflict):
        await send_invitation_again(work, actor, account.id)


async def test_a_disabled_invitation_activates_nothing(
    work: Work, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    actor, account = await administrator(work, passwords), await invited(work, passwords)
    link = await mint_link(work, signer, INVITATION, account.id)
    await disable(work, actor, account.id)
    with pytest.raises(DeadLink):
        await accept_invitation(work, passwords, signer, link, new_login(), CHOSEN)


async def test_only_an_administrator_invites(work: Work, passwords: Passwords) -> None:
    agent = await invited(work, passwords)
    with pytest.raises(Refused, match="plus administrateur"):
        await invite(work, passwords, await actor_of(work, agent), await somebody(work))


async def test_a_link_that_is_open_says_whose_it_is(
    committed: Work, database: Database, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    account = await invited(committed, passwords)
    link = await mint_link(committed, signer, INVITATION, account.id)
    for _ in range(3):
        shown = await open_invitation(database.reads, signer, link, clock.now())
        assert shown is not None
        assert (shown.name, shown.role, shown.service) == ("Paul Durand", "Instructeur", "Service des sports")
    await accept_invitation(committed, passwords, signer, link, new_login(), CHOSEN)
    assert await open_invitation(database.reads, signer, link, clock.now()) is None
