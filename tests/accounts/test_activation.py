"""The activation link: good for 72 hours, once, and only while nothing has changed behind it."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import make_account
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.accounts import texts
from webapp.accounts.links import linked_account, mint_link, read_token
from webapp.accounts.models import Account, AccountState, Link, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases import activate
from webapp.core.audit import AuditEvent
from webapp.core.db import Database
from webapp.core.refusals import Refused
from webapp.core.tokens import Signer
from webapp.core.work import Work

ACTIVATION = LinkPurpose.ACTIVATION


async def _pending(work: Work, passwords: Passwords) -> Account:
    return await make_account(work, passwords, state=AccountState.PENDING)


async def test_a_link_activates_its_account(work: Work, passwords: Passwords, signer: Signer) -> None:
    account = await _pending(work, passwords)
    assert await activate(work, signer, await mint_link(work, signer, ACTIVATION, account.id)) == texts.ACTIVATED
    async with work:
        account = await work.session.get_one(Account, account.id)
        assert (account.state, account.activated_at) == (AccountState.ACTIVE, MONDAY_MORNING)


async def test_opening_a_link_again_says_that_the_account_is_active(
    work: Work, passwords: Passwords, signer: Signer
) -> None:
    account = await _pending(work, passwords)
    link = await mint_link(work, signer, ACTIVATION, account.id)
    await activate(work, signer, link)
    assert await activate(work, signer, link) == texts.ALREADY_ACTIVATED


async def test_of_20_clicks_at_once_one_activates_and_the_others_hear_that_it_is_done(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, signer: Signer
) -> None:
    account = await _pending(committed, passwords)
    link = await mint_link(committed, signer, ACTIVATION, account.id)

    said = await asyncio.gather(*(activate(Work(database.sessions, clock), signer, link) for _ in range(20)))

    assert Counter(said) == {texts.ACTIVATED: 1, texts.ALREADY_ACTIVATED: 19}
    async with committed:
        activations = await committed.session.scalar(
            select(func.count()).where(
                AuditEvent.object_id == str(account.id), AuditEvent.action == "account.activated"
            )
        )
    assert activations == 1


@pytest.mark.parametrize(
    ("waited", "good"),
    [
        (timedelta(hours=72) - timedelta(seconds=1), True),
        (timedelta(hours=72), False),
        (timedelta(days=365), False),
    ],
)
async def test_a_link_lives_for_72_hours(
    work: Work, clock: FrozenClock, passwords: Passwords, signer: Signer, waited: timedelta, good: bool
) -> None:
    account = await _pending(work, passwords)
    link = await mint_link(work, signer, ACTIVATION, account.id)
    clock.advance(waited)
    if good:
        assert await activate(work, signer, link) == texts.ACTIVATED
    else:
        with pytest.raises(Refused, match="n'est plus valable"):
            await activate(work, signer, link)


async def test_a_newer_link_replaces_the_earlier_ones(work: Work, passwords: Passwords, signer: Signer) -> None:
    account = await _pending(work, passwords)
    first, second, third = [await mint_link(work, signer, ACTIVATION, account.id) for _ in range(3)]
    for replaced in (first, second):
        with pytest.raises(Refused):
            await activate(work, signer, replaced)
    assert await activate(work, signer, third) == texts.ACTIVATED


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("email", "ailleurs@association.example"), ("password_hash", "another"), ("state", AccountState.CLOSED)],
)
async def test_a_change_of_the_account_kills_its_links(
    work: Work, passwords: Passwords, signer: Signer, attribute: str, value: str
) -> None:
    account = await _pending(work, passwords)
    link = await mint_link(work, signer, ACTIVATION, account.id)
    async with work:
        setattr(await work.session.get_one(Account, account.id), attribute, value)
    with pytest.raises(Refused):
        await activate(work, signer, link)
    async with work:
        assert (await work.session.get_one(Account, account.id)).state != AccountState.ACTIVE


async def test_a_link_does_not_reopen_a_closed_account(work: Work, passwords: Passwords, signer: Signer) -> None:
    account = await _pending(work, passwords)
    link = await mint_link(work, signer, ACTIVATION, account.id)
    await activate(work, signer, link)
    async with work:
        (await work.session.get_one(Account, account.id)).state = AccountState.CLOSED
    with pytest.raises(Refused):
        await activate(work, signer, link)


async def test_reading_a_link_does_not_use_it(work: Work, passwords: Passwords, signer: Signer) -> None:
    """Scanners of mails open every link."""
    account = await _pending(work, passwords)
    text = await mint_link(work, signer, ACTIVATION, account.id)
    token = read_token(signer, ACTIVATION, text)
    assert token is not None
    async with work:
        owner = await linked_account(work.session, token, ACTIVATION)
        assert owner is not None
        assert owner.id == account.id
    assert await activate(work, signer, text) == texts.ACTIVATED


async def test_a_link_made_for_another_purpose_activates_nothing(
    work: Work, passwords: Passwords, signer: Signer
) -> None:
    account = await _pending(work, passwords)
    with pytest.raises(Refused):
        await activate(work, signer, await mint_link(work, signer, LinkPurpose.PASSWORD_RESET, account.id))


@pytest.mark.parametrize("text", ["", "x", "eyJ.x.y", "é"])
async def test_a_made_up_link_is_refused(work: Work, signer: Signer, text: str) -> None:
    with pytest.raises(Refused):
        await activate(work, signer, text)


async def test_a_signed_link_with_another_nonce_is_refused(work: Work, passwords: Passwords, signer: Signer) -> None:
    account = await _pending(work, passwords)
    await mint_link(work, signer, ACTIVATION, account.id)
    async with work:
        link = (await work.session.scalars(select(Link).where(Link.account_id == account.id))).one()
    with pytest.raises(Refused):
        await activate(work, signer, signer.sign(f"link.{ACTIVATION}", [link.id.hex, "guessed"]))
