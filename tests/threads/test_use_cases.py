"""Writing about an application: once, by who may, and the other side gets a mail that they can act upon."""

import asyncio

import pytest
from sqlalchemy import select, update

from tests.factories.accounts import actor_of, close_account, make_agent, make_service
from tests.factories.applications import make_applicant, make_draft, make_submitted
from tests.factories.members import make_member
from tests.support.clock import FrozenClock
from tests.support.traces import details_of, mails_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.agents.models import Agent, Service
from webapp.applications.models import Application
from webapp.applications.rules import WithdrawalReason
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.withdrawal import withdraw_application
from webapp.core.actor import Actor, MemberRole
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.mail import OutboxMail
from webapp.core.refusals import NotFound, OutOfRole, Throttled
from webapp.core.work import Work
from webapp.structures.models import Membership
from webapp.threads.models import Message
from webapp.threads.throttling import MESSAGES
from webapp.threads.use_cases import write_message

WORDS = 'Les « comptes » de "2026" <b>😀</b>\n  arrivent lundi.'


async def written(work: Work, application: Application) -> list[Message]:
    async with work:
        query = select(Message).where(Message.application_id == application.id).order_by(Message.number)
        return list(await work.session.scalars(query))


async def announcements(work: Work, email: str) -> list[OutboxMail]:
    return [mail for mail in await mails_to(work, email) if mail.kind.startswith("threads/")]


async def test_an_applicant_s_message_is_kept_word_for_word(work: Work, actor: Actor, sent: Application) -> None:
    key = new_id()
    await write_message(work, actor, sent.number, key, WORDS)
    [message] = await written(work, sent)
    assert (message.number, message.party, message.author_id, message.text) == (
        *(1, "applicant"),
        *(actor.account_id, WORDS),
    )
    assert await details_of(work, "thread.written", sent.id) == [{"message": str(message.id), "party": "applicant"}]


async def test_while_nobody_follows_it_the_service_is_told(work: Work, actor: Actor, sent: Application) -> None:
    async with work:
        await work.session.execute(
            update(Service).where(Service.id == sent.service_id).values(email="vie@region.example")
        )
    await write_message(work, actor, sent.number, new_id(), WORDS)
    [mail] = await announcements(work, "vie@region.example")
    assert mail.kind == "threads/message_of_applicant"
    assert mail.data == {
        "author": "Nadia Belkacem",
        "structure": actor.memberships[0].structure_name,
        "scheme": "Petite aide aux associations",
        "first_name": "",
        "reference": sent.reference,
        "excerpt": WORDS,
        "page": f"/espace-agent/demandes/{sent.reference}/messages",
    }
    assert mail.about_id != sent.id, "the applicant is not told whether the Region's own mails arrive"


async def test_then_the_agent_who_follows_it(
    work: Work, actor: Actor, agent: Actor, officer: Account, sent: Application
) -> None:
    await take_over(work, agent, sent.number)
    await write_message(work, actor, sent.number, new_id(), WORDS)
    [mail] = await announcements(work, officer.email)
    assert mail.data["first_name"] == "Claire"


@pytest.mark.parametrize("why", ["closed", "elsewhere"])
async def test_an_agent_who_cannot_open_it_any_more_reads_nothing(
    why: str, work: Work, actor: Actor, agent: Actor, officer: Account, sent: Application
) -> None:
    await take_over(work, agent, sent.number)
    if why == "closed":
        await close_account(work, officer)
    else:
        elsewhere = await make_service(work)
        async with work:
            moved = update(Agent).where(Agent.account_id == officer.id)
            await work.session.execute(moved.values(service_id=elsewhere.id))
    await write_message(work, actor, sent.number, new_id(), WORDS)
    assert await announcements(work, officer.email) == []


async def test_an_agent_s_message_goes_to_who_began_and_who_sent_it(
    work: Work, passwords: Passwords, account: Account, agent: Actor, sent: Application
) -> None:
    signer = await make_member(work, passwords, sent.structure_id, MemberRole.SIGNATORY)
    bystander = await make_member(work, passwords, sent.structure_id, MemberRole.ADMINISTRATOR)
    async with work:
        await work.session.execute(update(Application).where(Application.id == sent.id).values(submitted_by=signer.id))
    await write_message(work, agent, sent.number, new_id(), "x" * 400)
    for recipient in (account, signer):
        [mail] = await announcements(work, recipient.email)
        assert (mail.kind, mail.about_id) == ("threads/message_of_region", sent.id)
        assert mail.data["service"] == "Service vie associative"
        assert mail.data["page"] == f"/demandes/{sent.reference}/messages"
        assert len(mail.data["excerpt"]) == 300
    assert await announcements(work, bystander.email) == []


