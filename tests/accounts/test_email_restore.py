""" "Je n'ai pas demandé ce changement": for seven days the old address comes back, whatever was done since."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.accounts.email_changes import Mover
from tests.factories.accounts import PASSWORD, actor_of, make_account
from tests.support.clock import FrozenClock
from tests.support.traces import kinds_to, mails_to
from webapp.accounts.links import DeadLink, mint_link
from webapp.accounts.models import Account, AccountSession, AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.queries import account_card, would_work
from webapp.accounts.use_cases.email_change import confirm_email, restore_email
from webapp.accounts.use_cases.password import change_password
from webapp.accounts.use_cases.recovery import reset_password
from webapp.accounts.use_cases.sessions import sign_in
from webapp.core.db import Database
from webapp.core.tokens import Signer
from webapp.core.work import Work

CHANGE, RESTORE, RESET = LinkPurpose.EMAIL_CHANGE, LinkPurpose.EMAIL_RESTORE, LinkPurpose.PASSWORD_RESET
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
NEW = "deux poires et une pomme"


@pytest.fixture
async def mover(work: Work, passwords: Passwords, signer: Signer) -> Mover:
    return await Mover.new(work, passwords, signer)


async def _sessions(work: Work, account: Account) -> int:
    async with work:
        query = select(func.count()).select_from(AccountSession).where(AccountSession.account_id == account.id)
        return (await work.session.scalars(query)).one()


async def test_the_address_comes_back_everybody_is_out_and_a_reset_is_on_its_way(
    mover: Mover, passwords: Passwords
) -> None:
    asked = await mover.moves_to(mover.address("ailleurs"))
    bystander = await make_account(mover.work, passwords)
    for account in (mover.account, mover.account, bystander):
        await sign_in(mover.work, passwords, account.login, PASSWORD)

    await asked.refuses()

    assert await mover.email() == mover.account.email
    assert (await _sessions(mover.work, mover.account), await _sessions(mover.work, bystander)) == (0, 1)
    mail = (await mails_to(mover.work, mover.account.email))[-1]
    assert (mail.kind, mail.link, mail.data["was_changed"]) == ("accounts/email_restored", RESET, True)
    assert (await mover.audited())[-1] == "account.email_restored"
    await sign_in(mover.work, passwords, mover.account.email, PASSWORD)  # the password is for its owner to change


async def test_a_change_that_still_waits_is_cancelled(
    mover: Mover, reads: AsyncEngine, signer: Signer, clock: FrozenClock
) -> None:
    asked = await mover.asks_for(mover.address("ailleurs"))
    link = await asked.link(CHANGE)
    await asked.refuses()
    for dead in (link, await asked.link(CHANGE)):
        with pytest.raises(DeadLink):
            await confirm_email(mover.work, signer, dead)
    assert await mover.email() == mover.account.email
    assert (await account_card(reads, await actor_of(mover.work, mover.account), clock.now())).new_email is None
    assert (await mails_to(mover.work, mover.account.email))[-1].data["was_changed"] is False


async def test_it_works_although_the_password_and_the_address_were_changed_again(
    mover: Mover, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    link = await (await mover.moves_to(mover.address("voleur"))).link(RESTORE)
    await change_password(mover.work, passwords, await actor_of(mover.work, mover.account), PASSWORD, NEW)
    clock.advance(SECOND)
    await (await mover.asks_for(mover.address("repaire"), NEW)).confirms()
    clock.advance(SECOND)
    await mover.asks_for(mover.address("cachette"), NEW)

    await restore_email(mover.work, signer, link)

    assert await mover.email() == mover.account.email


async def test_what_the_thief_was_sent_is_dead(
    mover: Mover, reads: AsyncEngine, passwords: Passwords, signer: Signer, clock: FrozenClock
) -> None:
    """Their own "Je n'ai pas demandé ce changement", their pending change, their reset, and mails still to leave."""
    link = await (await mover.moves_to(mover.address("voleur"))).link(RESTORE)
    clock.advance(SECOND)
    again = await mover.moves_to(mover.address("repaire"))
    clock.advance(SECOND)
    pending = await mover.asks_for(mover.address("cachette"))
    back, onward = await again.link(RESTORE), await pending.link(CHANGE)
    reset = await mint_link(mover.work, signer, RESET, mover.account.id)

    await restore_email(mover.work, signer, link)

    with pytest.raises(DeadLink):
        await restore_email(mover.work, signer, back)
    with pytest.raises(DeadLink):
        await restore_email(mover.work, signer, await again.link(RESTORE))
    with pytest.raises(DeadLink):
        await confirm_email(mover.work, signer, onward)
    with pytest.raises(DeadLink):
        await reset_password(mover.work, passwords, signer, reset, NEW)
    with pytest.raises(DeadLink):
        await mint_link(mover.work, signer, RESET, mover.account.id, recipient=mover.address("repaire"))
    assert not await would_work(reads, signer, RESET, reset, clock.now())
    assert await mover.email() == mover.account.email


async def test_a_thief_cannot_undo_a_change_of_theirs_to_take_the_owner_s_link_away(
    mover: Mover, signer: Signer, clock: FrozenClock
) -> None:
    owners = await (await mover.moves_to(mover.address("voleur"))).link(RESTORE)
    clock.advance(SECOND)
    theirs = await mover.moves_to(mover.address("repaire"))
    await theirs.refuses()
    assert await mover.email() == mover.address("voleur")

    await restore_email(mover.work, signer, owners)

    assert await mover.email() == mover.account.email


async def test_asking_once_more_does_not_take_the_first_notice_s_link_away(
    mover: Mover, signer: Signer, clock: FrozenClock
) -> None:
    first = await (await mover.asks_for(mover.address("voleur"))).link(RESTORE)
    clock.advance(SECOND)
    second = await mover.moves_to(mover.address("repaire"))
    assert await second.link(RESTORE)
    await restore_email(mover.work, signer, first)
    assert await mover.email() == mover.account.email


async def test_it_is_used_once(mover: Mover, signer: Signer, clock: FrozenClock) -> None:
    link = await (await mover.moves_to(mover.address("ailleurs"))).link(RESTORE)
    for _ in range(2):  # a double click does it once
        await restore_email(mover.work, signer, link)
    assert (await mover.audited()).count("account.email_restored") == 1
    assert (await kinds_to(mover.work, mover.account.email)).count("accounts/email_restored") == 1
    clock.advance(SECOND)
    await mover.moves_to(mover.address("encore"))
    with pytest.raises(DeadLink):
        await restore_email(mover.work, signer, link)
    assert await mover.email() == mover.address("encore")


async def test_of_20_who_send_one_link_one_restores(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, signer: Signer
) -> None:
    mover = await Mover.new(committed, passwords, signer)
    link = await (await mover.moves_to(mover.address("ailleurs"))).link(RESTORE)
    await asyncio.gather(*(restore_email(Work(database.sessions, clock), signer, link) for _ in range(20)))
    assert (await mover.audited()).count("account.email_restored") == 1
    assert (await kinds_to(committed, mover.account.email)).count("accounts/email_restored") == 1


async def test_confirmed_and_refused_in_the_same_instant_the_old_address_wins(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, signer: Signer
) -> None:
    """And neither waits for the other for ever."""
    movers = [await Mover.new(committed, passwords, signer) for _ in range(10)]
    asked = [await mover.asks_for(mover.address("ailleurs")) for mover in movers]
    links = [(await one.link(CHANGE), await one.link(RESTORE)) for one in asked]
    done = await asyncio.gather(
        *(
            use(Work(database.sessions, clock), signer, link)
            for change, restore in links
            for use, link in ((confirm_email, change), (restore_email, restore))
        ),
        return_exceptions=True,
    )
    assert [result for result in done if isinstance(result, BaseException) and not isinstance(result, DeadLink)] == []
    for mover in movers:
        assert await mover.email() == mover.account.email


async def test_the_link_of_a_disabled_account_waits_for_it(mover: Mover, signer: Signer) -> None:
    link = await (await mover.moves_to(mover.address("ailleurs"))).link(RESTORE)
    for state, works in ((AccountState.DISABLED, False), (AccountState.ACTIVE, True)):
        async with mover.work as work:
            (await work.session.get_one(Account, mover.account.id)).state = state
        if works:
            await restore_email(mover.work, signer, link)
        else:
            with pytest.raises(DeadLink):
                await restore_email(mover.work, signer, link)
        assert (await mover.email() == mover.account.email) is works
