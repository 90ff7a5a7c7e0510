"""Signing in and out: one neutral refusal for every wrong pair, and a session whose secret we do not keep."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.factories.accounts import PASSWORD, make_account, make_agent, make_service
from tests.support.clock import MONDAY_MORNING
from webapp.accounts import texts
from webapp.accounts.models import Account, AccountSession, AccountState
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.sessions import session_hash, sign_in, sign_out
from webapp.core.audit import AuditEvent
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.settings import load


async def _sessions(work: Work, account: Account) -> list[AccountSession]:
    async with work:
        return list(await work.session.scalars(select(AccountSession).where(AccountSession.account_id == account.id)))


@pytest.mark.parametrize("name", ["login", "email"])
@pytest.mark.parametrize("written", [str.lower, str.upper, str.title])
async def test_one_signs_in_by_identifier_or_address_in_any_case(
    work: Work, passwords: Passwords, name: str, written: object
) -> None:
    assert callable(written)
    account = await make_account(work, passwords)
    found, _ = await sign_in(work, passwords, written(getattr(account, name)), PASSWORD)
    assert found.id == account.id


async def test_the_table_keeps_only_the_hash_of_a_session(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    _, text = await sign_in(work, passwords, account.login, PASSWORD)
    [session] = await _sessions(work, account)
    assert session.token_hash == session_hash(text)
    assert text.encode() not in session.token_hash
    assert len(text) >= 43  # 256 random bits


async def test_each_login_has_its_own_session(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    texts_ = {(await sign_in(work, passwords, account.login, PASSWORD))[1] for _ in range(3)}
    assert len(texts_) == len(await _sessions(work, account)) == 3


async def test_an_agents_session_ends_sooner(work: Work, passwords: Passwords) -> None:
    applicant = await make_account(work, passwords)
    agent = await make_agent(work, passwords, service_id=(await make_service(work)).id)
    for account, hours in ((applicant, 12), (agent, 10)):
        await sign_in(work, passwords, account.login, PASSWORD)
        [session] = await _sessions(work, account)
        assert session.expires_at == MONDAY_MORNING + timedelta(hours=hours)


@pytest.mark.parametrize("password", ["", "faux", PASSWORD.upper(), PASSWORD + " "])
async def test_a_wrong_password_and_an_unknown_name_are_refused_alike(
    work: Work, passwords: Passwords, password: str
) -> None:
    account = await make_account(work, passwords)
    for identifier in (account.login, account.email, "personne", "personne@association.example", ""):
        with pytest.raises(Refused) as refused:
            await sign_in(work, passwords, identifier, password)
        assert (refused.value.reason, refused.value.field) == (texts.WRONG_PAIR, None)
    assert await _sessions(work, account) == []


async def test_a_closed_account_is_as_unknown(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords, state=AccountState.CLOSED)
    with pytest.raises(Refused) as refused:
        await sign_in(work, passwords, account.login, PASSWORD)
    assert refused.value.reason == texts.WRONG_PAIR


async def test_only_who_knows_the_password_is_told_that_the_account_is_not_active(
    work: Work, passwords: Passwords
) -> None:
    account = await make_account(work, passwords, state=AccountState.PENDING)
    for password, said in ((PASSWORD, texts.NOT_ACTIVATED), ("faux", texts.WRONG_PAIR)):
        with pytest.raises(Refused) as refused:
            await sign_in(work, passwords, account.login, password)
        assert refused.value.reason == said
    assert await _sessions(work, account) == []


async def test_a_refused_login_stays_in_the_audit(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    with pytest.raises(Refused):
        await sign_in(work, passwords, account.login, "faux")
    async with work:
        refused = await work.session.scalar(
            select(func.count()).where(AuditEvent.object_id == str(account.id), AuditEvent.action == "session.refused")
        )
    assert refused == 1


async def test_a_hash_made_with_weaker_settings_is_made_again_at_login(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    weak = account.password_hash
    stronger = Passwords(load({"ARGON2_TIME_COST": "2", "ARGON2_MEMORY_KIB": "16"}))

    await sign_in(work, stronger, account.login, PASSWORD)
    async with work:
        strong = (await work.session.get_one(Account, account.id, populate_existing=True)).password_hash
    assert strong != weak
    assert not stronger.needs_rehash(strong)
    assert await stronger.verify(strong, PASSWORD)

    await sign_in(work, stronger, account.login, PASSWORD)
    async with work:
        assert (await work.session.get_one(Account, account.id, populate_existing=True)).password_hash == strong


async def test_signing_out_ends_this_session_and_no_other(work: Work, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    _, kept = await sign_in(work, passwords, account.login, PASSWORD)
    _, ended = await sign_in(work, passwords, account.login, PASSWORD)
    [session] = [one for one in await _sessions(work, account) if one.token_hash == session_hash(ended)]
    await sign_out(work, session.id)
    assert [one.token_hash for one in await _sessions(work, account)] == [session_hash(kept)]


async def test_nobody_has_no_password(passwords: Passwords) -> None:
    """The dummy hash that unknown names are checked against opens nothing, even with its own text."""
    assert not await passwords.verify(None, "nobody has this password")
    assert not await passwords.verify("not a hash", "x")


async def test_a_password_changed_while_it_was_checked_opens_no_session(
    work: Work, passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reset ends all sessions: one that was just being opened with the old password is no exception."""
    account = await make_account(work, passwords)
    new_hash = await passwords.hash("un tout autre secret dansant")

    async def check_slowly(password_hash: str | None, password: str) -> bool:
        async with work:
            await work.session.execute(update(Account).where(Account.id == account.id).values(password_hash=new_hash))
        return True

    monkeypatch.setattr(passwords, "verify", check_slowly)
    with pytest.raises(Refused):
        await sign_in(work, passwords, account.login, PASSWORD)
    assert await _sessions(work, account) == []
