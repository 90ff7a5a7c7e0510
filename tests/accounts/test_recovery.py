"""Getting back in: who gets which mail, and what a reset link does."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import PASSWORD, make_account, make_agent, make_service
from tests.support.clock import FrozenClock
from tests.support.traces import kinds_to, mails_about
from webapp.accounts.links import DeadLink, mint_link
from webapp.accounts.models import Account, AccountSession, AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.queries import would_work
from webapp.accounts.throttling import RECOVERIES
from webapp.accounts.use_cases.recovery import remind_identifier, request_password_reset, reset_password
from webapp.accounts.use_cases.sessions import sign_in
from webapp.core.audit import AuditEvent
from webapp.core.db import Database
from webapp.core.mail import OutboxMail
from webapp.core.refusals import Refused, Throttled
from webapp.core.tokens import Signer
from webapp.core.work import Work

RESET = LinkPurpose.PASSWORD_RESET
NEW = "deux poires et une pomme"
HOUR = timedelta(hours=1)


async def _sessions(work: Work, account: Account) -> int:
    async with work:
        query = select(func.count()).select_from(AccountSession).where(AccountSession.account_id == account.id)
        return (await work.session.scalars(query)).one()


async def _signs_in(work: Work, passwords: Passwords, account: Account, password: str) -> bool:
    try:
        await sign_in(work, passwords, account.login, password)
    except Refused:
        return False
    return True


async def test_a_forgotten_identifier_is_sent_to_its_address(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    await remind_identifier(work, account.email.upper(), continue_at="/aides/velo")
    [mail] = await mails_about(work, account.id)
    assert (mail.kind, mail.recipient, mail.link) == ("accounts/identifier_reminder", account.email, None)
    assert mail.data == {"first_name": "Nadia", "login": account.login, "sign_in": "/?suite=/aides/velo"}


@pytest.mark.parametrize("name", ["login", "email"])
async def test_a_reset_is_asked_by_identifier_or_address_in_any_case(
    work: Work, passwords: Passwords, name: str
) -> None:
    account = await make_account(work, passwords)
    await request_password_reset(work, getattr(account, name).upper(), continue_at="/aides/velo")
    [mail] = await mails_about(work, account.id)
    assert (mail.kind, mail.recipient, mail.link) == ("accounts/password_reset", account.email, RESET)
    assert mail.data["continue_at"] == "/aides/velo"


async def test_an_account_that_waits_gets_its_activation_instead(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords, state=AccountState.PENDING)
    await request_password_reset(work, account.login, continue_at="/aides/velo")
    await remind_identifier(work, account.email, continue_at="")
    activations = await mails_about(work, account.id)
    assert [mail.kind for mail in activations] == ["accounts/activation"] * 2
    assert {mail.link for mail in activations} == {LinkPurpose.ACTIVATION}
    assert {mail.data["login"] for mail in activations} == {account.login}


async def test_a_closed_account_gets_nothing(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords, state=AccountState.CLOSED)
    await request_password_reset(work, account.login, continue_at="")
    await remind_identifier(work, account.email, continue_at="")
    assert await mails_about(work, account.id) == []


async def test_nobody_is_written_to_for_an_unknown_name(work: Work) -> None:
    async with work:
        before = await work.session.scalar(select(func.count()).select_from(OutboxMail))
    for name in ("personne", "personne@association.example", "", "' OR 1=1 --", "é" * 3000):
        await request_password_reset(work, name, continue_at="")
        await remind_identifier(work, name, continue_at="")
    async with work:
        assert await work.session.scalar(select(func.count()).select_from(OutboxMail)) == before


async def test_what_is_asked_stays_in_the_audit_known_or_not(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    async with work:
        last = await work.session.scalar(select(func.coalesce(func.max(AuditEvent.id), 0)))
    for name in (account.email, "personne@association.example"):
        await request_password_reset(work, name, continue_at="")
        await remind_identifier(work, name, continue_at="")
    async with work:
        rows = await work.session.execute(
            select(AuditEvent.action, AuditEvent.object_id).where(AuditEvent.id > last).order_by(AuditEvent.id)
        )
        found = [tuple(row) for row in rows]
    assert found == [
        (action, about)
        for about in (str(account.id), "unknown")
        for action in ("account.reset_asked", "account.identifier_asked")
    ]


async def test_a_reset_changes_the_password_ends_all_sessions_and_tells_the_owner(
    work: Work, passwords: Passwords, signer: Signer
) -> None:
    account = await make_account(work, passwords)
    for _ in range(2):
        await sign_in(work, passwords, account.login, PASSWORD)

    await reset_password(work, passwords, signer, await mint_link(work, signer, RESET, account.id), NEW)

    assert await _sessions(work, account) == 0, "nobody is signed in by a reset"
    assert await kinds_to(work, account.email) == ["accounts/password_changed"]
    assert not await _signs_in(work, passwords, account, PASSWORD)
    assert await _signs_in(work, passwords, account, NEW)


async def test_other_accounts_keep_their_sessions(work: Work, passwords: Passwords, signer: Signer) -> None:
    account, other = await make_account(work, passwords), await make_account(work, passwords)
    await sign_in(work, passwords, other.login, PASSWORD)
    await reset_password(work, passwords, signer, await mint_link(work, signer, RESET, account.id), NEW)
    assert await _sessions(work, other) == 1


async def test_an_agent_resets_a_password_too(work: Work, passwords: Passwords, signer: Signer) -> None:
    agent = await make_agent(work, passwords, service_id=(await make_service(work)).id)
    await request_password_reset(work, agent.email, continue_at="")
    assert await kinds_to(work, agent.email) == ["accounts/password_reset"]
    await reset_password(work, passwords, signer, await mint_link(work, signer, RESET, agent.id), NEW)
    assert await _signs_in(work, passwords, agent, NEW)


async def test_the_same_form_sent_twice_is_one_change(work: Work, passwords: Passwords, signer: Signer) -> None:
    account = await make_account(work, passwords)
    link = await mint_link(work, signer, RESET, account.id)
    for _ in range(2):
        await reset_password(work, passwords, signer, link, NEW)
    assert await kinds_to(work, account.email) == ["accounts/password_changed"]


async def test_a_used_link_does_not_change_the_password_again(work: Work, passwords: Passwords, signer: Signer) -> None:
    account = await make_account(work, passwords)
    link = await mint_link(work, signer, RESET, account.id)
    await reset_password(work, passwords, signer, link, NEW)
    with pytest.raises(DeadLink):
        await reset_password(work, passwords, signer, link, "trois vieux vélos rouges")
    assert await _signs_in(work, passwords, account, NEW)


async def test_a_dead_link_hashes_nothing_and_is_counted(
    committed: Work, passwords: Passwords, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail is kept for years; each try of its link cost what a login costs, without any limit."""
    account = await make_account(committed, passwords)
    link = await mint_link(committed, signer, RESET, account.id)
    await mint_link(committed, signer, RESET, account.id)
    monkeypatch.setattr(passwords, "_hasher", None)
    for _ in range(RECOVERIES.most):
        with pytest.raises(DeadLink):
            await reset_password(committed, passwords, signer, link, NEW)
    with pytest.raises(Throttled):
        await reset_password(committed, passwords, signer, link, NEW)


