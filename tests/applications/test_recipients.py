"""Who has left a structure is told nothing more of its applications; somebody of it is told all the same."""

import pytest
from sqlalchemy import delete

from tests.factories.accounts import actor_of, close_account, make_agent
from tests.factories.applications import make_applicant, make_submitted
from tests.factories.members import make_member
from tests.factories.solicitations import make_sent_request
from tests.support.traces import kinds_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor, MemberRole
from webapp.core.work import Work
from webapp.review.use_cases.acts import declare_complete, drop, start_review
from webapp.structures.models import Membership


@pytest.fixture
async def account(work: Work, passwords: Passwords) -> Account:
    return await make_applicant(work, passwords)


@pytest.fixture
async def sent(work: Work, account: Account, store: MemoryStore, renderer: TypstRenderer) -> Application:
    return await make_submitted(work, account, store, renderer)


@pytest.fixture
async def agent(work: Work, passwords: Passwords, sent: Application) -> Actor:
    return await actor_of(work, await make_agent(work, passwords, service_id=sent.service_id))


TOLD = [
    "applications/taken_over",
    "solicitations/received",
    "review/complete",
    "review/dropped",
]


async def everything_is_said(work: Work, agent: Actor, application: Application) -> None:
    await take_over(work, agent, application.number)
    await start_review(work, agent, application.number)
    await make_sent_request(work, agent, application)
    await declare_complete(work, agent, application.number)
    await drop(work, agent, application.number, "La structure a renoncé à son projet.")


async def told(work: Work, account: Account) -> list[str]:
    return [kind for kind in await kinds_to(work, account.email) if kind in TOLD]


@pytest.mark.parametrize("why", ["has left", "is closed"])
async def test_the_administrators_are_told_in_the_place_of_who_is_gone(
    why: str, work: Work, passwords: Passwords, account: Account, agent: Actor, sent: Application
) -> None:
    administrator = await make_member(work, passwords, sent.structure_id, MemberRole.ADMINISTRATOR)
    if why == "is closed":
        await close_account(work, account)
    else:
        async with work:
            await work.session.execute(delete(Membership).where(Membership.account_id == account.id))
    await everything_is_said(work, agent, sent)
    assert await told(work, account) == []
    assert await told(work, administrator) == TOLD


async def test_while_they_are_there_nobody_else_is_told(
    work: Work, passwords: Passwords, account: Account, agent: Actor, sent: Application
) -> None:
    administrator = await make_member(work, passwords, sent.structure_id, MemberRole.ADMINISTRATOR)
    await everything_is_said(work, agent, sent)
    assert await told(work, account) == TOLD
    assert await told(work, administrator) == []
