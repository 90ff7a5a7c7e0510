"""The thread as each reader finds it: in order, with what is new to them, and what the portal sent by mail."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, make_agent, make_service
from tests.factories.applications import make_applicant, make_draft
from tests.factories.members import make_member
from tests.support.clock import FrozenClock
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.applications.models import Application
from webapp.core.actor import Actor, MemberRole
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound
from webapp.core.work import Work
from webapp.threads.models import SentMail
from webapp.threads.queries import Said, Told, thread_page, thread_state, threads_of
from webapp.threads.rules import Party
from webapp.threads.use_cases import mark_read, write_message


@pytest.fixture
async def spoken(work: Work, actor: Actor, agent: Actor, sent: Application, clock: FrozenClock) -> Application:
    """A question of the applicant, two answers, with a mail between them."""
    for who, text in ((actor, "Une question"), (agent, "Une réponse"), (agent, "Et une autre")):
        clock.advance(timedelta(minutes=10))
        await write_message(work, who, sent.number, new_id(), text)
    async with work:
        at = work.now - timedelta(minutes=5)
        mail = SentMail(
            id=new_id(),
            application_id=sent.id,
            kind="applications/taken_over",
            subject="Prise en charge",
            queued_at=at,
            sent_at=at,
        )
        work.session.add(mail)
    return sent


async def test_messages_and_mails_stand_in_the_order_of_time(
    reads: AsyncEngine, actor: Actor, spoken: Application
) -> None:
    thread = await thread_page(reads, actor, spoken.number)
    assert [entry.text if isinstance(entry, Said) else entry.subject for entry in thread.entries] == [
        *("Une question", "Une réponse", "Prise en charge", "Et une autre")
    ]
    assert [type(entry) for entry in thread.entries].count(Told) == 1
    first, second = (entry for entry in thread.entries[:2] if isinstance(entry, Said))
    assert (first.party, first.author) == (Party.APPLICANT, "Nadia Belkacem")
    assert (second.party, second.author) == (Party.REGION, "Claire Vidal")


async def test_what_the_other_side_wrote_is_new_until_it_is_read(
    work: Work, reads: AsyncEngine, actor: Actor, agent: Actor, spoken: Application
) -> None:
    thread = await thread_page(reads, actor, spoken.number)
    assert [one.text for one in thread.new] == ["Une réponse", "Et une autre"]
    assert (await thread_state(reads, actor, spoken.number)).new == 2
    assert (await thread_state(reads, agent, spoken.number)).new == 1

    await mark_read(work, actor, spoken.id, thread.last_number)
    assert (await thread_page(reads, actor, spoken.number)).new == []
    assert (await thread_state(reads, agent, spoken.number)).new == 1, "of the agent's own reading nothing changes"
    await write_message(work, agent, spoken.number, new_id(), "Encore")
    assert [one.text for one in (await thread_page(reads, actor, spoken.number)).new] == ["Encore"]


async def test_a_reading_never_goes_backwards(
    work: Work, reads: AsyncEngine, actor: Actor, spoken: Application
) -> None:
    await mark_read(work, actor, spoken.id, 3)
    await mark_read(work, actor, spoken.id, 2)
    assert (await thread_state(reads, actor, spoken.number)).new == 0


async def test_each_member_has_read_for_themselves(
    work: Work, reads: AsyncEngine, passwords: Passwords, actor: Actor, spoken: Application
) -> None:
    reader = await actor_of(work, await make_member(work, passwords, spoken.structure_id, MemberRole.READER))
    await mark_read(work, actor, spoken.id, 3)
    assert (await thread_state(reads, reader, spoken.number)).new == 2
    assert (await thread_page(reads, reader, spoken.number)).new_label == "2 nouveaux messages"


async def test_nobody_else_sees_any_of_it(
    work: Work,
    reads: AsyncEngine,
    passwords: Passwords,
    account: Account,
    actor: Actor,
    agent: Actor,
    spoken: Application,
) -> None:
    stranger = await actor_of(work, await make_applicant(work, passwords))
    far = await actor_of(work, await make_agent(work, passwords, service_id=(await make_service(work)).id))
    for nobody in (stranger, far):
        with pytest.raises(NotFound):
            await thread_page(reads, nobody, spoken.number)
        assert (await thread_state(reads, nobody, spoken.number)).messages == 0
        assert (await threads_of(reads, nobody)).lines == []
    draft = await make_draft(work, account)
    for one in (actor, agent):
        with pytest.raises(NotFound):
            await thread_page(reads, one, draft.number)


async def test_a_long_thread_shows_its_end_first_and_all_of_it_when_asked(
    reads: AsyncEngine, actor: Actor, spoken: Application
) -> None:
    thread = await thread_page(reads, actor, spoken.number, latest=1)
    assert [entry.text for entry in thread.entries if isinstance(entry, Said)] == ["Et une autre"]
    assert thread.hidden == 2
    assert not any(isinstance(entry, Told) for entry in thread.entries), "it is older than what is shown"
    assert len((await thread_page(reads, actor, spoken.number, latest=None)).entries) == 4


async def test_threads_with_something_new_stand_before_the_others(
    work: Work, reads: AsyncEngine, actor: Actor, agent: Actor, spoken: Application, clock: FrozenClock
) -> None:
    async with work:
        other = Application(
            id=new_id(),
            state="submitted",
            revision_id=spoken.revision_id,
            service_id=spoken.service_id,
            structure_id=spoken.structure_id,
            created_by=actor.account_id,
            created_at=work.now,
            submitted_at=work.now,
            submitted_by=actor.account_id,
        )
        work.session.add(other)
    clock.advance(timedelta(minutes=1))
    await write_message(work, actor, other.number, new_id(), "Plus récent, et de nous")
    listed = await threads_of(reads, actor)
    assert [(line.number, line.new) for line in listed.lines] == [(spoken.number, 2), (other.number, 0)]
    await mark_read(work, actor, spoken.id, 3)
    assert [line.number for line in (await threads_of(reads, actor)).lines] == [other.number, spoken.number]
    assert (listed.total, listed.lines[0].title) == (2, "Petite aide aux associations")
