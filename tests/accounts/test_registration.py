"""Creating an account: one per address and per identifier, and the screen never tells which addresses are known."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import a_registration, make_account
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.support.traces import actions_on, mails_to
from webapp.accounts import texts
from webapp.accounts.links import mint_link
from webapp.accounts.models import Account, AccountState, LinkPurpose, LoginReservation
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.housekeeping import purge
from webapp.accounts.use_cases.registration import LOGIN_RESERVED, activate, register, send_activation_again
from webapp.core.db import Database
from webapp.core.refusals import Refused
from webapp.core.tokens import Signer
from webapp.core.work import Work


async def _account(work: Work, email: str) -> Account | None:
    async with work:
        account: Account | None = await work.session.scalar(select(Account).where(Account.email == email))
        return account


async def test_a_new_account_waits_for_its_activation(work: Work, passwords: Passwords) -> None:
    asked = a_registration()
    await register(work, passwords, asked)

    account = await _account(work, asked.email)
    assert account is not None
    assert (account.state, account.login, account.kind) == (AccountState.PENDING, asked.login, "applicant")
    assert (account.terms_accepted_at, account.activated_at) == (MONDAY_MORNING, None)
    assert await passwords.verify(account.password_hash, asked.password)
    assert asked.password not in account.password_hash
    [mail] = await mails_to(work, asked.email)
    assert (mail.kind, mail.link, mail.about_id) == ("accounts/activation", "activation", account.id)
    assert mail.data == {"first_name": "Paul", "login": asked.login, "continue_at": "/aides/velo"}
    assert await actions_on(work, account.id) == ["account.registered"]


@pytest.mark.parametrize("state", [AccountState.ACTIVE, AccountState.CLOSED])
async def test_a_known_address_gives_the_same_outcome_and_a_mail_to_its_owner(
    work: Work, passwords: Passwords, state: AccountState
) -> None:
    owner = await make_account(work, passwords, state=state)
    before = (owner.login, owner.password_hash, owner.first_name)

    await register(work, passwords, replace(a_registration(), email=owner.email.upper()))

    [mail] = await mails_to(work, owner.email)
    assert (mail.kind, mail.link, mail.about_id) == ("accounts/already_exists", None, owner.id)
    assert mail.recipient == owner.email
    async with work:
        await work.session.refresh(owner := await work.session.get_one(Account, owner.id))
    assert (owner.login, owner.password_hash, owner.first_name) == before
    assert owner.state == state


async def test_registering_again_before_activation_starts_afresh_and_kills_earlier_links(
    work: Work, passwords: Passwords, signer: Signer
) -> None:
    first = a_registration()
    await register(work, passwords, first)
    account = await _account(work, first.email)
    assert account is not None
    earlier = await mint_link(work, signer, LinkPurpose.ACTIVATION, account.id)

    second = replace(a_registration(), email=first.email.upper(), first_name="Paule")
    await register(work, passwords, second)

    again = await _account(work, first.email)
    assert again is not None
    assert (again.id, again.login, again.first_name) == (account.id, second.login, "Paule")
    assert len(await mails_to(work, first.email)) == 2
    with pytest.raises(Refused, match="Ce lien"):
        await activate(work, signer, earlier)


@pytest.mark.parametrize("written", [str, str.upper, str.title])
async def test_an_identifier_is_taken_however_it_is_written(work: Work, passwords: Passwords, written: object) -> None:
    assert callable(written)
    owner = await make_account(work, passwords)
    asked = replace(a_registration(), login=written(owner.login))
    with pytest.raises(Refused) as refused:
        await register(work, passwords, asked)
    assert (refused.value.reason, refused.value.field) == (texts.LOGIN_TAKEN, "login")
    assert await _account(work, asked.email) is None
    assert await mails_to(work, asked.email) == []


async def test_a_taken_identifier_is_said_whether_or_not_the_address_is_known(work: Work, passwords: Passwords) -> None:
    """Otherwise a taken identifier would be the question, and "sent" the answer: this address has an account."""
    owner, other = await make_account(work, passwords), await make_account(work, passwords)
    for login in (other.login, owner.login):
        with pytest.raises(Refused) as refused:
            await register(work, passwords, replace(a_registration(), email=owner.email, login=login))
        assert refused.value.field == "login"
    assert await mails_to(work, owner.email) == []


async def test_one_keeps_the_same_identifier_when_registering_again(work: Work, passwords: Passwords) -> None:
    asked = a_registration()
    await register(work, passwords, asked)
    await register(work, passwords, asked)
    account = await _account(work, asked.email)
    assert account is not None
    assert account.login == asked.login


async def test_two_people_want_one_identifier_and_the_first_has_it(
    database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    login = a_registration().login
    outcomes = await asyncio.gather(
        *(
            register(Work(database.sessions, clock), passwords, replace(a_registration(), login=login))
            for _ in range(2)
        ),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [Refused]


async def test_a_double_click_makes_one_account(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
) -> None:
    asked = a_registration()
    await asyncio.gather(*(register(Work(database.sessions, clock), passwords, asked) for _ in range(5)))
    account = await _account(committed, asked.email)
    assert account is not None
    assert account.state == AccountState.PENDING


async def test_a_new_link_goes_to_a_pending_account_and_to_nobody_else(work: Work, passwords: Passwords) -> None:
    pending = await make_account(work, passwords, state=AccountState.PENDING)
    active = await make_account(work, passwords)

    await send_activation_again(work, pending.email.upper(), continue_at="/aides/velo")
    await send_activation_again(work, active.email, continue_at="/aides/velo")
    await send_activation_again(work, "personne@association.example", continue_at="/aides/velo")

    [mail] = await mails_to(work, pending.email)
    assert (mail.kind, mail.data["continue_at"]) == ("accounts/activation", "/aides/velo")
    assert await mails_to(work, active.email) == []
    assert await mails_to(work, "personne@association.example") == []


class TestAnIdentifierIsReserved:
    """For seven days, and the same way whether or not the address is known: else it would tell which ones are."""

    @pytest.fixture(params=["known", "unknown"])
    async def email(self, request: pytest.FixtureRequest, work: Work, passwords: Passwords) -> str:
        return (await make_account(work, passwords)).email if request.param == "known" else a_registration().email

    async def test_for_the_address_that_asked(self, work: Work, passwords: Passwords, email: str) -> None:
        asked = replace(a_registration(), email=email)
        await register(work, passwords, asked)
        with pytest.raises(Refused) as refusal:
            await register(work, passwords, replace(a_registration(), login=asked.login.upper()))
        assert (refusal.value.field, refusal.value.reason) == ("login", texts.LOGIN_TAKEN)
        await register(work, passwords, asked)

    async def test_even_after_it_chose_another(self, work: Work, passwords: Passwords, email: str) -> None:
        asked = replace(a_registration(), email=email)
        await register(work, passwords, asked)
        await register(work, passwords, replace(a_registration(), email=email))
        with pytest.raises(Refused):
            await register(work, passwords, replace(a_registration(), login=asked.login))

    async def test_until_seven_days_have_passed(
        self, work: Work, passwords: Passwords, email: str, clock: FrozenClock
    ) -> None:
        asked = replace(a_registration(), email=email)
        await register(work, passwords, asked)
        clock.advance(LOGIN_RESERVED - timedelta(seconds=1))
        with pytest.raises(Refused):
            await register(work, passwords, replace(a_registration(), login=asked.login))
        clock.advance(timedelta(seconds=1))
        async with work:
            await purge(work)
        await register(work, passwords, replace(a_registration(), login=asked.login))

    async def test_and_a_refused_form_reserves_nothing(self, work: Work, passwords: Passwords, email: str) -> None:
        taken = await make_account(work, passwords)
        with pytest.raises(Refused):
            await register(work, passwords, replace(a_registration(), email=email, login=taken.login))
        async with work:
            assert await work.session.get(LoginReservation, taken.login) is None