async def test_an_expired_link_says_so_even_to_who_knows_the_password(
    work: Work, clock: FrozenClock, passwords: Passwords, signer: Signer
) -> None:
    account = await make_account(work, passwords)
    link = await mint_link(work, signer, RESET, account.id)
    clock.advance(HOUR)
    with pytest.raises(DeadLink):
        await reset_password(work, passwords, signer, link, PASSWORD)


async def test_of_20_forms_with_different_passwords_one_wins(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, signer: Signer
) -> None:
    account = await make_account(committed, passwords)
    link = await mint_link(committed, signer, RESET, account.id)
    choices = [f"phrase secrète numéro {number}" for number in range(20)]

    done = await asyncio.gather(
        *(reset_password(Work(database.sessions, clock), passwords, signer, link, choice) for choice in choices),
        return_exceptions=True,
    )

    [winner] = [choice for choice, result in zip(choices, done, strict=True) if result == account.id]
    assert sum(isinstance(result, DeadLink) for result in done) == 19
    assert await _signs_in(committed, passwords, account, winner)
    assert await kinds_to(committed, account.email) == ["accounts/password_changed"]


async def test_a_link_never_opens_an_account_that_was_not_activated(
    work: Work, reads: AsyncEngine, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    account = await make_account(work, passwords, state=AccountState.PENDING)
    link = await mint_link(work, signer, RESET, account.id)
    assert not await would_work(reads, signer, RESET, link, clock.now())
    with pytest.raises(DeadLink):
        await reset_password(work, passwords, signer, link, NEW)
    async with work:
        assert (await work.session.get_one(Account, account.id)).state == AccountState.PENDING


@pytest.mark.parametrize("made_of", ["login", "email"])
async def test_a_refused_password_leaves_the_link_for_another_try(
    work: Work, passwords: Passwords, signer: Signer, made_of: str
) -> None:
    account = await make_account(work, passwords)
    link = await mint_link(work, signer, RESET, account.id)
    with pytest.raises(Refused) as refused:
        await reset_password(work, passwords, signer, link, getattr(account, made_of))
    assert refused.value.field == "new_password"
    await reset_password(work, passwords, signer, link, NEW)
    assert await _signs_in(work, passwords, account, NEW)
