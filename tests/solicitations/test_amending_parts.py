"""A contribution about a question that a piece and a table depend on: they change too, beside what was sent."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, make_account, make_agent
from tests.factories.applications import (
    GOOD_ANSWERS,
    LIMITS,
    REQUIRED_PIECES,
    SWORN,
    add_bank_account,
    press,
    received,
    with_fields,
)
from tests.factories.definitions import asked, field_of, table
from tests.factories.solicitations import make_edit_request, make_sent_edit_request, sent_form
from tests.factories.structures import make_structure
from tests.support.clock import FrozenClock
from tests.support.traces import mails_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.amended import AmendedPage, amended
from webapp.applications.models import Application, Submission
from webapp.applications.queries import ApplicationPage, application_page
from webapp.applications.ready import Incomplete, answers_of, sound_documents
from webapp.applications.served_files import served_document
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.deletion import delete_draft
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.drafts import begin_application
from webapp.applications.use_cases.duplication import duplicate_application
from webapp.applications.use_cases.pieces import add_piece, remove_piece
from webapp.applications.use_cases.reuse import reuse_document
from webapp.applications.use_cases.submission import Press, submit_application
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.refusals import Conflict, NotFound
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.review.queries import verdicts_of
from webapp.review.rules import Conformity
from webapp.review.use_cases.verdicts import Judged, judge_piece
from webapp.schemes.definition import Piece, SchemeDefinition
from webapp.schemes.use_cases import publish
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import SolicitationState
from webapp.solicitations.use_cases.amending import transmit_amendment
from webapp.solicitations.use_cases.infections import settle_infected_file
from webapp.solicitations.use_cases.sending import NotReady, send_requests

TODAY = date(2026, 11, 23)
MANDATE = "pouvoir"


def definition() -> SchemeDefinition:
    """Who does not sign as the president says who does, and gives a mandate."""
    signs = field_of(asked("signe", "yes_no", required=True))
    people = field_of(table("membres", asked("nom"), asked("heures", "integer"), when={"of": "signe", "is": "non"}))
    scheme = with_fields(signs, people)
    mandate = msgspec.convert(
        {
            "key": MANDATE,
            "label": "Pouvoir",
            "required": True,
            "document": "pouvoir",
            "when": {"of": "signe", "is": "non"},
        },
        Piece,
    )
    return msgspec.structs.replace(scheme, pieces=(*scheme.pieces, mandate))


@pytest.fixture
async def account(work: Work, passwords: Passwords) -> Account:
    account = await make_account(work, passwords)
    await publish(work, "aide-a-pouvoir", definition())
    await make_structure(work, account)
    return account


@pytest.fixture
async def sent(work: Work, account: Account, store: MemoryStore, renderer: TypstRenderer) -> Application:
    """Signed by somebody else: with a mandate, and a row of the table."""
    actor = await actor_of(work, account)
    draft = await begin_application(work, actor, "aide-a-pouvoir")
    told = GOOD_ANSWERS | {"signe": "non", "membres.1.nom": "Zoé", "membres.1.heures": "12"}
    await save_answers(work, actor, draft.number, Typed(told))
    for piece in (*REQUIRED_PIECES, MANDATE):
        await add_piece(work, actor, draft.number, piece, await received(store, f"{piece}.pdf"), LIMITS)
    await add_bank_account(work, account, draft)
    return await submit_application(work, actor, draft.number, SWORN, press(store, renderer))


@pytest.fixture
async def agent(work: Work, passwords: Passwords, sent: Application) -> Actor:
    return await actor_of(work, await make_agent(work, passwords, service_id=sent.service_id))


@pytest.fixture
async def reopened(work: Work, agent: Actor, sent: Application) -> Application:
    """The question that the piece and the table depend on."""
    await take_over(work, agent, sent.number)
    await make_sent_edit_request(work, agent, sent, "field:signe")
    return sent


@pytest.fixture
def presses(store: MemoryStore, renderer: TypstRenderer) -> Press:
    return press(store, renderer)


async def page_of(reads: AsyncEngine, actor: Actor, application: Application) -> AmendedPage:
    page = await amended(reads, await application_page(reads, actor, application.number, TODAY))
    assert isinstance(page, AmendedPage)
    return page


async def file_in(work: Work, application: Application, name: str) -> UUID:
    async with work:
        query = select(Document.id).where(Document.filename == name).order_by(Document.id.desc())
        found = await work.session.scalar(query.limit(1))
        assert found is not None
        return found


async def found_infected(work: Work, document_id: UUID) -> None:
    assert await settle_infected_file(work, document_id, "Eicar-Test") is not None


async def asked_for(work: Work, application: Application) -> list[str]:
    """Pieces in what agents are composing."""
    async with work:
        query = (
            select(SolicitationItem.target)
            .join(Solicitation)
            .where(Solicitation.application_id == application.id, Solicitation.state == SolicitationState.DRAFT)
        )
        return list(await work.session.scalars(query))


def names(page: ApplicationPage) -> set[str]:
    return {file.filename for file in page.files}


async def test_what_depends_on_it_is_open_and_nothing_else(
    reads: AsyncEngine, actor: Actor, reopened: Application
) -> None:
    page = await page_of(reads, actor, reopened)
    assert [one.field.key for one in page.form.fields] == ["signe", "membres"]
    assert [slot.piece.key for slot in page.slots] == [MANDATE]
    assert [one.end for one in page.pages] == ["votre-dossier/demande", "pieces", "recapitulatif"]


async def test_another_slot_stays_closed(work: Work, actor: Actor, reopened: Application, store: MemoryStore) -> None:
    with pytest.raises(Conflict):
        await add_piece(work, actor, reopened.number, "budget_previsionnel", await received(store), LIMITS)
    sent = await file_in(work, reopened, "budget_previsionnel.pdf")
    with pytest.raises(Conflict):
        await remove_piece(work, store, actor, reopened.number, sent)


async def test_a_file_that_was_sent_stays_with_what_was_sent(
    work: Work,
    actor: Actor,
    agent: Actor,
    reopened: Application,
    store: MemoryStore,
    presses: Press,
    reads: AsyncEngine,
) -> None:
    before = await file_in(work, reopened, f"{MANDATE}.pdf")
    await remove_piece(work, store, actor, reopened.number, before)
    with pytest.raises(Incomplete):
        await transmit_amendment(work, actor, reopened.number, SWORN, presses)
    after = await add_piece(work, actor, reopened.number, MANDATE, await received(store, "nouveau.pdf"), LIMITS)
    assert f"{MANDATE}.pdf" in names(await application_page(reads, agent, reopened.number, TODAY))
    await transmit_amendment(work, actor, reopened.number, SWORN, presses)

    now = names(await application_page(reads, agent, reopened.number, TODAY))
    assert "nouveau.pdf" in now
    assert f"{MANDATE}.pdf" not in now
    for document_id in (before, after):
        file = await served_document(reads, agent, reopened.number, document_id, has_scanner=False)
        assert b"".join([chunk async for chunk in store.read(file.storage_key)]).startswith(b"%PDF-")


async def test_agents_open_no_file_that_is_not_sent(
    work: Work, actor: Actor, agent: Actor, reopened: Application, store: MemoryStore, reads: AsyncEngine
) -> None:
    added = await add_piece(work, actor, reopened.number, MANDATE, await received(store, "nouveau.pdf"), LIMITS)
    with pytest.raises(NotFound):
        await served_document(reads, agent, reopened.number, added, has_scanner=False)
    assert (await served_document(reads, actor, reopened.number, added, has_scanner=False)).filename == "nouveau.pdf"
    await remove_piece(work, store, actor, reopened.number, added)
    async with work:
        assert await work.session.get(Document, added) is None, "nobody has it, it is forgotten"


async def test_rows_come_and_go_and_what_is_no_longer_asked_goes(
    work: Work, actor: Actor, reopened: Application, store: MemoryStore, presses: Press, reads: AsyncEngine
) -> None:
    rows = {"membres.ab.nom": "Ali", "membres.1.heures": "20"}
    await save_answers(work, actor, reopened.number, Typed({}, new_rows=("membres.ab",)))
    await save_answers(work, actor, reopened.number, Typed(rows))
    [told] = (await page_of(reads, actor, reopened)).changes
    assert [(row["state"], row["label"]) for row in told["rows"]] == [
        ("changed", "Membres, 1"),
        ("added", "Membres, 2"),
    ]

    await save_answers(work, actor, reopened.number, Typed({"signe": "oui"}))
    await transmit_amendment(work, actor, reopened.number, SWORN, presses)
    async with work:
        query = select(Submission).where(Submission.application_id == reopened.id).order_by(Submission.number.desc())
        last = (await work.session.scalars(query.limit(1))).one()
    assert last.number == 2
    assert not [name for name in last.answers if name.startswith("membres")]
    assert MANDATE not in {piece["piece"] for piece in last.pieces}


async def test_a_row_of_a_table_that_is_closed_is_not_begun(
    work: Work, actor: Actor, agent: Actor, sent: Application
) -> None:
    await take_over(work, agent, sent.number)
    await make_sent_edit_request(work, agent, sent, "field:objet")
    saved = await save_answers(work, actor, sent.number, Typed({}, new_rows=("membres.ab",)))
    assert not saved.before


async def test_a_duplicate_takes_what_was_sent_and_not_what_is_being_changed(
    work: Work, actor: Actor, reopened: Application, store: MemoryStore
) -> None:
    before = await file_in(work, reopened, f"{MANDATE}.pdf")
    await save_answers(work, actor, reopened.number, Typed({"membres.1.nom": "Ali"}))
    await remove_piece(work, store, actor, reopened.number, before)
    added = await add_piece(work, actor, reopened.number, MANDATE, await received(store, "nouveau.pdf"), LIMITS)
    draft = await duplicate_application(work, actor, reopened.number, key=new_id())
    async with work:
        texts = await answers_of(work, draft)
        documents = {document.id for _, document in await sound_documents(work, draft)}
    assert texts["membres.1.nom"] == "Zoé"
    assert before in documents
    assert added not in documents


async def test_a_file_that_was_taken_out_outlives_whoever_takes_it_up_and_may_come_back(
    work: Work, actor: Actor, agent: Actor, reopened: Application, store: MemoryStore, reads: AsyncEngine
) -> None:
    before = await file_in(work, reopened, f"{MANDATE}.pdf")
    await remove_piece(work, store, actor, reopened.number, before)
    other = await begin_application(work, actor, "aide-a-pouvoir", another=True)
    await reuse_document(work, actor, other.number, MANDATE, before, LIMITS)
    await delete_draft(work, store, actor, other.number)
    file = await served_document(reads, agent, reopened.number, before, has_scanner=False)
    assert b"".join([chunk async for chunk in store.read(file.storage_key)]).startswith(b"%PDF-")
    assert (await page_of(reads, actor, reopened)).changes
    for _ in range(2):
        await reuse_document(work, actor, reopened.number, MANDATE, before, LIMITS)
    assert not (await page_of(reads, actor, reopened)).changes, "it is back in its slot"


async def test_a_verdict_is_about_the_files_that_were_judged(
    work: Work,
    actor: Actor,
    agent: Actor,
    reopened: Application,
    store: MemoryStore,
    presses: Press,
    clock: FrozenClock,
) -> None:
    """What was replaced is judged anew; what was not keeps its verdict."""
    wrong, number = Judged(Conformity.NON_CONFORM, "Il n'est pas signé.", 0), reopened.number
    await judge_piece(work, agent, number, MANDATE, wrong)
    await judge_piece(work, agent, number, "rapport_activite", wrong)
    clock.advance(timedelta(hours=1))
    await remove_piece(work, store, actor, number, await file_in(work, reopened, f"{MANDATE}.pdf"))
    await add_piece(work, actor, number, MANDATE, await received(store, "signe.pdf"), LIMITS)
    async with work:
        assert set(await verdicts_of(work.session, agent, number)) == {MANDATE, "rapport_activite"}
    await transmit_amendment(work, actor, number, SWORN, presses)
    async with work:
        assert set(await verdicts_of(work.session, agent, number)) == {"rapport_activite"}
    with pytest.raises(Conflict, match=r"remplacé"):
        await judge_piece(work, agent, number, MANDATE, Judged(Conformity.CONFORM, "", 1))
    clock.advance(timedelta(hours=1))
    await judge_piece(work, agent, number, MANDATE, Judged(Conformity.CONFORM, "", 0))
    async with work:
        assert (await verdicts_of(work.session, agent, number))[MANDATE].is_conform


async def test_what_the_last_version_does_not_ask_any_more_is_not_asked_to_be_modified(
    work: Work, actor: Actor, agent: Actor, reopened: Application, presses: Press
) -> None:
    await make_edit_request(work, agent, reopened, "field:membres")
    await save_answers(work, actor, reopened.number, Typed({"signe": "oui"}))
    await transmit_amendment(work, actor, reopened.number, SWORN, presses)
    with pytest.raises(NotReady, match=r"Membres.* n'est plus demandé"):
        await send_requests(work, agent, reopened.number, await sent_form(work, reopened))


class TestOfAVirus:
    """What the Region has is what was sent last; what is being prepared beside it is the applicant's alone."""

    async def test_the_piece_that_replaced_another_is_asked_for(
        self, work: Work, actor: Actor, reopened: Application, store: MemoryStore, presses: Press
    ) -> None:
        await remove_piece(work, store, actor, reopened.number, await file_in(work, reopened, f"{MANDATE}.pdf"))
        after = await add_piece(work, actor, reopened.number, MANDATE, await received(store, "nouveau.pdf"), LIMITS)
        await transmit_amendment(work, actor, reopened.number, SWORN, presses)
        await found_infected(work, after)
        assert await asked_for(work, reopened) == [MANDATE]

    async def test_the_piece_that_was_replaced_is_not_asked_for(
        self, work: Work, actor: Actor, reopened: Application, store: MemoryStore, presses: Press
    ) -> None:
        before = await file_in(work, reopened, f"{MANDATE}.pdf")
        await save_answers(work, actor, reopened.number, Typed({"signe": "oui"}))
        await transmit_amendment(work, actor, reopened.number, SWORN, presses)
        await found_infected(work, before)
        assert await asked_for(work, reopened) == []

    async def test_a_file_that_is_not_sent_is_asked_for_by_nobody_and_its_slot_takes_another(
        self, work: Work, actor: Actor, account: Account, reopened: Application, store: MemoryStore
    ) -> None:
        added = await add_piece(work, actor, reopened.number, MANDATE, await received(store, "nouveau.pdf"), LIMITS)
        await remove_piece(work, store, actor, reopened.number, await file_in(work, reopened, f"{MANDATE}.pdf"))
        await found_infected(work, added)
        assert await asked_for(work, reopened) == []
        [told] = [mail for mail in await mails_to(work, account.email) if mail.kind == "applications/infected_piece"]
        assert (told.data["is_sent"], told.data["page"]) == (False, f"/demandes/{reopened.reference}/pieces")

    async def test_a_file_that_is_not_sent_replaces_none_that_is(
        self, work: Work, actor: Actor, reopened: Application, store: MemoryStore
    ) -> None:
        await add_piece(work, actor, reopened.number, MANDATE, await received(store, "nouveau.pdf"), LIMITS)
        await found_infected(work, await file_in(work, reopened, f"{MANDATE}.pdf"))
        assert await asked_for(work, reopened) == [MANDATE]

    async def test_what_is_gone_of_what_was_sent_is_told_before_it_is_sent_again(
        self, work: Work, actor: Actor, reopened: Application, reads: AsyncEngine
    ) -> None:
        await found_infected(work, await file_in(work, reopened, f"{MANDATE}.pdf"))
        page = await page_of(reads, actor, reopened)
        [told] = page.changes
        assert (told["lines"][0]["before"], told["lines"][0]["after"]) == (f"{MANDATE}.pdf", "")
        assert f"piece-{MANDATE}" in [one.anchor for one in page.missing]
