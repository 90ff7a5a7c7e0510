"""Who prepares asks who signs: the application waits, is sent by them, or comes back to be corrected."""

import asyncio

import pytest
from sqlalchemy import select

from tests.factories.accounts import actor_of
from tests.factories.applications import SWORN, make_applicant, make_complete_draft, make_draft
from tests.factories.members import make_invitation, make_member
from tests.support.clock import FrozenClock
from tests.support.traces import kinds_to, mails_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.applications import texts
from webapp.applications.models import Application, StatementRequest
from webapp.applications.ready import Incomplete
from webapp.applications.rules import ApplicationState
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.statements import ask_for_statement, take_back
from webapp.applications.use_cases.submission import Press, submit_application
from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.db import Database
from webapp.core.refusals import Conflict, NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.structures.models import Membership

WANTED, SENT_BACK, SUBMITTED = (
    f"applications/{kind}" for kind in ("statement_wanted", "statement_sent_back", "submitted")
)


@pytest.fixture
async def draft(work: Work, account: Account, store: MemoryStore) -> Application:
    """Complete; its structure has one administrator, who may sign."""
    return await make_complete_draft(work, account, store)


@pytest.fixture
async def preparer(work: Work, passwords: Passwords, draft: Application) -> Account:
    return await make_member(work, passwords, draft.structure_id, MemberRole.WRITER)


@pytest.fixture
async def writer(work: Work, preparer: Account) -> Actor:
    return await actor_of(work, preparer)


async def _state(work: Work, draft: Application) -> str:
    async with work:
        return (await work.session.get_one(Application, draft.id, populate_existing=True)).state


async def test_those_who_sign_are_told_once_however_often_it_is_asked(
    work: Work, account: Account, writer: Actor, draft: Application
) -> None:
    for _ in range(3):
        asked = await ask_for_statement(work, writer, draft.number)
    assert asked.state == ApplicationState.AWAITING_STATEMENT
    [mail] = [mail for mail in await mails_to(work, account.email) if mail.kind == WANTED]
    assert mail.data["reference"] == draft.reference
    assert mail.data["asker"] == writer.full_name


async def test_a_guest_who_would_sign_gets_a_link_to_the_invitation(
    work: Work, account: Account, writer: Actor, draft: Application
) -> None:
    invitation = await make_invitation(
        work, account, draft.structure_id, "signe@ailleurs.example", MemberRole.SIGNATORY
    )
    await ask_for_statement(work, writer, draft.number)
    [mail] = [mail for mail in await mails_to(work, "signe@ailleurs.example") if mail.kind == WANTED]
    assert (mail.about_id, mail.link) == (invitation.id, "structure_invitation")


async def test_what_waits_is_not_edited_until_it_is_taken_back(work: Work, writer: Actor, draft: Application) -> None:
    await ask_for_statement(work, writer, draft.number)
    with pytest.raises(Conflict, match="Reprendre la saisie"):
        await save_answers(work, writer, draft.number, Typed({"objet": "Autre chose"}))
    await take_back(work, writer, draft.number)
    await save_answers(work, writer, draft.number, Typed({"objet": "Autre chose"}))
    assert await _state(work, draft) == ApplicationState.DRAFT


async def test_the_signatory_sends_and_both_get_the_acknowledgement(
    work: Work, account: Account, actor: Actor, preparer: Account, writer: Actor, draft: Application, ours: Press
) -> None:
    await ask_for_statement(work, writer, draft.number)
    sent = await submit_application(work, actor, draft.number, SWORN, ours)
    assert sent.submitted_by == account.id
    assert SUBMITTED in await kinds_to(work, account.email)
    assert SUBMITTED in await kinds_to(work, preparer.email)
    with pytest.raises(Conflict):
        await take_back(work, writer, draft.number)


async def test_the_signatory_gives_it_back_with_a_message(
    work: Work, actor: Actor, preparer: Account, writer: Actor, draft: Application
) -> None:
    await ask_for_statement(work, writer, draft.number)
    for _ in range(2):
        await take_back(work, actor, draft.number, "Le montant est celui de 2025.")
    [mail] = [mail for mail in await mails_to(work, preparer.email) if mail.kind == SENT_BACK]
    assert mail.data["message"] == "Le montant est celui de 2025."
    async with work:
        [round_] = await work.session.scalars(
            select(StatementRequest).where(StatementRequest.application_id == draft.id)
        )
    assert (round_.ended_by, round_.message) == (actor.account_id, "Le montant est celui de 2025.")


async def test_nothing_is_asked_of_what_is_incomplete(work: Work, account: Account, passwords: Passwords) -> None:
    empty = await make_draft(work, account)
    member = await make_member(work, passwords, empty.structure_id, MemberRole.WRITER)
    with pytest.raises(Incomplete):
        await ask_for_statement(work, await actor_of(work, member), empty.number)
    assert await _state(work, empty) == ApplicationState.DRAFT


async def test_nothing_is_asked_where_nobody_could_sign(
    work: Work, account: Account, writer: Actor, draft: Application
) -> None:
    async with work:
        own = await work.session.get_one(Membership, (draft.structure_id, account.id))
        own.signing = SigningWay.PREPARER
    with pytest.raises(Refused) as refused:
        await ask_for_statement(work, writer, draft.number)
    assert refused.value.reason == texts.NOBODY_SIGNS


async def test_who_signs_does_not_ask_who_reads_does_neither_and_a_stranger_sees_nothing(
    work: Work, actor: Actor, writer: Actor, passwords: Passwords, stranger: Actor, draft: Application
) -> None:
    with pytest.raises(OutOfRole, match="vous-même"):
        await ask_for_statement(work, actor, draft.number)
    reader = await actor_of(work, await make_member(work, passwords, draft.structure_id, MemberRole.READER))
    for who, error in ((reader, OutOfRole), (stranger, NotFound)):
        with pytest.raises(error):
            await ask_for_statement(work, who, draft.number)
    await ask_for_statement(work, writer, draft.number)
    for who, error in ((reader, OutOfRole), (stranger, NotFound)):
        with pytest.raises(error):
            await take_back(work, who, draft.number)


async def test_sent_while_it_is_taken_back_one_wins_and_the_other_is_told(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, ours: Press
) -> None:
    account = await make_applicant(committed, passwords)
    draft = await make_complete_draft(committed, account, ours.store)
    writer = await actor_of(committed, await make_member(committed, passwords, draft.structure_id, MemberRole.WRITER))
    signatory = await actor_of(committed, account)
    await ask_for_statement(committed, writer, draft.number)
    outcomes = await asyncio.gather(
        submit_application(Work(database.sessions, clock), signatory, draft.number, SWORN, ours),
        take_back(Work(database.sessions, clock), writer, draft.number),
        return_exceptions=True,
    )
    told = [one for one in outcomes if isinstance(one, Conflict)]
    state = await _state(committed, draft)
    # Taken back first, it is a draft that the signatory may send all the same.
    assert state == ApplicationState.SUBMITTED
    assert len(told) <= 1
