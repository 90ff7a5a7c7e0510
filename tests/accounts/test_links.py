"""What holds for every one-time link, whatever it is for; what each one does is in the tests of its use case."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.accounts.email_changes import Mover
from tests.factories.accounts import make_account
from tests.support.clock import FrozenClock
from webapp.accounts.links import LIFETIMES, DeadLink, LinkToken, mint_link, read_token, use_link, write_token
from webapp.accounts.models import Account, AccountState, Link, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.queries import find_behind_link
from webapp.core.tokens import Signer
from webapp.core.work import Work

RESTORE = LinkPurpose.EMAIL_RESTORE
each_purpose = pytest.mark.parametrize("purpose", list(LinkPurpose))


@dataclass(frozen=True, slots=True)
class Sent:
    """A link to an account that it has something to do for."""

    work: Work
    reads: AsyncEngine
    signer: Signer
    clock: FrozenClock
    purpose: LinkPurpose
    account: Account
    mint: Callable[[], Awaitable[str]]
    text: str

    def token(self) -> LinkToken:
        return read_token(self.signer, self.purpose, self.text)

    async def looks_good(self, text: str | None = None, purpose: LinkPurpose | None = None) -> bool:
        wanted = select(Account.id).join(Link, Link.account_id == Account.id)
        text, purpose = text or self.text, purpose or self.purpose
        return await find_behind_link(self.reads, self.signer, purpose, text, self.clock.now(), wanted) is not None

    async def is_used(self, text: str | None = None, purpose: LinkPurpose | None = None) -> bool:
        purpose = purpose or self.purpose
        token = read_token(self.signer, purpose, text or self.text)
        async with self.work:
            return await use_link(self.work, token, purpose) is not None

    async def answers(self, text: str | None = None, purpose: LinkPurpose | None = None) -> tuple[bool, bool]:
        """To who looks, then to who uses it: they never differ."""
        return await self.looks_good(text, purpose), await self.is_used(text, purpose)


@pytest.fixture
async def sent(
    work: Work, reads: AsyncEngine, signer: Signer, clock: FrozenClock, passwords: Passwords, purpose: LinkPurpose
) -> Sent:
    waits = purpose in (LinkPurpose.ACTIVATION, LinkPurpose.AGENT_INVITATION)
    account = await make_account(work, passwords, state=AccountState.PENDING if waits else AccountState.ACTIVE)
    mint: Callable[[], Awaitable[str]] = partial(mint_link, work, signer, purpose, account.id)
    if purpose in (LinkPurpose.EMAIL_CHANGE, RESTORE):
        mover = Mover(work, passwords, signer, account)
        asked = await mover.asks_for(mover.address("ailleurs"))
        mint = partial(asked.link, purpose)
    return Sent(work, reads, signer, clock, purpose, account, mint, await mint())


@each_purpose
async def test_looking_uses_nothing_and_it_is_used_once(sent: Sent) -> None:
    """Programs that scan mails open every link."""
    assert [await sent.looks_good() for _ in range(3)] == 3 * [True]
    assert [await sent.is_used() for _ in range(2)] == [True, False]
    assert not await sent.looks_good()


@each_purpose
@pytest.mark.parametrize(
    ("after", "good"), [(timedelta(seconds=-1), True), (timedelta(0), False), (timedelta(days=365), False)]
)
async def test_it_lives_as_long_as_the_page_of_security_says(sent: Sent, after: timedelta, good: bool) -> None:
    sent.clock.advance(LIFETIMES[sent.purpose] + after)
    assert await sent.answers() == (good, good)


@each_purpose
async def test_a_newer_one_replaces_it(sent: Sent) -> None:
    second, third = await sent.mint(), await sent.mint()
    for text, good in ((sent.text, False), (second, False), (third, True)):
        assert await sent.answers(text) == (good, good)


@each_purpose
@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("email", "encore@association.example"),
        ("password_hash", "another"),
        ("state", AccountState.DISABLED),
        ("state", AccountState.CLOSED),
    ],
)
async def test_a_change_of_the_account_kills_it_but_for_the_one_that_undoes_a_theft(
    sent: Sent, attribute: str, value: str
) -> None:
    async with sent.work as work:
        setattr(await work.session.get_one(Account, sent.account.id), attribute, value)
    assert await sent.answers() == (sent.purpose is RESTORE, sent.purpose is RESTORE)


@each_purpose
async def test_it_is_worth_nothing_for_another_purpose(sent: Sent) -> None:
    for other in set(LinkPurpose) - {sent.purpose}:
        assert not await sent.looks_good(purpose=other)
        with pytest.raises(DeadLink):
            read_token(sent.signer, other, sent.text)
        signed = write_token(sent.signer, other, sent.token().row_id, sent.token().nonce)
        assert await sent.answers(signed, other) == (False, False)
    assert await sent.is_used()


@each_purpose
async def test_the_word_that_only_the_mail_knew_is_not_guessed(sent: Sent) -> None:
    guessed = write_token(sent.signer, sent.purpose, sent.token().row_id, "guessed")
    assert await sent.answers(guessed) == (False, False)


@each_purpose
@pytest.mark.parametrize("text", ["", "x", "eyJ.x.y", "é"])
def test_a_made_up_text_is_a_dead_link(signer: Signer, purpose: LinkPurpose, text: str) -> None:
    with pytest.raises(DeadLink):
        read_token(signer, purpose, text)
