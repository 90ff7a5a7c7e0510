"""A post office of its own: mails are claimed from the whole outbox, so each test has its own database."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_account
from tests.support.clock import FrozenClock
from tests.support.cluster import clone_database, drop_database
from webapp.accounts import mails
from webapp.accounts.models import Account, AccountState
from webapp.accounts.passwords import Passwords
from webapp.adapters.mail_renderer import MailRenderer
from webapp.adapters.memory_mailer import MemoryMailer
from webapp.adapters.memory_store import MemoryStore
from webapp.core.clock import Clock
from webapp.core.db import Database
from webapp.core.mail import Mail, OutboxMail
from webapp.core.ports import Mailer
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.postman import Postman
from webapp.settings import Settings, load


@dataclass
class PostOffice:
    settings: Settings
    database: Database
    passwords: Passwords
    clock: Clock = field(default_factory=FrozenClock)
    mailer: MemoryMailer = field(default_factory=MemoryMailer)
    store: MemoryStore = field(default_factory=MemoryStore)

    def work(self) -> Work:
        return Work(self.database.sessions, self.clock)

    @property
    def signer(self) -> Signer:
        return Signer(self.settings)

    def postman(self, mailer: Mailer | None = None) -> Postman:
        return Postman(
            new_work=self.work,
            mailer=mailer or self.mailer,
            renderer=MailRenderer(self.settings),
            store=self.store,
            signer=self.signer,
            base_url=self.settings.base_url,
        )

    async def account(self, state: AccountState = AccountState.PENDING) -> Account:
        return await make_account(self.work(), self.passwords, state=state)

    async def queue(self, mail: Mail | None = None) -> OutboxMail:
        """This mail, or a notice to a person of its own."""
        mail = mail or mails.already_exists(await self.account())
        work = self.work()
        async with work:
            await work.mail(mail)
        return await self.row(mail.recipient)

    async def row(self, recipient: str) -> OutboxMail:
        """The only mail to this person, as it lies in the table now."""
        async with self.work() as work:
            return (await work.session.scalars(select(OutboxMail).where(OutboxMail.recipient == recipient))).one()


@pytest.fixture
async def office(passwords: Passwords, tmp_path: Path) -> AsyncIterator[PostOffice]:
    name = f"post_office_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    urls = clone_database(name)
    settings = load(
        {
            "MODE": "test",
            "DATABASE_URL": urls.application,
            "DATABASE_OWNER_URL": urls.owner,
            "DATA_DIR": str(tmp_path),
            "BASE_URL": "https://aides.region.example",
            "DEMO_IN_PUBLIC": "yes",
            "ARGON2_TIME_COST": "1",
            "ARGON2_MEMORY_KIB": "8",
        }
    )
    database = Database.connect(settings)
    yield PostOffice(settings, database, passwords)
    await database.close()
    drop_database(name)
