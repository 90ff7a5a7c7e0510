"""`python -m webapp administrator`, as a real process: who lets the first agents in."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_account
from tests.launch.running import PRODUCTION, ROOT, environment
from tests.support.cluster import DatabaseUrls, empty_database
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.agents.models import Agent
from webapp.core.audit import AuditEvent
from webapp.core.mail import OutboxMail
from webapp.core.work import Work


def invite(
    urls: DatabaseUrls, email: str, first_name: str = "Luc", **settings: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "webapp", "administrator", "--email", email]
    command += ["--first-name", first_name, "--last-name", "Martin"]
    given = {"MODE": "test", "DATABASE_URL": urls.application, "DATABASE_OWNER_URL": urls.owner, **settings}
    env = environment(Path("/nonexistent"), **given)
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def new_email() -> str:
    return f"luc-{uuid4().hex[:8]}@region.example"


@pytest.mark.parametrize(
    "given", [{}, PRODUCTION, {"DATABASE_OWNER_URL": ""}], ids=["test", "production", "without the owner"]
)
async def test_the_first_administrator_is_invited_and_no_password_is_asked(
    database_urls: DatabaseUrls, committed: Work, given: dict[str, str]
) -> None:
    email = new_email()
    done = invite(database_urls, email, **given)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Invited Luc Martin" in done.stdout
    assert email in done.stdout
    async with committed as work:
        account = (await work.session.scalars(select(Account).where(Account.email == email))).one()
        agent = await work.session.get_one(Agent, account.id)
        mail = (await work.session.scalars(select(OutboxMail).where(OutboxMail.recipient == email))).one()
        event = (await work.session.scalars(select(AuditEvent).where(AuditEvent.object_id == str(account.id)))).one()
    assert (account.kind, account.state, agent.role, agent.service_id) == ("agent", "pending", "administrator", None)
    assert (mail.kind, mail.link) == ("accounts/agent_invitation", "agent_invitation")
    assert (event.action, event.details["by_way_of"], event.account_id) == ("agent.invited", "console", None)


async def test_asked_again_it_sends_another_mail_to_who_still_waits(
    database_urls: DatabaseUrls, committed: Work
) -> None:
    email = new_email()
    assert invite(database_urls, email).returncode == 0
    async with committed as work:
        mail = (await work.session.scalars(select(OutboxMail).where(OutboxMail.recipient == email))).one()
        mail.created_at = mail.created_at.replace(year=2020)
    assert invite(database_urls, email).returncode == 0
    async with committed as work:
        kinds = await work.session.scalars(select(OutboxMail.kind).where(OutboxMail.recipient == email))
        assert kinds.all() == 2 * ["accounts/agent_invitation"]


async def test_an_address_that_has_an_account_is_refused(
    database_urls: DatabaseUrls, committed: Work, passwords: Passwords
) -> None:
    known = await make_account(committed, passwords)
    done = invite(database_urls, known.email)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"error: {known.email} already has an account: give another address.\n"


@pytest.mark.parametrize(
    ("email", "first_name", "sentence"),
    [
        ("luc.martin", "Luc", "error: --email must be a complete address, such as name@region.example"),
        ("hélène@region.example", "Luc", "error: --email must be a complete address, such as name@region.example"),
        ("luc@region.example", " ", "error: --first-name and --last-name take 1 to 100 characters each."),
    ],
)
def test_what_is_typed_wrong_is_told_in_one_line(
    database_urls: DatabaseUrls, email: str, first_name: str, sentence: str
) -> None:
    done = invite(database_urls, email, first_name)
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.splitlines()) == 1


def test_all_options_are_needed() -> None:
    command = [sys.executable, "-m", "webapp", "administrator", "--email", new_email()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--first-name" in done.stderr


def test_tables_that_are_not_there_are_told(database_urls: DatabaseUrls) -> None:
    done = invite(empty_database("without_tables"), new_email())
    assert done.returncode == 1
    assert done.stderr == "error: the tables are missing or not up to date: run `python -m webapp migrate` first.\n"


def test_a_database_that_does_not_answer_is_told(database_urls: DatabaseUrls) -> None:
    nowhere = "postgresql://portal@127.0.0.1:1/portal"
    done = invite(DatabaseUrls(nowhere, nowhere), new_email())
    assert done.returncode == 1
    assert done.stderr.startswith("error: the database does not answer")


def test_production_still_refuses_unsafe_settings(database_urls: DatabaseUrls) -> None:
    done = invite(database_urls, new_email(), MODE="production")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