async def test_who_has_left_the_structure_reads_nothing_more(
    work: Work, passwords: Passwords, account: Account, agent: Actor, sent: Application
) -> None:
    administrator = await make_member(work, passwords, sent.structure_id, MemberRole.ADMINISTRATOR)
    async with work:
        await work.session.delete(
            (await work.session.scalars(select(Membership).where(Membership.account_id == account.id))).one()
        )
    await write_message(work, agent, sent.number, new_id(), WORDS)
    assert await announcements(work, account.email) == []
    assert len(await announcements(work, administrator.email)) == 1, "somebody of the structure is told all the same"


async def test_sent_twice_it_is_one_message_and_one_mail(
    work: Work, account: Account, actor: Actor, agent: Actor, sent: Application
) -> None:
    key = new_id()
    first = await write_message(work, agent, sent.number, key, WORDS)
    again = await write_message(work, agent, sent.number, key, WORDS)
    assert again.id == first.id
    await write_message(work, actor, sent.number, new_id(), WORDS)
    assert [message.number for message in await written(work, sent)] == [1, 2]
    assert len(await announcements(work, account.email)) == 1


async def test_another_text_after_back_is_another_message(
    work: Work, account: Account, agent: Actor, sent: Application
) -> None:
    """The page that Back shows has the key of the message that has left; what is typed there was never sent."""
    key = new_id()
    for text in (WORDS, "Autre chose, après un retour en arrière."):
        await write_message(work, agent, sent.number, key, text)
    assert [message.text for message in await written(work, sent)] == [
        WORDS,
        "Autre chose, après un retour en arrière.",
    ]
    assert len(await announcements(work, account.email)) == 2


async def test_somebody_else_s_key_is_no_way_to_their_message(
    work: Work, actor: Actor, agent: Actor, sent: Application
) -> None:
    key = new_id()
    theirs = await write_message(work, agent, sent.number, key, WORDS)
    mine = await write_message(work, actor, sent.number, key, WORDS)
    assert mine.id != theirs.id
    assert [message.author_id for message in await written(work, sent)] == [agent.account_id, actor.account_id]


async def test_who_does_not_see_it_or_only_reads_it_writes_nothing(
    work: Work, passwords: Passwords, actor: Actor, agent: Actor, sent: Application, account: Account
) -> None:
    stranger = await actor_of(work, await make_applicant(work, passwords))
    far = await make_agent(work, passwords, service_id=(await make_service(work)).id)
    for nobody in (stranger, await actor_of(work, far)):
        with pytest.raises(NotFound):
            await write_message(work, nobody, sent.number, new_id(), WORDS)
    reader = await make_member(work, passwords, sent.structure_id, MemberRole.READER)
    with pytest.raises(OutOfRole):
        await write_message(work, await actor_of(work, reader), sent.number, new_id(), WORDS)
    draft = await make_draft(work, account)
    for one in (actor, agent):
        with pytest.raises(NotFound):
            await write_message(work, one, draft.number, new_id(), WORDS)
    assert await written(work, sent) == await written(work, draft) == []


async def test_a_withdrawn_application_may_still_be_spoken_about(
    work: Work, actor: Actor, agent: Actor, sent: Application
) -> None:
    await withdraw_application(work, actor, sent.number, WithdrawalReason.OTHER)
    await write_message(work, agent, sent.number, new_id(), WORDS)
    assert len(await written(work, sent)) == 1


async def test_past_the_limit_nothing_is_written(work: Work, actor: Actor, sent: Application) -> None:
    for _ in range(MESSAGES.most):
        await write_message(work, actor, sent.number, new_id(), WORDS)
    with pytest.raises(Throttled):
        await write_message(work, actor, sent.number, new_id(), WORDS)
    assert len(await written(work, sent)) == MESSAGES.most


async def test_twenty_at_once_from_both_sides_stand_one_after_the_other(
    committed: Work,
    database: Database,
    clock: FrozenClock,
    passwords: Passwords,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    account = await make_applicant(committed, passwords)
    sent = await make_submitted(committed, account, store, renderer)
    actor = await actor_of(committed, account)
    agent = await actor_of(committed, await make_agent(committed, passwords, service_id=sent.service_id))
    one_key = new_id()
    keys = [(actor, one_key)] * 5 + [(actor, new_id()) for _ in range(5)] + [(agent, new_id()) for _ in range(10)]
    await asyncio.gather(
        *(write_message(Work(database.sessions, clock), who, sent.number, key, WORDS) for who, key in keys)
    )
    assert [message.number for message in await written(committed, sent)] == list(range(1, 17))
    assert len(await announcements(committed, account.email)) == 10
