"""People who change their address, and the links of the mails that it sends."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tests.factories.accounts import PASSWORD, actor_of, make_account
from tests.support.traces import actions_on
from webapp.accounts.links import mint_link
from webapp.accounts.models import Account, EmailChange, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.email_change import confirm_email, request_email_change, restore_email
from webapp.core.tokens import Signer
from webapp.core.work import Work


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody with an account, and what they do with its address."""

    work: Work
    passwords: Passwords
    signer: Signer
    account: Account

    @classmethod
    async def new(cls, work: Work, passwords: Passwords, signer: Signer) -> "Mover":
        return cls(work, passwords, signer, await make_account(work, passwords))

    def address(self, word: str) -> str:
        """One that nobody else has."""
        return self.account.email.replace("nadia", word)

    async def asks_for(self, email: str, password: str = PASSWORD) -> "Asked":
        actor = await actor_of(self.work, self.account)
        await request_email_change(self.work, self.passwords, actor, email, password)
        async with self.work:
            query = select(EmailChange.id).where(EmailChange.account_id == self.account.id)
            newest = query.order_by(EmailChange.asked_at.desc(), EmailChange.id.desc()).limit(1)
            return Asked(self, (await self.work.session.scalars(newest)).one())

    async def moves_to(self, email: str) -> "Asked":
        asked = await self.asks_for(email)
        await asked.confirms()
        return asked

    async def email(self) -> str:
        """As the account is now."""
        async with self.work:
            query = select(Account.email).where(Account.id == self.account.id)
            return (await self.work.session.scalars(query)).one()

    async def audited(self) -> list[str]:
        return await actions_on(self.work, self.account.id)


@dataclass(frozen=True, slots=True)
class Asked:
    """One change, and its two links, made as the worker makes them."""

    mover: Mover
    id: UUID

    async def link(self, purpose: LinkPurpose) -> str:
        mover = self.mover
        return await mint_link(mover.work, mover.signer, purpose, mover.account.id, change_id=self.id)

    async def confirms(self) -> str:
        link = await self.link(LinkPurpose.EMAIL_CHANGE)
        return await confirm_email(self.mover.work, self.mover.signer, link)

    async def refuses(self) -> None:
        link = await self.link(LinkPurpose.EMAIL_RESTORE)
        await restore_email(self.mover.work, self.mover.signer, link)
