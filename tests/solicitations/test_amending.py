"""A contribution: only what was reopened changes, beside what was sent, until a signatory attests and sends it."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, make_agent, with_role
from tests.factories.applications import GOOD_ANSWERS, SWORN, make_applicant, make_submitted, press
from tests.factories.members import make_member
from tests.factories.solicitations import items, make_sent_edit_request
from tests.support.clock import FrozenClock
from tests.support.traces import kinds_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications import texts
from webapp.applications.amended import AmendedPage, amended
from webapp.applications.models import Application, Submission
from webapp.applications.queries import application_page
from webapp.applications.ready import Incomplete
from webapp.applications.rules import ApplicationState
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.submission import Press, Sworn
from webapp.core.actor import Actor, MemberRole
from webapp.core.db import Database
from webapp.core.refusals import Conflict, NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.solicitations.models import Amendment, Solicitation
from webapp.solicitations.rules import ItemState, SolicitationState
from webapp.solicitations.use_cases.amending import transmit_amendment
from webapp.solicitations.use_cases.sending import cancel_request

TODAY = date(2026, 11, 23)
NEW = "Faire chanter les villages de la vallée."


@pytest.fixture
async def reopened(work: Work, agent: Actor, taken: Application) -> Solicitation:
    """The object of the association, and nothing else."""
    return await make_sent_edit_request(work, agent, taken, "field:objet")


@pytest.fixture
def presses(store: MemoryStore, renderer: TypstRenderer) -> Press:
    return press(store, renderer)


async def change(work: Work, actor: Actor, application: Application, **answers: str) -> None:
    await save_answers(work, actor, application.number, Typed(answers))


async def versions(work: Work, application: Application) -> list[Submission]:
    async with work:
        query = select(Submission).where(Submission.application_id == application.id).order_by(Submission.number)
        return list((await work.session.scalars(query)).all())


async def page_of(reads: AsyncEngine, actor: Actor, application: Application) -> AmendedPage:
    sent = await application_page(reads, actor, application.number, TODAY)
    page = await amended(reads, sent)
    assert isinstance(page, AmendedPage)
    return page


async def test_only_what_was_reopened_is_kept(
    work: Work, actor: Actor, taken: Application, reopened: Solicitation, presses: Press
) -> None:
    await change(work, actor, taken, objet=NEW, adherents="9999")
    await transmit_amendment(work, actor, taken.number, SWORN, presses)
    first, second = await versions(work, taken)
    assert first.answers["objet"] == GOOD_ANSWERS["objet"]
    assert second.answers == first.answers | {"objet": NEW}
    assert (second.number, second.facts, second.pieces) == (2, first.facts, first.pieces)


async def test_it_is_answered_and_closed_to_changes_again(
    work: Work, actor: Actor, taken: Application, reopened: Solicitation, presses: Press
) -> None:
    await change(work, actor, taken, objet=NEW)
    solicitation = await transmit_amendment(work, actor, taken.number, SWORN, presses)
    async with work:
        application = await work.session.get_one(Application, taken.id)
    assert solicitation.state == SolicitationState.ANSWERED
    assert [one.state for one in await items(work, reopened)] == [ItemState.ANSWERED]
    assert (application.state, application.reopened, application.open_solicitations) == (
        ApplicationState.TAKEN_OVER,
        [],
        0,
    )
    with pytest.raises(Conflict):
        await change(work, actor, taken, objet="Encore autre chose.")


async def test_before_and_after_are_told_with_a_pdf_by_mail(
    work: Work, actor: Actor, account: Account, taken: Application, reopened: Solicitation, presses: Press
) -> None:
    await change(work, actor, taken, objet=NEW)
    await transmit_amendment(work, actor, taken.number, SWORN, presses)
    async with work:
        receipt = await work.session.get_one(Amendment, reopened.id)
    [told] = receipt.facts["changes"]
    assert (told["field"], told["lines"][0]["before"], told["lines"][0]["after"]) == (
        "objet",
        GOOD_ANSWERS["objet"],
        NEW,
    )
    pdf = b"".join([chunk async for chunk in presses.store.read(receipt.storage_key)])
    assert (pdf[:5], len(pdf)) == (b"%PDF-", receipt.size)
    assert "solicitations/amended" in await kinds_to(work, account.email)


async def test_sent_twice_it_is_sent_once(
    work: Work, actor: Actor, account: Account, taken: Application, reopened: Solicitation, presses: Press
) -> None:
    await change(work, actor, taken, objet=NEW)
    for _ in range(2):
        await transmit_amendment(work, actor, taken.number, SWORN, presses)
    assert len(await versions(work, taken)) == 2
    assert (await kinds_to(work, account.email)).count("solicitations/amended") == 1


async def test_nothing_changed_is_nothing_to_send(
    work: Work, actor: Actor, taken: Application, reopened: Solicitation, presses: Press
) -> None:
    await change(work, actor, taken, objet=f"  {GOOD_ANSWERS['objet']} ".strip())
    with pytest.raises(Refused, match=r"rien modifié"):
        await transmit_amendment(work, actor, taken.number, SWORN, presses)


async def test_what_does_not_hold_together_is_not_sent(
    work: Work, actor: Actor, taken: Application, reopened: Solicitation, presses: Press
) -> None:
    await change(work, actor, taken, objet="")
    with pytest.raises(Incomplete) as incomplete:
        await transmit_amendment(work, actor, taken.number, SWORN, presses)
    assert [one.anchor for one in incomplete.value.missing] == ["objet"]
    assert len(await versions(work, taken)) == 1


async def test_it_is_attested_again(
    work: Work, actor: Actor, taken: Application, reopened: Solicitation, presses: Press
) -> None:
    await change(work, actor, taken, objet=NEW)
    with pytest.raises(Refused) as refused:
        await transmit_amendment(work, actor, taken.number, Sworn(statement=False, commitment=True), presses)
    assert refused.value.field == "statement"


async def test_who_writes_prepares_it_and_who_signs_sends_it(
    work: Work, actor: Actor, passwords: Passwords, taken: Application, reopened: Solicitation, presses: Press
) -> None:
    writer = await actor_of(work, await make_member(work, passwords, taken.structure_id, MemberRole.WRITER))
    await change(work, writer, taken, objet=NEW)
    with pytest.raises(OutOfRole, match=r"signataire"):
        await transmit_amendment(work, writer, taken.number, SWORN, presses)
    await transmit_amendment(work, actor, taken.number, SWORN, presses)
    assert (await versions(work, taken))[1].answers["objet"] == NEW


async def test_others_and_readers_change_nothing(
    work: Work, actor: Actor, stranger: Actor, taken: Application, reopened: Solicitation, presses: Press
) -> None:
    with pytest.raises(NotFound):
        await change(work, stranger, taken, objet=NEW)
    with pytest.raises(NotFound):
        await transmit_amendment(work, stranger, taken.number, SWORN, presses)
    with pytest.raises(OutOfRole):
        await change(work, with_role(actor, MemberRole.READER), taken, objet=NEW)


async def test_the_region_sees_what_was_sent_until_the_rest_is(
    work: Work,
    actor: Actor,
    agent: Actor,
    taken: Application,
    reopened: Solicitation,
    presses: Press,
    reads: AsyncEngine,
) -> None:
    await change(work, actor, taken, objet=NEW)
    assert (await application_page(reads, agent, taken.number, TODAY)).answers["objet"] == GOOD_ANSWERS["objet"]
    await transmit_amendment(work, actor, taken.number, SWORN, presses)
    assert (await application_page(reads, agent, taken.number, TODAY)).answers["objet"] == NEW


async def test_cancelled_it_keeps_what_was_prepared_for_when_it_is_asked_again(
    work: Work,
    actor: Actor,
    agent: Actor,
    taken: Application,
    reopened: Solicitation,
    presses: Press,
    reads: AsyncEngine,
) -> None:
    await change(work, actor, taken, objet=NEW)
    await cancel_request(work, agent, taken.number, reopened.id)
    with pytest.raises(Conflict):
        await transmit_amendment(work, actor, taken.number, SWORN, presses)
    await make_sent_edit_request(work, agent, taken, "field:adherents")
    assert (await page_of(reads, actor, taken)).answers["objet"] == GOOD_ANSWERS["objet"], "it is not asked any more"
    await change(work, actor, taken, adherents="130")
    await transmit_amendment(work, actor, taken.number, SWORN, presses)
    assert (await versions(work, taken))[1].answers["objet"] == GOOD_ANSWERS["objet"]
    await make_sent_edit_request(work, agent, taken, "field:objet")
    assert (await page_of(reads, actor, taken)).answers["objet"] == NEW, "asked again, it is there"


async def test_of_sending_and_cancelling_at_once_one_happens(
    committed: Work,
    database: Database,
    clock: FrozenClock,
    passwords: Passwords,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    account = await make_applicant(committed, passwords)
    application = await make_submitted(committed, account, store, renderer)
    actor = await actor_of(committed, account)
    agent = await actor_of(committed, await make_agent(committed, passwords, service_id=application.service_id))
    await take_over(committed, agent, application.number)
    for turn in range(4):
        asked = await make_sent_edit_request(committed, agent, application, "field:objet")
        await change(committed, actor, application, objet=f"{NEW} ({turn})")
        before = len(await versions(committed, application))
        sending = transmit_amendment(
            Work(database.sessions, clock), actor, application.number, SWORN, press(store, renderer)
        )
        cancelling = cancel_request(Work(database.sessions, clock), agent, application.number, asked.id)
        results = await asyncio.gather(*((sending, cancelling)[:: (-1) ** turn]), return_exceptions=True)
        assert [isinstance(one, Conflict) for one in results].count(True) == 1, "the other is told"
        async with committed:
            state = (await committed.session.get_one(Solicitation, asked.id)).state
            row = await committed.session.get_one(Application, application.id, populate_existing=True)
            assert (row.open_solicitations, row.reopened) == (0, [])
        made = len(await versions(committed, application)) - before
        assert (state, made) in {(SolicitationState.ANSWERED, 1), (SolicitationState.CANCELLED, 0)}


async def test_a_section_is_all_its_questions(
    work: Work, actor: Actor, agent: Actor, taken: Application, reads: AsyncEngine
) -> None:
    await make_sent_edit_request(work, agent, taken, "section:association")
    page = await page_of(reads, actor, taken)
    assert [one.field.key for one in page.form.fields] == [
        "objet",
        "activites",
        "adherents",
        "benevoles",
        "budget_structure",
    ]
    assert [one.end for one in page.pages] == ["votre-dossier/demande", "recapitulatif"]
    assert not page.changes
    assert page.missing == []
    assert page.pages[-1].label == texts.LAST_STEP_OF_AMENDMENT
