"""Taking back what was sent: by who may sign, once; the agent who is in charge and the sender learn it."""

import asyncio

import pytest
from sqlalchemy import select

from tests.factories.accounts import actor_of, make_agent
from tests.factories.applications import make_applicant, make_draft, make_submitted
from tests.factories.members import make_member
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.support.traces import actions_on, details_of, mails_about
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications import texts
from webapp.applications.models import Application, Receipt, Withdrawal
from webapp.applications.rules import ApplicationState, WithdrawalReason
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.withdrawal import withdraw_application
from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.db import Database
from webapp.core.refusals import Conflict, NotFound, OutOfRole
from webapp.core.work import Work

WORDS = "Le « trésorier »\n  s'est trompé <b>😀</b>."


async def said(work: Work, application: Application) -> list[Withdrawal]:
    async with work:
        return list(await work.session.scalars(select(Withdrawal).where(Withdrawal.application_id == application.id)))


async def withdrawn_mails(work: Work, application: Application) -> list[str]:
    mails = await mails_about(work, application.id)
    return sorted(mail.recipient for mail in mails if mail.kind == "applications/withdrawn")


async def test_it_keeps_why_word_for_word_and_tells_who_sent_it(
    work: Work, account: Account, actor: Actor, sent: Application
) -> None:
    gone = await withdraw_application(work, actor, sent.number, WithdrawalReason.MISTAKE, WORDS)
    assert gone.state == ApplicationState.WITHDRAWN
    [row] = await said(work, sent)
    assert (row.reason, row.words, row.withdrawn_at, row.withdrawn_by) == (
        *("mistake", WORDS),
        MONDAY_MORNING,
        actor.account_id,
    )
    [mail] = [mail for mail in await mails_about(work, sent.id) if mail.kind == "applications/withdrawn"]
    assert mail.recipient == account.email
    assert mail.data["reason"] == "La demande contient une erreur"
    assert (mail.data["words"], mail.data["by"]) == (WORDS, account.full_name)
    assert (await actions_on(work, sent.id))[-1] == "application.withdrawn"
    assert await details_of(work, "application.withdrawn", sent.id) == [{"before": "submitted", "reason": "mistake"}]


async def test_the_receipt_stays(work: Work, actor: Actor, sent: Application) -> None:
    await withdraw_application(work, actor, sent.number, WithdrawalReason.UNSAID)
    async with work:
        assert await work.session.get(Receipt, sent.id) is not None


async def test_twice_is_once_and_what_was_said_first_stands(work: Work, actor: Actor, sent: Application) -> None:
    await withdraw_application(work, actor, sent.number, WithdrawalReason.MISTAKE, WORDS)
    await withdraw_application(work, actor, sent.number, WithdrawalReason.OTHER, "Autre chose")
    assert [row.words for row in await said(work, sent)] == [WORDS]
    assert len(await withdrawn_mails(work, sent)) == 1


async def test_a_colleague_who_signs_may_and_the_sender_is_told_too(
    work: Work, account: Account, passwords: Passwords, sent: Application
) -> None:
    colleague = await make_member(work, passwords, sent.structure_id, MemberRole.SIGNATORY)
    await withdraw_application(work, await actor_of(work, colleague), sent.number, WithdrawalReason.DROPPED)
    assert await withdrawn_mails(work, sent) == sorted([account.email, colleague.email])


async def test_who_may_not_sign_may_not_withdraw(
    work: Work, passwords: Passwords, sent: Application, stranger: Actor, agent: Actor
) -> None:
    for role, signing in (
        (MemberRole.WRITER, SigningWay.DELEGATE),
        (MemberRole.READER, SigningWay.DELEGATE),
        (MemberRole.ADMINISTRATOR, SigningWay.PREPARER),
    ):
        member = await make_member(work, passwords, sent.structure_id, role, signing=signing)
        with pytest.raises(OutOfRole):
            await withdraw_application(work, await actor_of(work, member), sent.number, WithdrawalReason.OTHER)
    with pytest.raises(OutOfRole):
        await withdraw_application(work, agent, sent.number, WithdrawalReason.OTHER)
    with pytest.raises(NotFound):
        await withdraw_application(work, stranger, sent.number, WithdrawalReason.OTHER)
    assert await said(work, sent) == []


async def test_a_draft_is_deleted_and_not_withdrawn(work: Work, account: Account, actor: Actor) -> None:
    draft = await make_draft(work, account)
    with pytest.raises(Conflict) as refused:
        await withdraw_application(work, actor, draft.number, WithdrawalReason.OTHER)
    assert refused.value.reason == texts.NOT_NOW["withdraw"]


async def test_what_is_taken_over_can_still_be_withdrawn_and_keeps_its_agent(
    work: Work, actor: Actor, sent: Application, agent: Actor
) -> None:
    await take_over(work, agent, sent.number)
    gone = await withdraw_application(work, actor, sent.number, WithdrawalReason.FUNDED)
    assert (gone.state, gone.taken_over_by) == (ApplicationState.WITHDRAWN, agent.account_id)


async def test_an_agent_who_comes_after_is_told_even_who_had_taken_it_over(
    work: Work, actor: Actor, sent: Application, agent: Actor, passwords: Passwords
) -> None:
    await take_over(work, agent, sent.number)
    await withdraw_application(work, actor, sent.number, WithdrawalReason.FUNDED)
    other = await actor_of(work, await make_agent(work, passwords, service_id=sent.service_id))
    for who in (agent, other):
        with pytest.raises(Conflict) as refused:
            await take_over(work, who, sent.number)
        assert refused.value.reason == texts.WITHDRAWN_BEFORE


async def test_20_clicks_and_an_agent_at_once_leave_one_withdrawal_and_one_mail(
    committed: Work,
    database: Database,
    clock: FrozenClock,
    passwords: Passwords,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    account = await make_applicant(committed, passwords)
    sent, actor = await make_submitted(committed, account, store, renderer), await actor_of(committed, account)
    agent = await actor_of(committed, await make_agent(committed, passwords, service_id=sent.service_id))

    def work() -> Work:
        return Work(database.sessions, clock)

    withdrawals = (withdraw_application(work(), actor, sent.number, WithdrawalReason.DROPPED) for _ in range(20))
    taken, *gone = await asyncio.gather(take_over(work(), agent, sent.number), *withdrawals, return_exceptions=True)
    assert [one.id for one in gone if isinstance(one, Application)] == [sent.id] * 20
    assert isinstance(taken, Application | Conflict)
    async with committed:
        row = await committed.session.get_one(Application, sent.id)
    assert row.state == ApplicationState.WITHDRAWN
    assert (row.taken_over_by is None) is isinstance(taken, Conflict)
    assert len(await said(committed, sent)) == len(await withdrawn_mails(committed, sent)) == 1
