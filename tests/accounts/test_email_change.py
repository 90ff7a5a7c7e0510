"""A new address: asked with the password, confirmed by a link of 24 hours, once; nobody learns who is known."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.accounts.email_changes import Mover
from tests.factories.accounts import PASSWORD, a_registration, actor_of, make_account
from tests.support.clock import FrozenClock
from tests.support.traces import kinds_to, mails_to
from webapp.accounts import texts
from webapp.accounts.links import DeadLink, mint_link
from webapp.accounts.models import AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.queries import account_card, would_work
from webapp.accounts.use_cases.email_change import confirm_email
from webapp.accounts.use_cases.recovery import reset_password
from webapp.accounts.use_cases.registration import register
from webapp.accounts.use_cases.sessions import sign_in
from webapp.core.db import Database
from webapp.core.refusals import Refused
from webapp.core.tokens import Signer
from webapp.core.work import Work

CHANGE, RESTORE, RESET = LinkPurpose.EMAIL_CHANGE, LinkPurpose.EMAIL_RESTORE, LinkPurpose.PASSWORD_RESET
DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def mover(work: Work, passwords: Passwords, signer: Signer) -> Mover:
    return await Mover.new(work, passwords, signer)


async def test_both_addresses_get_their_mail_and_nothing_changes_yet(mover: Mover) -> None:
    old, new = mover.account.email, mover.address("ailleurs")
    asked = await mover.asks_for(new)
    [link] = await mails_to(mover.work, new)
    [notice] = await mails_to(mover.work, old)
    assert (link.kind, link.link) == ("accounts/email_change", CHANGE)
    assert (notice.kind, notice.link) == ("accounts/email_change_notice", RESTORE)
    for mail in (link, notice):
        assert (mail.data["email_change_id"], mail.data["old_email"], mail.data["new_email"]) == (
            str(asked.id),
            old,
            new,
        )
    assert (link.data["until"], notice.data["until"]) == (
        "24 novembre 2026 à 10:00:00",
        "30 novembre 2026 à 10:00:00",
    )
    assert await mover.email() == old
    assert await mover.audited() == ["account.email_change_asked"]


async def test_the_link_changes_the_address_and_the_login_goes_with_it(mover: Mover, passwords: Passwords) -> None:
    new = mover.address("ailleurs")
    assert await (await mover.asks_for(new)).confirms() == texts.EMAIL_CHANGED
    assert await mover.email() == new
    await sign_in(mover.work, passwords, new.upper(), PASSWORD)
    with pytest.raises(Refused):
        await sign_in(mover.work, passwords, mover.account.email, PASSWORD)
    assert "account.email_changed" in await mover.audited()


async def test_a_wrong_password_sends_nothing_and_is_noted(mover: Mover) -> None:
    new = mover.address("ailleurs")
    with pytest.raises(Refused) as refused:
        await mover.asks_for(new, PASSWORD.upper())
    assert (refused.value.reason, refused.value.field) == (texts.CURRENT_WRONG, "password")
    assert await kinds_to(mover.work, new) == await kinds_to(mover.work, mover.account.email) == []
    assert await mover.audited() == ["account.password_refused"]


async def test_the_address_one_has_is_no_new_one(mover: Mover) -> None:
    with pytest.raises(Refused) as refused:
        await mover.asks_for(mover.account.email.upper())
    assert (refused.value.reason, refused.value.field) == (texts.SAME_EMAIL, "new_email")


@pytest.mark.parametrize("state", list(AccountState))
async def test_the_owner_of_a_known_address_is_told_and_gets_no_link(
    mover: Mover, passwords: Passwords, state: AccountState
) -> None:
    known = await make_account(mover.work, passwords, state=state)
    await mover.asks_for(known.email.upper())
    [mail] = await mails_to(mover.work, known.email.upper())
    assert (mail.kind, mail.link, mail.data["has_it"]) == ("accounts/email_taken", None, True)
    assert await kinds_to(mover.work, mover.account.email) == ["accounts/email_change_notice"], "all the same"


async def test_an_address_that_may_still_come_back_is_known_for_seven_days(
    mover: Mover, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    """To the change of another account as to a registration; to the second after, it is free."""
    left = mover.account.email
    await mover.moves_to(mover.address("ailleurs"))
    other = await Mover.new(mover.work, passwords, signer)
    clock.advance(timedelta(days=7) - SECOND)
    await other.asks_for(left)
    registration = a_registration()
    await register(mover.work, passwords, replace(registration, email=left))
    taken = (await mails_to(mover.work, left))[-2:]
    assert [(mail.kind, mail.link, mail.data["has_it"]) for mail in taken] == [
        ("accounts/email_taken", None, False)
    ] * 2
    clock.advance(SECOND)
    await register(mover.work, passwords, replace(registration, email=left))
    assert (await kinds_to(mover.work, left))[-1] == "accounts/activation"


async def test_one_may_go_back_to_the_address_one_has_just_left(mover: Mover) -> None:
    old = mover.account.email
    await mover.moves_to(mover.address("ailleurs"))
    await mover.moves_to(old)
    assert await mover.email() == old


@pytest.mark.parametrize(("waited", "good"), [(DAY - SECOND, True), (DAY, False)])
async def test_the_link_lives_for_24_hours_from_when_it_was_asked(
    mover: Mover, reads: AsyncEngine, signer: Signer, clock: FrozenClock, waited: timedelta, good: bool
) -> None:
    asked = await mover.asks_for(mover.address("ailleurs"))
    clock.advance(timedelta(hours=1))  # the mail had to wait
    link = await asked.link(CHANGE)
    clock.advance(waited - timedelta(hours=1))
    assert await would_work(reads, signer, CHANGE, link, clock.now()) is good
    if good:
        await confirm_email(mover.work, signer, link)
    else:
        with pytest.raises(DeadLink):
            await confirm_email(mover.work, signer, link)
    assert (await mover.email() != mover.account.email) is good


async def test_the_same_form_twice_is_told_that_it_is_done(mover: Mover, signer: Signer) -> None:
    link = await (await mover.asks_for(mover.address("ailleurs"))).link(CHANGE)
    said = [await confirm_email(mover.work, signer, link) for _ in range(2)]
    assert said == [texts.EMAIL_CHANGED, texts.EMAIL_ALREADY_CHANGED]
    assert (await mover.audited()).count("account.email_changed") == 1


async def test_a_used_link_brings_nothing_back(mover: Mover, signer: Signer) -> None:
    link = await (await mover.asks_for(mover.address("ailleurs"))).link(CHANGE)
    await confirm_email(mover.work, signer, link)
    there = mover.address("encore")
    await mover.moves_to(there)
    with pytest.raises(DeadLink):
        await confirm_email(mover.work, signer, link)
    assert await mover.email() == there


async def test_of_20_who_send_one_link_one_changes_the_address(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, signer: Signer
) -> None:
    mover = await Mover.new(committed, passwords, signer)
    link = await (await mover.asks_for(mover.address("ailleurs"))).link(CHANGE)
    said = await asyncio.gather(*(confirm_email(Work(database.sessions, clock), signer, link) for _ in range(20)))
    assert (said.count(texts.EMAIL_CHANGED), said.count(texts.EMAIL_ALREADY_CHANGED)) == (1, 19)
    assert (await mover.audited()).count("account.email_changed") == 1


async def test_of_two_accounts_that_want_one_address_one_gets_it(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, signer: Signer
) -> None:
    movers = [await Mover.new(committed, passwords, signer) for _ in range(4)]
    wanted = movers[0].address("voulue")
    links = [await (await mover.asks_for(wanted)).link(CHANGE) for mover in movers]
    done = await asyncio.gather(
        *(confirm_email(Work(database.sessions, clock), signer, link) for link in links), return_exceptions=True
    )
    assert [result for result in done if isinstance(result, str)] == [texts.EMAIL_CHANGED]
    refused = [result.reason for result in done if isinstance(result, Refused)]
    assert refused == [texts.EMAIL_NOT_FREE] * 3
    assert [await mover.email() for mover in movers].count(wanted) == 1


async def test_an_address_registered_meanwhile_is_refused_and_the_link_stays_good(
    mover: Mover, reads: AsyncEngine, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    wanted = mover.address("ailleurs")
    link = await (await mover.asks_for(wanted)).link(CHANGE)
    await register(mover.work, passwords, replace(a_registration(), email=wanted))
    with pytest.raises(Refused, match="autre compte"):
        await confirm_email(mover.work, signer, link)
    assert await mover.email() == mover.account.email
    assert await would_work(reads, signer, CHANGE, link, clock.now())


async def test_an_address_that_came_and_went_meanwhile_may_still_come_back_to_who_left_it(
    mover: Mover, passwords: Passwords, signer: Signer
) -> None:
    asked = await mover.asks_for(mover.address("ailleurs"))
    other = await Mover.new(mover.work, passwords, signer)
    await other.moves_to(mover.address("ailleurs"))
    left = await other.moves_to(other.address("encore"))
    with pytest.raises(Refused, match="autre compte"):
        await asked.confirms()
    await left.refuses()
    assert await other.email() == mover.address("ailleurs")


async def test_a_second_request_replaces_the_first_even_if_its_mail_leaves_last(
    mover: Mover, signer: Signer, clock: FrozenClock
) -> None:
    first = await mover.asks_for(mover.address("premiere"))
    early = await first.link(CHANGE)
    clock.advance(SECOND)
    second = await mover.asks_for(mover.address("seconde"))
    for dead in (early, await first.link(CHANGE)):
        with pytest.raises(DeadLink):
            await confirm_email(mover.work, signer, dead)
    await second.confirms()
    assert await mover.email() == mover.address("seconde")


async def test_the_change_kills_a_reset_link_that_was_sent_before(
    mover: Mover, reads: AsyncEngine, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    reset = await mint_link(mover.work, signer, RESET, mover.account.id)
    await mover.moves_to(mover.address("ailleurs"))
    assert not await would_work(reads, signer, RESET, reset, clock.now())
    with pytest.raises(DeadLink):
        await reset_password(mover.work, passwords, signer, reset, "deux poires et une pomme")


async def test_a_mail_that_waited_makes_no_link_for_an_address_that_was_left(mover: Mover, signer: Signer) -> None:
    """A reset asked before the change, whose mail leaves after it, would give the account to the old mailbox."""
    old = mover.account.email
    await mover.moves_to(mover.address("ailleurs"))
    with pytest.raises(DeadLink):
        await mint_link(mover.work, signer, RESET, mover.account.id, recipient=old)
    assert await mint_link(mover.work, signer, RESET, mover.account.id, recipient=mover.address("ailleurs"))


async def test_the_card_shows_what_waits_and_for_how_long(
    mover: Mover, reads: AsyncEngine, passwords: Passwords, clock: FrozenClock
) -> None:
    """For a known address as for an unknown one."""
    actor = await actor_of(mover.work, mover.account)
    known = await make_account(mover.work, passwords)
    for email in (mover.address("ailleurs"), known.email):
        clock.advance(SECOND)
        await mover.asks_for(email)
        card = await account_card(reads, actor, clock.now())
        assert (card.new_email, card.new_email_until) == (email, clock.now() + DAY)
    clock.advance(DAY)
    assert (await account_card(reads, actor, clock.now())).new_email is None


async def test_the_card_shows_nothing_once_it_is_done(mover: Mover, reads: AsyncEngine, clock: FrozenClock) -> None:
    await mover.moves_to(mover.address("ailleurs"))
    card = await account_card(reads, await actor_of(mover.work, mover.account), clock.now())
    assert (card.email, card.new_email) == (mover.address("ailleurs"), None)
