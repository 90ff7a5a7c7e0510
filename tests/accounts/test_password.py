"""Changing one's password: the present one is asked, the other sessions end, the owner is told."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import PASSWORD, actor_of, make_account, make_agent, make_service
from tests.support.clock import FrozenClock
from tests.support.traces import actions_on, mails_about
from webapp.accounts import texts
from webapp.accounts.links import mint_link
from webapp.accounts.models import Account, AccountSession, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.queries import account_card, would_work
from webapp.accounts.use_cases.password import SENT_TWICE_WITHIN, change_password
from webapp.accounts.use_cases.sessions import session_hash, sign_in
from webapp.core.actor import Actor
from webapp.core.db import Database
from webapp.core.refusals import Refused
from webapp.core.tokens import Signer
from webapp.core.work import Work

SECOND = timedelta(seconds=1)
NEW = "deux poires et une pomme"


async def _signed_in(work: Work, passwords: Passwords, account: Account) -> Actor:
    _, text = await sign_in(work, passwords, account.login, PASSWORD)
    async with work:
        query = select(AccountSession.id).where(AccountSession.token_hash == session_hash(text))
        session_id = (await work.session.scalars(query)).one()
    return replace(await actor_of(work, account), session_id=session_id)


async def _sessions(work: Work, account: Account) -> set[object]:
    async with work:
        return set(await work.session.scalars(select(AccountSession.id).where(AccountSession.account_id == account.id)))


async def test_the_new_password_opens_the_account_and_the_old_one_does_not(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    await change_password(work, passwords, await _signed_in(work, passwords, account), PASSWORD, NEW)
    await sign_in(work, passwords, account.login, NEW)
    with pytest.raises(Refused):
        await sign_in(work, passwords, account.login, PASSWORD)


async def test_the_other_sessions_end_and_this_one_goes_on(work: Work, passwords: Passwords) -> None:
    account, other = await make_account(work, passwords), await make_account(work, passwords)
    here, _elsewhere, stranger = [await _signed_in(work, passwords, who) for who in (account, account, other)]
    await change_password(work, passwords, here, PASSWORD, NEW)
    assert await _sessions(work, account) == {here.session_id}
    assert await _sessions(work, other) == {stranger.session_id}


async def test_the_owner_is_told_when_in_paris_time(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    await change_password(work, passwords, await _signed_in(work, passwords, account), PASSWORD, NEW)
    [mail] = await mails_about(work, account.id)
    assert (mail.kind, mail.recipient, mail.link) == ("accounts/password_changed", account.email, None)
    assert " à " in mail.data["changed"]
    assert NEW not in str(mail.data)


async def test_it_stays_in_the_audit(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    await change_password(work, passwords, await _signed_in(work, passwords, account), PASSWORD, NEW)
    assert await actions_on(work, account.id) == ["session.opened", "account.password_changed"]


async def test_a_wrong_present_password_changes_nothing_and_is_noted(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    here, elsewhere = [await _signed_in(work, passwords, account) for _ in range(2)]
    with pytest.raises(Refused) as refused:
        await change_password(work, passwords, here, PASSWORD.upper(), NEW)
    assert (refused.value.reason, refused.value.field) == (texts.CURRENT_WRONG, "current_password")
    assert await _sessions(work, account) == {here.session_id, elsewhere.session_id}
    assert await mails_about(work, account.id) == []
    assert (await actions_on(work, account.id))[-1] == "account.password_refused"
    await sign_in(work, passwords, account.login, PASSWORD)


@pytest.mark.parametrize("made_of", ["login", "email"])
async def test_a_password_made_of_one_s_own_names_is_refused(work: Work, passwords: Passwords, made_of: str) -> None:
    account = await make_account(work, passwords)
    here = await _signed_in(work, passwords, account)
    with pytest.raises(Refused, match="ne reprend pas") as refused:
        await change_password(work, passwords, here, PASSWORD, getattr(account, made_of))
    assert refused.value.field == "new_password"
    await sign_in(work, passwords, account.login, PASSWORD)


async def test_the_session_goes_on_under_another_secret(work: Work, passwords: Passwords, clock: FrozenClock) -> None:
    """Who read the cookie before has nothing; the row stays, and with it the forms that are open elsewhere."""
    account = await make_account(work, passwords)
    here = await _signed_in(work, passwords, account)
    clock.advance(SECOND)
    text = await change_password(work, passwords, here, PASSWORD, NEW)
    assert text is not None
    async with work:
        query = select(AccountSession).where(AccountSession.account_id == account.id)
        session = (await work.session.scalars(query)).one()
    assert (session.id, session.token_hash) == (here.session_id, session_hash(text))
    assert session.authenticated_at == clock.now()


async def test_the_same_form_sent_twice_is_one_change(work: Work, passwords: Passwords, clock: FrozenClock) -> None:
    account = await make_account(work, passwords)
    here = await _signed_in(work, passwords, account)
    clock.advance(SECOND)
    answers = [await change_password(work, passwords, here, PASSWORD, NEW) for _ in range(2)]
    assert len(await mails_about(work, account.id)) == 1
    async with work:
        query = select(AccountSession.token_hash).where(AccountSession.id == here.session_id)
        known = await work.session.scalar(query)
    assert known == session_hash(str(answers[1])), "the answer that the browser keeps is the last one"


@pytest.mark.parametrize("minutes", [0, 1, 60])
async def test_a_wrong_present_password_is_refused_even_when_the_new_one_is_the_present_one(
    work: Work, passwords: Passwords, clock: FrozenClock, minutes: int
) -> None:
    account = await make_account(work, passwords)
    here = await _signed_in(work, passwords, account)
    clock.advance(timedelta(minutes=minutes))
    with pytest.raises(Refused) as refused:
        await change_password(work, passwords, here, "ce n'est pas le bon", PASSWORD)
    assert refused.value.field == "current_password"
    assert (await actions_on(work, account.id))[-1] == "account.password_refused"


async def test_an_old_form_is_not_taken_for_a_double_click(
    work: Work, passwords: Passwords, clock: FrozenClock
) -> None:
    account = await make_account(work, passwords)
    here = await _signed_in(work, passwords, account)
    clock.advance(SECOND)
    await change_password(work, passwords, here, PASSWORD, NEW)
    clock.advance(SENT_TWICE_WITHIN)
    with pytest.raises(Refused):
        await change_password(work, passwords, here, PASSWORD, NEW)


async def test_of_10_changes_at_once_one_wins(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    account = await make_account(committed, passwords)
    here = await _signed_in(committed, passwords, account)
    choices = [f"phrase secrète numéro {number}" for number in range(10)]

    done = await asyncio.gather(
        *(change_password(Work(database.sessions, clock), passwords, here, PASSWORD, choice) for choice in choices),
        return_exceptions=True,
    )

    [winner] = [choice for choice, result in zip(choices, done, strict=True) if isinstance(result, str)]
    assert sum(isinstance(result, Refused) for result in done) == 9
    await sign_in(committed, passwords, account.login, winner)
    assert len(await mails_about(committed, account.id)) == 1


async def test_a_change_kills_a_reset_link_that_was_sent_before(
    work: Work, reads: AsyncEngine, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    account = await make_account(work, passwords)
    link = await mint_link(work, signer, LinkPurpose.PASSWORD_RESET, account.id)
    await change_password(work, passwords, await _signed_in(work, passwords, account), PASSWORD, NEW)
    assert not await would_work(reads, signer, LinkPurpose.PASSWORD_RESET, link, clock.now())


async def test_an_agent_changes_a_password_too(work: Work, passwords: Passwords) -> None:
    agent = await make_agent(work, passwords, service_id=(await make_service(work)).id)
    await change_password(work, passwords, await _signed_in(work, passwords, agent), PASSWORD, NEW)
    await sign_in(work, passwords, agent.login, NEW)


async def test_the_card_is_one_s_own(work: Work, reads: AsyncEngine, passwords: Passwords, clock: FrozenClock) -> None:
    account = await make_account(work, passwords)
    await make_account(work, passwords, first_name="Autre")
    card = await account_card(reads, await actor_of(work, account), clock.now())
    assert (card.login, card.email, card.name) == (account.login, account.email, "Nadia Belkacem")
